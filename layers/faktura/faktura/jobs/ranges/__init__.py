"""The number ranges of a tenant, and their journals."""
