"""Electronic invoices by EN 16931: the model, its forms CII and UBL, and how they are written and read."""
