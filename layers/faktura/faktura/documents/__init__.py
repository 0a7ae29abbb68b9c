"""PDF documents, such as invoices and receipts, with text in any script."""
