"""The lock on the PDFs of invoices. S3 takes Object Lock from no bucket again (docs/operations.md)."""

LOCK = "InvoiceLock"
"""The parameter."""

UNLOCKED = "none"


def why_not_lock(current: str, wanted: str) -> str | None:
    """Why a stack with the `current` lock may not get the `wanted` one. None if it may."""
    if wanted != UNLOCKED or current == UNLOCKED:
        return None
    return (
        f"{LOCK} is {current} now and cannot be {UNLOCKED} again: S3 keeps Object Lock on a bucket for ever. "
        "InvoiceLockYears may be lowered for the PDFs to come."
    )
