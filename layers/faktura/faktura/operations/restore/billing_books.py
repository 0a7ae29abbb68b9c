"""The books of client billing. An allocation is stored on both sides, and the payment's side decides.

So an invoice's entries, its status after them, the lists of clients and the claims of numbers follow from the invoices
and payments, and are computed with billing's own rules. Numbers and ids are never given back: counters stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from faktura.billing import keys
from faktura.billing.allocation import copy_invoices, copy_payments, status_after
from faktura.billing.invoice import Invoice, InvoiceHeader
from faktura.billing.journals.journal_record import hidden_of, invoice_id_of, restated, shown_of
from faktura.billing.payment import Payment
from faktura.core.attributes import Item
from faktura.operations.restore.books import Draft, Items, Key
from faktura.operations.restore.journal_record import Recorded, Restatement, recorded
from faktura.operations.restore.journalled_books import JournalledBooks

_NUMBERS = keys.counter("number")


@dataclass(frozen=True)
class _Office:
    """The invoices and payments of one office among its items, each by id."""

    name: str
    invoices: Mapping[int, InvoiceHeader]
    payments: Mapping[int, Payment]

    @classmethod
    def of(cls, items: Items) -> "_Office":
        invoices, payments = {}, {}
        for item in items.values():
            if item["record"] == keys.invoice(_id(item)):
                invoices[_id(item)] = InvoiceHeader.model_validate(item)
            elif item["record"] == keys.payment(_id(item)):
                payments[_id(item)] = Payment.model_validate(item)
        return cls(next((key[0] for key in items), ""), invoices, payments)

    def listings(self) -> Iterator[str]:
        """The records that list invoices and payments among their clients'."""
        for invoice in self.invoices.values():
            yield from (keys.listed(client, keys.invoice(invoice.id)) for client in invoice.clients)
        for payment in self.payments.values():
            if not payment.deleted_by:
                yield from (keys.listed(client, keys.payment(payment.id)) for client in payment.payer_client_ids)

    def in_step(self) -> "_Office":
        """The same with both sides of each allocation as the payment's side says, and the status that follows."""
        payments = {one.id: copy_invoices(one, self.invoices) for one in self.payments.values()}
        invoices = {}
        for before in self.invoices.values():
            after = copy_payments(before.model_copy(update={"payments": []}), payments.values())
            if after.payments != before.payments:
                after = after.model_copy(update={"status": status_after(before, after)})
            invoices[before.id] = after if after.payments != before.payments else before
        return _Office(self.name, invoices, payments)


