"""PIMS on demand: veterinary practice systems push their invoices (docs/apis/pims.md)."""
