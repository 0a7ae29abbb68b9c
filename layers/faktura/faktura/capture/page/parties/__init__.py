"""The sender and the receiver of an invoice, by the lines of a page."""
