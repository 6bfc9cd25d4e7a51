"""The use cases: what a person at the desk does. Core and ports only."""
