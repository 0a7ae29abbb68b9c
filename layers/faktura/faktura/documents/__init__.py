"""PDF pages: what is printed on an invoice or a receipt, in any script a name can have."""
