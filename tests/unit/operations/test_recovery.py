"""What a restore does with each kind of item, by the keys that the stores write."""

from typing import Any

import pytest

from faktura.billing import keys as billing
from faktura.capture import keys as capture
from faktura.cases import keys as cases
from faktura.core.recovery import Kinds, UnknownKind
from faktura.jobs import keys as jobs
from faktura.jobs.chunk import ChunkReference
from faktura.jobs.job import JobReference
from faktura.jobs.numbering import Numbering
from faktura.pims import keys as pims

CHUNK = jobs.chunk_key(ChunkReference(tenant="acme", job_id="j", chunk=1))
CREDITS_OF_ORDERS = [
    jobs.credit_of_order_key("acme", order_id, "2026", "C-1") for order_id in ("a#b", "a#order", "a#invoice", "#job")
]
JOB = JobReference(tenant="acme", job_id="j")


def office(record: str) -> dict[str, str]:
    return {"office": "journal of one", "record": record}


@pytest.mark.parametrize(
    ("kinds", "item", "recovery", "identity"),
    [
        (billing.KINDS, office(billing.invoice(7)), "copied", ("invoice", "journal of one", f"{7:012}")),
        (billing.KINDS, office(billing.body(7)), "copied", ("invoice", "journal of one", f"{7:012}")),
        (billing.KINDS, office(billing.payment(7)), "copied", ("payment", "journal of one", f"{7:012}")),
        (billing.KINDS, office(billing.listed(4, billing.payment(7))), "derived", ("listing", "journal of one", "")),
        (billing.KINDS, office(billing.number("0007")), "derived", ("number", "journal of one", "")),
        (billing.KINDS, office(billing.number("A#\n7")), "derived", ("number", "journal of one", "")),
        (billing.KINDS, office(billing.counter("invoice")), "never", ("counter", "journal of one", "")),
        (billing.KINDS, office(billing.erasure(7)), "missing", ("erasure", "journal of one", "")),
        (billing.KINDS, office(billing.JOURNAL_END), "derived", ("journalEnd", "journal of one", "")),
        (billing.KINDS, office(f"{billing.JOURNAL}{7:012}"), "missing", ("journal", "journal of one", f"{7:012}")),
        (jobs.KINDS, jobs.order_key("acme", "a\nb"), "copied", ("order", "acme", "a\nb")),
        (jobs.KINDS, jobs.invoice_key("acme", "R-1"), "copied", ("invoice", "acme", "R-1")),
        (jobs.KINDS, jobs.credited_key("acme", "R-1"), "missing", ("credited", "acme", "R-1")),
        (jobs.KINDS, jobs.credit_note_key("acme", "2026", "C-1"), "missing", ("creditNote", "acme", "C-1")),
        *((jobs.KINDS, one, "missing", ("creditOfOrder", "acme", "C-1")) for one in CREDITS_OF_ORDERS),
        (jobs.KINDS, jobs.counter_key("acme", Numbering(pre_text="#")), "never", ("counter", "acme", "")),
        (jobs.KINDS, jobs.erasure_key("acme", "a#b"), "missing", ("erasure", "acme", "")),
        (jobs.KINDS, jobs.scheduled_key("acme"), "derived", ("scheduled", "acme", "")),
        (jobs.KINDS, jobs.job_key(JOB), "missing", ("job", "acme", "j")),
        (jobs.KINDS, CHUNK, "missing", ("chunk", "acme", "j")),
        (cases.KINDS, cases.case_key("g") | {"provider": "north"}, "copied", ("case", "north", "g")),
        (cases.KINDS, cases.invoice_key("north", "one"), "copied", ("invoice", "north", "one")),
        (cases.KINDS, cases.ledger_key("north"), "never", ("ledger", "north", "")),
        (cases.KINDS, cases.LEDGERS_KEY, "never", ("ledgers", "", "")),
        (cases.KINDS, cases.tally_key("one"), "derived", ("tally", "", "")),
        (cases.KINDS, cases.move_key("one", "g"), "never", ("move", "", "")),
        (capture.KINDS, capture.customer_key("alpha", "c"), "copied", ("customer", "alpha", "c")),
        (capture.KINDS, capture.request_key("alpha", "r"), "missing", ("request", "alpha", "r")),
        (capture.KINDS, capture.fingerprint_key("alpha", "file", "x"), "missing", ("fingerprint", "alpha", "file#x")),
        (capture.KINDS, capture.list_key("alpha", "failed", "2026", "r"), "derived", ("listing", "alpha", "")),
        (capture.KINDS, capture.accuracy_key("alpha", "2026", "p"), "never", ("accuracy", "alpha", "")),
        (capture.KINDS, capture.erasure_key("alpha", "c"), "missing", ("erasure", "alpha", "")),
        (capture.KINDS, capture.webhook_secrets_key("alpha"), "never", ("webhookSecrets", "alpha", "")),
        (pims.KINDS, {"practice": "p", "invoice": "1"}, "copied", ("invoice", "p", "1")),
        (pims.CONTACT_KINDS, pims.erasures_key("p"), "missing", ("erasures", "p", "")),
        (pims.CONTACT_KINDS, {"contact": "digest"}, "missing", ("contact", "", "digest")),
    ],
)  # fmt: skip
def test_an_item_is_known_by_its_key(
    kinds: Kinds, item: dict[str, Any], recovery: str, identity: tuple[str, str, str]
) -> None:
    found = kinds.of(item)

    assert (found.kind.recovery, (found.kind.name, found.tenant, found.id)) == (recovery, identity)


def test_a_key_of_no_kind_is_an_error() -> None:
    with pytest.raises(UnknownKind):
        billing.KINDS.of({"office": "main", "record": "unheard-of"})
