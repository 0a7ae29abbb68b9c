"""Generates the Python client from the OpenAPI document."""
