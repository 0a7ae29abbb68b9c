"""Deploys Faktura to AWS and checks a deployed stack."""
