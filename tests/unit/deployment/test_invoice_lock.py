"""Which lock on the PDFs of invoices may follow which."""

import pytest

from deployment.invoice_lock import LOCK, UNLOCKED, why_not_lock
from tests.support.architecture.template import written

LOCKS = written()["Parameters"][LOCK]["AllowedValues"]


@pytest.mark.parametrize("current", LOCKS)
@pytest.mark.parametrize("wanted", LOCKS)
def test_a_lock_is_set_and_changed_but_never_removed(current: str, wanted: str) -> None:
    reason = why_not_lock(current, wanted)

    assert (reason is not None) == (wanted == UNLOCKED != current)


def test_the_reason_says_what_is_possible() -> None:
    reason = why_not_lock("compliance", UNLOCKED)

    assert str(reason).startswith("InvoiceLock is compliance now and cannot be none again")
    assert "InvoiceLockYears" in str(reason)
