"""The journal of an office's invoice numbers."""
