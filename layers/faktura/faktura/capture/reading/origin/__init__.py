"""Whose invoice it is, from which country, and in which currency."""
