"""Sort keys of texts that a customer chooses."""

from hashlib import sha256

MAX_SORT_KEY_BYTES = 1_024
"""Of a sort key in DynamoDB."""


def sort_key(prefix: str, text: str) -> str:
    """The text after its prefix; the text's digest where the key would be too long."""
    key = prefix + text
    return key if len(key.encode()) <= MAX_SORT_KEY_BYTES else prefix + sha256(text.encode()).hexdigest()
