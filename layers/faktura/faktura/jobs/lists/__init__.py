"""Lists of invoices and credit notes: by number, by order and by age."""
