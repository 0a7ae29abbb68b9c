"""Billing's table: `office` + `record`, and the index `detached` (eventually consistent) over what no client has.

invoice#<id>                      an invoice but for its lines and note: small, as payments rewrite up to 80 at once
invoice#<id>#body                 those, with the version of the invoice that wrote them
payment#<id>                      a payment with its allocations; a deleted one stays
client#<id>#invoice#<id>          an invoice of a client
client#<id>#payment#<id>          a payment of a payer
number#<n>, number=<text>         whose invoice number that is: of the sequence, or any other text
counter#<name>                    the last id or number given
organisation                      how the office presents itself on PDFs, and its time zone

Every write states the version it was decided on, so whoever decided on an older one looks again (`WriteConflict`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from time import monotonic
from typing import Any, Literal

from faktura.billing.errors import NoSuchInvoice, NoSuchPayment, NumberTaken, TooMuchAtOnce
from faktura.billing.invoice import Invoice, InvoiceHeader, Payment
from faktura.billing.organisation import Organisation
from faktura.core.aws import client
from faktura.core.counter import Counter
from faktura.core.dynamo import Item, Table, Write, WriteConflict, retry_on_conflict, transact
from faktura.core.errors import Refusal
from faktura.core.settings import setting

Kind = Literal["invoice", "payment"]

MOST_WRITES = 100
"""That one transaction of DynamoDB holds."""

SHORTEST_NUMBER = 4
"""Digits of a number of the sequence: `0001`."""

_REMEMBERED = 30
"""Seconds."""

_WIDTH = 12
_BODY = {"line_items", "client_note", "version"}


@dataclass(frozen=True)
class Revision:
    """An invoice or a payment before and after a change; `before` is `None` for a new one."""

    before: InvoiceHeader | Payment | None
    after: InvoiceHeader | Payment


class BillingStore:
    """The only place that knows the billing table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "BillingStore":
        """The store the template names."""
        return cls(Table(setting("BILLING_TABLE")))

    def invoice(self, office: str, invoice_id: int) -> Invoice:
        """A whole invoice as of now, in one read; else `NoSuchInvoice`."""

        def read() -> Invoice:
            found = self._table.query(
                "office = :office AND begins_with(#record, :record)",
                {":office": office, ":record": _invoice(invoice_id)},
                ConsistentRead=True,
                ExpressionAttributeNames={"#record": "record"},
            )
            items = {item["record"]: item for item in found}
            if not items:
                raise NoSuchInvoice(invoice_id)
            return _whole(items, invoice_id)

        return retry_on_conflict(read)

    def invoices(self, office: str, ids: Sequence[int]) -> list[Invoice]:
        """The whole invoices of these ids that there are, in their order."""

        def read() -> list[Invoice]:
            names = [name for invoice_id in ids for name in (_invoice(invoice_id), _body(invoice_id))]
            items = self._items(office, names)
            return [_whole(items, invoice_id) for invoice_id in ids if _invoice(invoice_id) in items]

        return retry_on_conflict(read)

    def headers(self, office: str, ids: Iterable[int]) -> dict[int, InvoiceHeader]:
        """The invoices of these ids that there are, without lines and notes."""
        items = self._items(office, map(_invoice, ids))
        return {header.id: header for header in map(InvoiceHeader.model_validate, items.values())}

    def payment(self, office: str, payment_id: int) -> Payment:
        """A payment as of now; `NoSuchPayment` also for a deleted one."""
        item = self._table.get({"office": office, "record": _payment(payment_id)})
        if item is None or item.get("deletedBy"):
            raise NoSuchPayment(payment_id)
        return Payment.model_validate(item)

    def payments(self, office: str, ids: Iterable[int]) -> dict[int, Payment]:
        """The payments of these ids that there are and that are not deleted."""
        items = self._items(office, map(_payment, ids))
        payments = map(Payment.model_validate, items.values())
        return {payment.id: payment for payment in payments if not payment.deleted_by}

    def invoices_of_client(self, office: str, client_id: int, after: int = 0) -> Iterator[int]:
        """Ids of a client's invoices above `after`, ascending."""
        return self._ids(office, _entries(client_id, "invoice"), after)

    def payments_of_payer(self, office: str, client_id: int, after: int = 0) -> Iterator[int]:
        """Ids of the payments above `after` whose payer a client is, ascending."""
        return self._ids(office, _entries(client_id, "payment"), after)

    def detached(self, office: str, kind: Kind, after: int = 0) -> Iterator[int]:
        """Ids above `after` of what no client has, ascending, as the index knows them."""
        found = self._table.query(
            "detached = :detached AND #record BETWEEN :first AND :last",
            {":detached": _detached(office, kind), **_above(f"{kind}#", after)},
            index="detached",
            ExpressionAttributeNames={"#record": "record"},
        )
        return map(_id_of, found)

    def organisation(self, office: str) -> Organisation:
        """How the office presents itself; by its bare name until somebody says more."""
        item = self._table.get({"office": office, "record": "organisation"})
        return Organisation.model_validate(item) if item else Organisation(name=office)

    def time_zone(self, office: str) -> str:
        """The office's, as of half a minute ago at most: it rarely changes, and a create is one transaction."""
        return _time_zone(self._table.name, office, int(monotonic() // _REMEMBERED))

    def present(self, office: str, organisation: Organisation) -> None:
        """Let the office present itself so from now on."""
        self._table.put({"office": office, "record": "organisation", **organisation.model_dump(by_alias=True)})

    def free_number(self, office: str, first: int) -> int:
        """The first number of the sequence, from `first` on, that no invoice has."""
        taken = self._ids(office, "number#", first - 1)
        return next(number for number, found in enumerate(chain(taken, [0]), first) if number != found)

    @contextmanager
    def refusing(self, office: str, read: InvoiceHeader | Payment) -> Iterator[None]:
        """Let a refusal out only while what was read first still stands.

        Else it rests on halves that never were together: `WriteConflict`.
        """
        try:
            yield
        except Refusal:
            record = _payment(read.id) if isinstance(read, Payment) else _invoice(read.id)
            if [item["version"] for item in self._items(office, [record]).values()] != [read.version]:
                raise WriteConflict from None
            raise

    def commit(self, office: str, revisions: Sequence[Revision], extra_writes: Sequence[Write] = ()) -> None:
        """Store all revisions and the writes `extra_writes`, or nothing.

        `WriteConflict` where something was changed meanwhile, `NumberTaken`, `TooMuchAtOnce` for over 100 writes.
        """
        writes = [*extra_writes, *(write for revision in revisions for write in self._writes(office, revision))]
        if len(writes) > MOST_WRITES:
            raise TooMuchAtOnce
        if writes:
            transact(writes)

    def counter(self, office: str, name: str) -> Counter:
        """A sequence of the office: `invoice`, `number`, `payment` or `donation`."""
        return _counter(self._table.name, office, name)

    def _items(self, office: str, records: Iterable[str]) -> dict[str, dict[str, Any]]:
        items = self._table.get_many([{"office": office, "record": record} for record in records])
        return {item["record"]: item for item in items}

    def _ids(self, office: str, prefix: str, after: int) -> Iterator[int]:
        found = self._table.query(
            "office = :office AND #record BETWEEN :first AND :last",
            {":office": office, **_above(prefix, after)},
            ConsistentRead=True,
            ProjectionExpression="#record",
            ExpressionAttributeNames={"#record": "record"},
        )
        return map(_id_of, found)

    def _writes(self, office: str, revision: Revision) -> Iterator[Write]:
        before, after = revision.before, revision.after
        if isinstance(after, Payment):
            yield self._putting(office, _payment(after.id), revision)
            yield from self._listing(office, _payment(after.id), _payers(before), _payers(after))
        elif not isinstance(before, Payment):
            if isinstance(after, Invoice) and _has_other_body(before, after):
                after = after.model_copy(update={"body_version": after.version})
                yield self._table.putting({"office": office, "record": _body(after.id), **_content(after, _BODY)})
            yield self._putting(office, _invoice(after.id), Revision(before, after))
            yield from self._numbering(office, before, after)
            yield from self._listing(office, _invoice(after.id), before.clients if before else [], after.clients)

    def _putting(self, office: str, record: str, revision: Revision) -> Write:
        after, version = revision.after, revision.before.version if revision.before else 0
        kind: Kind = "payment" if isinstance(after, Payment) else "invoice"
        detached = {"detached": _detached(office, kind)} if after.is_detached else {}
        item = {"office": office, "record": record, **detached, **_content(after, None)}
        if not version:
            return self._table.putting(item, "attribute_not_exists(office)", otherwise=_outrun)
        return self._table.putting(item, "version = :version", {":version": Decimal(version)}, _outrun)

    def _numbering(self, office: str, before: InvoiceHeader | None, after: InvoiceHeader) -> Iterator[Write]:
        if before and before.invoice_number == after.invoice_number:
            return
        claim = {"office": office, "record": _number(after.invoice_number), "invoiceId": Decimal(after.id)}

        def taken(found: Item | None) -> Exception:
            own = found and found["invoiceId"] == after.id  # by a change of the same invoice meanwhile
            return WriteConflict() if own else NumberTaken(after.invoice_number)

        yield self._table.putting(claim, "attribute_not_exists(office)", otherwise=taken)
        if before:
            yield self._table.deleting({"office": office, "record": _number(before.invoice_number)})

    def _listing(self, office: str, entry: str, before: Sequence[int], after: Sequence[int]) -> Iterator[Write]:
        for client_id in set(after) - set(before):
            yield self._table.putting({"office": office, "record": _client(client_id) + entry})
        for client_id in set(before) - set(after):
            yield self._table.deleting({"office": office, "record": _client(client_id) + entry})


def _whole(items: Mapping[str, Item], invoice_id: int) -> Invoice:
    """An invoice from its two items, which a write in between may have parted."""
    header, body = items[_invoice(invoice_id)], items.get(_body(invoice_id), {})
    if header["bodyVersion"] != body.get("version", 0):
        raise WriteConflict
    return Invoice.model_validate({**body, **header})


def _content(kept: Payment | InvoiceHeader, fields: set[str] | None) -> dict[str, Any]:
    return kept.model_dump(by_alias=True, include=fields, exclude=_BODY - {"version"} if fields is None else None)


def _has_other_body(before: InvoiceHeader | None, after: Invoice) -> bool:
    had = (before.line_items, before.client_note) if isinstance(before, Invoice) else ([], "")
    return had != (after.line_items, after.client_note)


def _payers(payment: InvoiceHeader | Payment | None) -> Sequence[int]:
    return payment.payer_client_ids if isinstance(payment, Payment) and not payment.deleted_by else []


def _outrun(_found: Item | None) -> WriteConflict:
    return WriteConflict()


def _client(client_id: int) -> str:
    return f"client#{_padded(client_id)}#"


def _entries(client_id: int, kind: Kind) -> str:
    return f"{_client(client_id)}{kind}#"


def _invoice(invoice_id: int) -> str:
    return f"invoice#{_padded(invoice_id)}"


def _body(invoice_id: int) -> str:
    return f"{_invoice(invoice_id)}#body"


def _payment(payment_id: int) -> str:
    return f"payment#{_padded(payment_id)}"


def _number(text: str) -> str:
    of_sequence = text.isascii() and text.isdigit() and len(text) <= _WIDTH and text == numbered(int(text))
    return f"number#{_padded(int(text))}" if of_sequence else f"number={text}"


def numbered(number: int) -> str:
    """A number of the sequence as it is written: `0001`."""
    return str(number).zfill(SHORTEST_NUMBER)


def _padded(number: int) -> str:
    return str(number).zfill(_WIDTH)


def _detached(office: str, kind: Kind) -> str:
    return f"{office}#{kind}"


def _above(prefix: str, after: int) -> dict[str, str]:
    """A range's ends: `:` follows every digit."""
    return {":first": prefix + _padded(after + 1), ":last": f"{prefix}:"}


def _id_of(item: Item) -> int:
    return int(item["record"].rpartition("#")[2])


@lru_cache(maxsize=1_000)
def _counter(table: str, office: str, name: str) -> Counter:
    return Counter(Table(table), {"office": office, "record": f"counter#{name}"})


@lru_cache(maxsize=1_000)
def _time_zone(table: str, office: str, _slot: int) -> str:
    return BillingStore(Table(table)).organisation(office).time_zone
