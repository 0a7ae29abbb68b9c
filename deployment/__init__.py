"""Deploying Faktura: what an operator is asked, once for each environment, and what becomes of a stack."""
