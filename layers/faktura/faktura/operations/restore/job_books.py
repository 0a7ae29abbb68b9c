"""The books of invoice jobs. What became of an order follows from the issued documents, which never change.

An order therefore gets its content back, but never the claims of then: they are those of the newest invoice.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from faktura.audit.commitment import commitment, new_salt
from faktura.audit.record import Record
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.clock import timestamp
from faktura.imports.digest import ERASED
from faktura.jobs import keys
from faktura.jobs.configurations.configuration import INVOICE_SETTINGS
from faktura.jobs.credit_notes.left import is_nothing, left_after
from faktura.jobs.invoices.invoice import Bill
from faktura.jobs.orders.order import delivered_at, waiting_status
from faktura.jobs.ranges.journal_record import issued, restored, shown_of
from faktura.operations.erasure.order import rest_of
from faktura.operations.restore.books import Draft, Items
from faktura.operations.restore.journal_record import Recorded, Restatement, recorded
from faktura.operations.restore.journalled_books import JournalledBooks


class JobBooks(JournalledBooks):
    """One tenant's books."""

    KINDS, JOURNAL_END = keys.KINDS, keys.JOURNAL_END

    def range_of(self, partition: str) -> str:
        """A range has a partition of its own."""
        return keys.range_of_journal(partition)

    def last_numbers(self, items: Items) -> Mapping[str, int]:
        """The last number of each numbering."""
        return {keys.range_of_counter(one): int(one["last"]) for one in self.of_kind(items, "counter").values()}

    def derive(self, live: Items, draft: Draft) -> None:
        """Give the orders that changed the claims that the documents show, and schedule the tenant as configured."""
        self._credit(draft)
        credited = self._by_id(draft, "credited")
        invoices = self._invoices(draft)
        for key, order in self.of_kind(draft, "order").items():
            if order != live.get(key):
                content = {name: value for name, value in order.items() if name not in keys.ORDER_CLAIMS}
                self.put(draft, content | self._claims(order, invoices, credited))
        self._schedule(draft)

    def returning(self, then: Items, live: Items) -> Items:
        """Without orders whose buyers were erased; of a lost one with an invoice, what names nobody.

        That one leads to the invoice, which is erased later, and the order is not invoiced again.
        """
        erased = {item["record"] for item in self.of_kind(live, "erasure").values()}
        orders = {key: item for key, item in self.of_kind(then, "order").items() if item["record"] in erased}
        invoiced = self._invoices({**then, **live}) if orders else {}
        rest = {key: _rest(item) for key, item in orders.items() if item["record"] in invoiced and key not in live}
        return {key: item for key, item in then.items() if key not in orders} | rest

    def restate(self, live: Items, draft: Draft) -> list[Restatement]:
        """What the journals must say of the documents that the draft changes. Each document knows its commitment."""
        documents = {key: item for key, item in self.of_kind(draft, "invoice").items() if item != live.get(key)}
        if not documents:
            return []
        said = recorded(self.entries(draft), lambda change: change.number or "")
        ranges = self._ranges(draft)
        found = []
        for key, item in documents.items():
            before = said.get(item["record"]) or Recorded(_range_of(item["record"], ranges))
            if not before.range:
                continue
            record = replace(_record(item), salt=new_salt())
            if not before.says(record):
                found.append(Restatement(before.range, (key,), record))
                before = Recorded(before.range, commitment=commitment(record.salt, record.hidden))
            self.put(draft, {**item, "commitment": before.commitment})
        return sorted(found, key=lambda one: (one.range, one.keys))

    def may_remove(self, item: Item) -> bool:
        """An order with an invoice stays."""
        return "invoiceNumber" not in item

    def problems(self, items: Items) -> list[str]:
        """Numbers without a document, orders and documents that do not agree, and credit notes outside their lists."""
        documents = self._by_id(items, "invoice")
        return [
            *self.incomplete(items),
            *self._misnumbered(items, documents),
            *self._misclaimed(items),
            *self._miscredited(items, documents),
        ]

    def problems_before(self, live: Items, draft: Draft) -> list[str]:
        """Also the numbers without a document below the first that is left."""
        documents, returning = self._by_id(live, "invoice"), self._by_id(draft, "invoice")
        return [*super().problems_before(live, draft), *self._misnumbered(live, documents, returning)]

    def _claims(self, order: Item, invoices: Mapping[str, list[Item]], credited: Mapping[str, Item]) -> dict[str, Any]:
        issued = invoices.get(self.KINDS.of(order).id, [])
        if not issued:
            return self._waiting(order)
        newest = issued[-1]
        claims: dict[str, Any] = {"invoiceNumber": newest["record"], "invoiceJob": newest["jobId"]}
        credit = credited.get(newest["record"])
        if credit and is_nothing(_left(credit)):
            claims["creditedBy"] = credit["creditNotes"][-1]
        return claims | ({"invoicedAnew": "true"} if len(issued) > 1 else {})

    def _credit(self, draft: Draft) -> None:
        """Take every credit note off its invoice. A record that has lost one would let it be credited again."""
        documents, credited = self._by_id(draft, "invoice"), self._by_id(draft, "credited")
        for number, notes in self._notes(documents).items():
            recorded = credited.get(number, {}).get("creditNotes", [])
            if number in documents and set(recorded) < {one["record"] for one in notes}:
                left = left_after(_bill(documents[number]), map(_bill, notes))
                names = [one["record"] for one in notes]
                key = keys.credited_key(self.KINDS.of(notes[0]).tenant, number)
                content = {"left": zlib.compress(json.dumps(left)), "creditNotes": names}
                self.put(draft, {**key, **content, "version": Decimal(len(names))})

    def _notes(self, documents: Mapping[str, Item]) -> dict[str, list[Item]]:
        """The credit notes of each invoice, the oldest first."""
        found = defaultdict(list)
        for item in sorted(documents.values(), key=lambda one: one.get("creditedAt", "")):
            if "creditedAt" in item:
                found[str(json.loads(item["credited"])["number"])].append(item)
        return found

    def _waiting(self, order: Item) -> dict[str, Any]:
        content = json.loads(zlib.decompress(order["content"]))
        status, delivered = waiting_status(content), delivered_at(content)
        if status is None or delivered is None:
            return {}
        waiting = keys.waiting_key(self.KINDS.of(order).tenant, *status)
        return {"waiting": waiting, "deliveredAt": timestamp(delivered)}

    def _ranges(self, items: Items) -> dict[tuple[str, str], str]:
        """The names of the ranges that have a journal, by the texts around the numbers."""
        partitions = {item["tenant"] for item in self.of_kind(items, "journal").values()}
        names = [keys.range_of_journal(partition) for partition in sorted(partitions)]
        return {keys.affixes_of_range(name): name for name in names}

    def _schedule(self, draft: Draft) -> None:
        tenant = next((self.KINDS.of(item).tenant for item in draft.values()), "")
        settings = draft.get(self.key_of(keys.configuration_key(tenant, INVOICE_SETTINGS)))
        scheduled = keys.scheduled_key(tenant)
        if settings and json.loads(settings["value"]) is not None:
            draft[self.key_of(scheduled)] = dict(scheduled)
        else:
            draft.pop(self.key_of(scheduled), None)

    def _invoices(self, items: Items) -> dict[str, list[Item]]:
        """The invoices of each order, the oldest first, without credit notes."""
        found = defaultdict(list)
        for item in sorted(self._by_id(items, "invoice").values(), key=lambda one: one.get("issuedAt", "")):
            if "jobId" in item:
                found[item["orderId"]].append(item)
        return found

    def _misnumbered(
        self, items: Items, documents: Mapping[str, Item], beside: Mapping[str, Item] | None = None
    ) -> Iterator[str]:
        """A numbering begins with its first document, here or `beside`."""
        counters = {keys.affixes_of(one["record"]): int(one["last"]) for one in self.of_kind(items, "counter").values()}
        held = _positions(documents, counters)
        for affixes, known in _positions({**documents, **(beside or {})}, counters).items():
            numbers, last = held.get(affixes, set()), counters[affixes]
            if max(numbers, default=0) > last:
                yield f"the counter of {'…'.join(affixes)} is at {last}, and number {max(numbers)} is issued"
            yield from (
                f"number {one} of {'…'.join(affixes)} has no document"
                for one in range(min(known), last + 1)
                if one not in numbers
            )

    def _misclaimed(self, items: Items) -> Iterator[str]:
        orders, issued = self._by_id(items, "order"), self._invoices(items)
        for order_id, order in orders.items():
            expected = issued[order_id][-1]["record"] if order_id in issued else None
            if order.get("invoiceNumber") != expected:
                yield f"order {order_id} names invoice {order.get('invoiceNumber')}, and its newest is {expected}"

    def _miscredited(self, items: Items, documents: Mapping[str, Item]) -> Iterator[str]:
        credited, listed = self._by_id(items, "credited"), self._by_id(items, "creditNote").keys()
        recorded = {note for item in credited.values() for note in item["creditNotes"]}
        notes = {number for number, item in documents.items() if "creditedAt" in item}
        yield from (f"credit note {one} is missing" for one in sorted((recorded | listed) - notes))
        yield from (f"credit note {one} is not in the list" for one in sorted(notes - listed))
        yield from (f"credit note {one} is not taken off its invoice" for one in sorted(notes - recorded))

    def _by_id(self, items: Items, kind: str) -> dict[str, Item]:
        return {self.KINDS.of(item).id: item for item in self.of_kind(items, kind).values()}


