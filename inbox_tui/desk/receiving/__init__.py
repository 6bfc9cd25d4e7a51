"""Mail in: from the server into the cache, read, and into cases."""
