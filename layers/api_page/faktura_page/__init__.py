"""The API page. `pack.py` puts it together."""
