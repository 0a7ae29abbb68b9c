"""The errors of verifying a journal.

Exception
├── Broken
└── BadHead
"""


class Broken(Exception):
    """The journal is not what it was; the text says where."""


class BadHead(Exception):
    """The text is not a signed head, or its signature is not by its key."""
