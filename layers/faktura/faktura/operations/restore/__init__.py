"""Restoring tables to a point in time, beside the live ones."""