class BillingBooks(JournalledBooks):
    """One office's books."""

    KINDS, JOURNAL_END = keys.KINDS, keys.JOURNAL_END

    def range_of(self, partition: str) -> str:
        """An office has one range."""
        return keys.range_name(partition)

    def last_numbers(self, items: Items) -> Mapping[str, int]:
        """The last number of the sequence, also of numbers that are stepped over."""
        counters = self.of_kind(items, "counter").values()
        return {keys.range_name(one["office"]): int(one["last"]) for one in counters if one["record"] == _NUMBERS}

    def derive(self, _live: Items, draft: Draft) -> None:
        """Bring allocations, status, lists and claims of numbers in step with the invoices and payments."""
        office = _Office.of(draft).in_step()
        for invoice in office.invoices.values():
            fields = {"payments", "status"}
            self._update(draft, office.name, keys.invoice(invoice.id), invoice, fields)
        for payment in office.payments.values():
            self._update(draft, office.name, keys.payment(payment.id), payment, {"allocations"})
        self._list(draft, office)
        self._claim(draft, office)

    def pair(self, draft: Draft) -> None:
        """Let each invoice refer to the version of its body. One whose body is lost goes on referring to that."""
        for item in list(draft.values()):
            body = draft.get((item["office"], keys.body(_id(item))))
            if item["record"] == keys.invoice(_id(item)) and body and item["bodyVersion"] != body["version"]:
                self.put(draft, {**item, "bodyVersion": body["version"]})

    def restate(self, live: Items, draft: Draft) -> list[Restatement]:
        """What the journal of the office must say of the invoices that the draft changes."""
        changed: dict[Key, list[Key]] = {}
        for key, item in self.of_kind(draft, "invoice").items():
            if item != live.get(key):
                changed.setdefault((item["office"], keys.invoice(_id(item))), []).append(key)
        if not changed:
            return []
        said = recorded(self.entries(draft), invoice_id_of)
        found = [self._restatement(live, draft, key, changed[key], said) for key in sorted(changed) if key in draft]
        return [one for one in found if one]

    def _restatement(
        self, live: Items, draft: Draft, key: Key, changed: Sequence[Key], said: Mapping[int, Recorded]
    ) -> Restatement | None:
        """Without the lines, the journal goes on with what it said of them."""
        header = InvoiceHeader.model_validate(draft[key])
        body = draft.get((key[0], keys.body(header.id)), {})
        is_whole = header.body_version == body.get("version", 0)
        hidden = hidden_of(Invoice.model_validate({**body, **draft[key]})) if is_whole else b""
        before = said.get(header.id) or _unrecorded(key[0], live.get(key))
        record = restated(header, before.number, (before.content or {}).get("status"), hidden)
        return None if before.says(record) else Restatement(before.range, tuple(changed), record)

    def problems(self, items: Items) -> list[str]:
        """Missing invoices, payments and counters; sides of an allocation, or a payment, that do not add up."""
        office = _Office.of(items)
        found = [*_missing(items, office), *_differences(office), *self.incomplete(items)]
        claimed = {keys.number(one.invoice_number): one.id for one in office.invoices.values()}
        for item in self.of_kind(items, "number").values():
            if claimed.get(item["record"]) != item["invoiceId"]:
                found.append(f"a number is taken by invoice {item['invoiceId']}, which is missing or has another one")
        for record in claimed.keys() - {key[1] for key in items}:
            found.append(f"the number of invoice {claimed[record]} is not claimed")
        if len(claimed) < len(office.invoices):
            found.append(f"{len(office.invoices) - len(claimed)} invoices have a number that another one has, too")
        return found

    def _update(self, draft: Draft, office: str, record: str, model: InvoiceHeader | Payment, fields: set[str]) -> None:
        item = draft[office, record]
        kind: keys.Kind = "payment" if isinstance(model, Payment) else "invoice"
        after: dict[str, Any] = {**item, **model.model_dump(by_alias=True, include=fields)}
        after.pop("detached", None)
        if model.is_detached:
            after["detached"] = keys.detached(office, kind)
        if after != item:
            self.put(draft, after)

    def _list(self, draft: Draft, office: _Office) -> None:
        wanted = {(office.name, record) for record in office.listings()}
        for key in self.of_kind(draft, "listing").keys() - wanted:
            del draft[key]
        for key in wanted - draft.keys():
            self.put(draft, {"office": key[0], "record": key[1]})

    def _claim(self, draft: Draft, office: _Office) -> None:
        """Claim each invoice's number unless another invoice has it, and give back those of former numbers."""
        claims = {key: int(item["invoiceId"]) for key, item in self.of_kind(draft, "number").items()}
        for key, owner in claims.items():
            if owner in office.invoices and key[1] != keys.number(office.invoices[owner].invoice_number):
                del draft[key]
        for invoice in office.invoices.values():
            claim = {"office": office.name, "record": keys.number(invoice.invoice_number)}
            if self.key_of(claim) not in draft:
                self.put(draft, {**claim, "invoiceId": Decimal(invoice.id)})


def _unrecorded(office: str, item: Item | None) -> Recorded:
    """As if the journal had said the number and status of an invoice, but not the rest."""
    if item is None:
        return Recorded(keys.range_name(office))
    invoice = InvoiceHeader.model_validate(item)
    return Recorded(keys.range_name(office), invoice.invoice_number, {"status": shown_of(invoice)["status"]})


def _missing(items: Items, office: _Office) -> Iterator[str]:
    """Ids that were given and have no item, and counters behind them. A deleted payment keeps its item."""
    held: Mapping[str, Mapping[int, Any]] = {"invoice": office.invoices, "payment": office.payments}
    for name, records in held.items():
        counter = items.get((office.name, keys.counter(name)))
        last = int(counter["last"]) if counter else 0
        if any(one > last for one in records):
            yield f"the counter of {name}s is at {last}, and {name} {max(records)} exists"
        yield from (f"{name} {one} is missing" for one in range(1, last + 1) if one not in records)
    bodies = {key[1]: item["version"] for key, item in items.items() if key[1] == keys.body(_id(item))}
    for invoice in office.invoices.values():
        if bodies.get(keys.body(invoice.id), 0) != invoice.body_version:
            yield f"invoice {invoice.id} and its lines are of different versions"


def _differences(office: _Office) -> Iterator[str]:
    right = office.in_step()
    for invoice in office.invoices.values():
        if invoice.allocations != right.invoices[invoice.id].allocations:
            yield f"invoice {invoice.id} shows {invoice.total_paid:f} as paid, and its payments give another sum"
    for payment in office.payments.values():
        if payment.unallocated < 0:
            yield f"payment {payment.id} gives more than it has"
        for one in payment.current_allocations:
            if one.invoice_id not in office.invoices:
                yield f"payment {payment.id} pays invoice {one.invoice_id}, which is missing"


def _id(item: Item) -> int:
    """The id in the record of an invoice, its body or a payment; 0 for any other record."""
    identity = keys.KINDS.of(item)
    return int(identity.id) if identity.kind.name in ("invoice", "payment") else 0
