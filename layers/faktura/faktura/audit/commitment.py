"""Commitments: a journal holds to content that it does not show.

Without the salt, a commitment says nothing about the content, not even to someone who guesses it. With it, everyone can
verify the content. Whoever deletes the salt makes the commitment unverifiable, and leaves the chain intact.
"""

import hmac
import secrets

SALT_BYTES = 16


def new_salt() -> bytes:
    """A salt that nobody can guess."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, content: bytes) -> str:
    """HMAC-SHA-256 over the content, with the salt as its key, in hexadecimal."""
    return hmac.digest(salt, content, "sha256").hex()
