"""When a webhook that has failed is sent again: the only place that knows (CONTRACT section 3)."""

from decimal import Decimal
from math import ceil
from random import uniform

from faktura.core.settings import optional

DELAYS = (10, 25, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
"""Seconds after each failure before the next attempt: 11 attempts over 3 days and 4 hours."""

MOST_FAILURES = len(DELAYS) + 1
"""Of one delivery: with them the schedule is used up."""

MOST_JITTER = 1.2
"""Each delay grows by up to this factor, so that many webhooks of one receiver that was down do not come at once."""

LONGEST_REQUESTED = 24 * 3600
"""Seconds for which a receiver's Retry-After can put us off."""


def seconds_until_next(failures: int, retry_after: int = 0) -> int | None:
    """Whole seconds to wait after the `failures`-th failure in a row, `None` where it was the last attempt's.

    The setting `WEBHOOK_PACE` scales the delays ("0.001" in tests), but not what the receiver asked for.
    """
    if failures >= MOST_FAILURES:
        return None
    pace = Decimal(optional("WEBHOOK_PACE") or "1")
    return max(
        ceil(DELAYS[failures - 1] * pace * Decimal(uniform(1, MOST_JITTER))), min(retry_after, LONGEST_REQUESTED)
    )
