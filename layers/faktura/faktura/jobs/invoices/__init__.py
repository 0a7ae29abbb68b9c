"""Issued invoices: their content, their page in English or German, and their PDFs."""
