"""Invoices whose truth is known, drawn as practices print them and as pet owners send them."""
