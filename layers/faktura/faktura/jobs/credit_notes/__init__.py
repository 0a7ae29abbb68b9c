"""Credit notes: what is left of an invoice to credit, and the documents that credit it."""
