"""Searching an office's invoices by number, bill-to, status and date."""
