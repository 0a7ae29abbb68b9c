"""The API page as it is served; `pack.py` puts it together."""
