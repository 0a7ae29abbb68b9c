"""The checks in validationResults: of the invoice, of the document, and for duplicates."""
