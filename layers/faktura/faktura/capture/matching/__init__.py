"""Matching a document to the invoice of a practice, and to its owner."""
