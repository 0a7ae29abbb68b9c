"""Client billing: an office's invoices, payments, receipts and their PDFs (seed 001)."""
