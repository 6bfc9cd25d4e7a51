"""Mail out: once, when it is due, and never what nobody approved."""
