"""Whose invoice a document is."""
