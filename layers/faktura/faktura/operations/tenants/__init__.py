"""Exporting all data of one tenant."""
