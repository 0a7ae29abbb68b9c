"""What an export of provider invoices has: the invoices of a period that its viewer may see."""
