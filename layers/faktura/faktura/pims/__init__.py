"""PIMS on demand: veterinary practice systems push their invoices (seed 000)."""
