"""Stopping a deployed stack, and starting it again."""
