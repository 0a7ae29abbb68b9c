"""Deploying Faktura to AWS and checking what was deployed."""
