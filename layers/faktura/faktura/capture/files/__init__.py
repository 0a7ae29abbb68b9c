"""Uploaded files: their kind, their pages and resolution, and whether they are safe to open."""
