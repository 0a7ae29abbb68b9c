"""What an export of invoice jobs has: the invoices and credit notes of a period."""
