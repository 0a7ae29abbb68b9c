"""Erasing the personal data of one customer of a tenant."""
