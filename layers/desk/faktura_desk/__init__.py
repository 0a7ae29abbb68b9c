"""The desk. `pack.py` puts it together."""
