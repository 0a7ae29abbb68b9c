"""Handlers on moto, in process."""
