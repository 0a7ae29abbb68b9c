"""Typed invoices with known content, drawn as strangers print them: nothing here is shared with the unit tests."""
