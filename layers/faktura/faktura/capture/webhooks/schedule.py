"""When a failed webhook is sent again (docs/apis/capture.md)."""

from decimal import Decimal
from math import ceil
from random import uniform

from faktura.core.settings import optional

DELAYS = (10, 25, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
"""Seconds from each failure to the next attempt: 11 attempts over 3 days and 4 hours."""

MAX_FAILURES = len(DELAYS) + 1
"""How many failures one delivery may have: then no attempt is left."""

MAX_JITTER = 1.2
"""Each delay is multiplied by up to this factor, so that a receiver that was down does not get everything at once."""

MAX_RETRY_AFTER_SECONDS = 24 * 3600
"""The longest delay a receiver can ask for by Retry-After."""


def seconds_until_next(failures: int, retry_after: int = 0) -> int | None:
    """Whole seconds to wait after so many failures; `None` if no attempt is left.

    The setting `WEBHOOK_PACE` scales the delays ("0.001" in tests), but not what the receiver asks for.
    """
    if failures >= MAX_FAILURES:
        return None
    pace = Decimal(optional("WEBHOOK_PACE") or "1")
    return max(
        ceil(DELAYS[failures - 1] * pace * Decimal(uniform(1, MAX_JITTER))), min(retry_after, MAX_RETRY_AFTER_SECONDS)
    )