def _rest(order: Item) -> Item:
    """An order with an invoice, without its buyer and without the digest of its import."""
    content = rest_of(json.loads(zlib.decompress(order["content"])))
    return {**order, "content": zlib.compress(json.dumps(content)), "imported": ERASED}


def _bill(document: Item) -> Bill:
    return Bill.model_validate(json.loads(zlib.decompress(document["bill"])))


def _left(credited: Item) -> dict[str, Decimal]:
    return {name: Decimal(one) for name, one in json.loads(zlib.decompress(credited["left"])).items()}


def _positions(
    documents: Mapping[str, Item], counters: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], set[int]]:
    """The numbers under each counter; a document belongs to the one whose texts fit it best."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number in documents:
        if position := _position(number, counters):
            affixes, place = position
            found[affixes].add(place)
    return found


def _position(number: str, ranges: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], int] | None:
    """The texts that fit a number best, and the digits between them; `None` if none fit."""
    for before, after in sorted(ranges, key=lambda texts: -len("".join(texts))):
        middle = number.removeprefix(before).removesuffix(after)
        if middle.isdecimal() and number == f"{before}{middle}{after}":
            return (before, after), int(middle)
    return None


def _range_of(number: str, journals: Mapping[tuple[str, str], str]) -> str:
    position = _position(number, journals)
    return journals[position[0]] if position else ""


def _record(item: Item) -> Record:
    """What a journal says of a document that was put back."""
    document = zlib.decompress(item["bill"])
    shown = shown_of(Bill.model_validate(json.loads(document)))
    issued_at = datetime.fromisoformat(item.get("issuedAt") or item["creditedAt"])
    credits = json.loads(item["credited"])["number"] if "credited" in item else ""
    return restored(issued(item["record"], 1, shown, issued_at, document, credits))
