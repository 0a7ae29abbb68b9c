"""The customers of an MGA."""
