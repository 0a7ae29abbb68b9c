"""Reports on an office's invoices."""
