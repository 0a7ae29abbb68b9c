"""What an export of client billing has: the invoices of a period, redacted as lists are."""
