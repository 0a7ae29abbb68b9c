"""What an import of client billing has: invoices with their own numbers, and the payments of invoices."""
