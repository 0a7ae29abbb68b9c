"""PDFs of invoices and receipts, and how an office presents itself on them."""
