"""The errors of PIMS on demand, beyond those of every API.

Exception
└── TooManyInvoices   a lookup matches too much; it is not a refusal, as its caller decides what the customer reads
"""


class TooManyInvoices(Exception):
    """More invoices match a lookup than it can read, so it cannot tell which is the customer's."""
