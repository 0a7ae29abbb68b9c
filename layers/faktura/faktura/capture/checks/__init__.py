"""The checks that validationResults lists: of the invoice, of the document, and for duplicates."""
