"""Client billing: an office's invoices and payments, and their PDFs (docs/apis/billing.md)."""
