"""Searching invoices: the filter language, which index to read for a filter, and how much a search may cost."""
