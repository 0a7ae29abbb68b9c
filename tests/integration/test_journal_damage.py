"""A journal that somebody damaged in the table is exported all the same, and its verification names the place."""

import json
import zlib
from base64 import b64decode
from typing import Any

import pytest

from faktura.audit.errors import Broken
from faktura.audit.journal import StoredEntry
from faktura.core.dynamo import Table, transact
from tests.support.deployment import Deployment
from tests.support.jobs import Shop
from tests.support.journals import of_office, of_shop, verified
from tests.support.offices import DACA, OfficeDesk, created, done

DAMAGES: dict[str, tuple[str, Any]] = {
    "no compression": ("entry", b"no entry"),
    "no JSON": ("entry", zlib.compress(b"{")),
    "no entry": ("entry", zlib.compress(b"[]")),
    "a text": ("entry", "no bytes"),
    "a number": ("entry", 7),
}


@pytest.fixture(params=["office", "shop"])
def journal(request: pytest.FixtureRequest, faktura: Deployment) -> "Journal":
    return Journal(faktura, request.param)


def _office(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    for _ in range(3):
        created(desk.create_invoice())


def _shop(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    for order in "ABC":
        shop.issued(order)


class Journal:
    """A journal of three entries, whose items may be damaged."""

    def __init__(self, faktura: Deployment, kind: str) -> None:
        if kind == "office":
            faktura.prepare(_office)
            self._desk = OfficeDesk(faktura)
            self.table, self._key = Table(faktura.stack.physical["BillingTable"]), ("office", "main", "journal#")
            self._register = {"office": "*", "record": "journals#billing/main"}
            self.export = lambda **query: of_office(self._desk, **query)
        else:
            faktura.prepare(_shop)
            shop = Shop(faktura)
            self.table, self._key = Table(faktura.stack.physical["JobTable"]), ("tenant", "acme#journal#R-*", "")
            self._register = {"tenant": "*#journals", "record": "jobs/acme/R-*"}
            self.export = lambda **query: of_shop(shop, **query)

    def key(self, place: str) -> dict[str, str]:
        attribute, partition, prefix = self._key
        return {attribute: partition, "record": prefix + place}

    def entry(self, position: int) -> dict[str, str]:
        return self.key(f"{position:012}")

    def damage(self, key: dict[str, str], name: str, value: Any) -> None:
        terms = {"ExpressionAttributeNames": {"#name": name}}
        self.table.update(key, "SET #name = :value", {":value": value}, **terms)

    def damage_register(self, value: Any) -> None:
        self.damage(self._register, "signedHead", value)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_damaged_entry_is_exported_as_it_is_stored_with_all_others(
    journal: Journal, damage: str, position: int
) -> None:
    name, value = DAMAGES[damage]
    journal.damage(journal.entry(position), name, value)

    pages = journal.export(disclose="true")

    page = json.loads(pages)
    [found] = page["damaged"]
    assert (found["part"], found["position"]) == ("entry", position)
    assert b64decode(found["stored"]) == (value if isinstance(value, bytes) else str(value).encode())
    assert {one["entry"]["position"] for one in page["entries"]} == {1, 2, 3} - {position}
    with pytest.raises(Broken, match=f"Entry {position} cannot be read"):
        verified(pages)


@pytest.mark.parametrize("damage", [("hash", 7), ("hash", "no hash"), ("position", "last"), ("position", 0), "gone"])
def test_a_damaged_end_does_not_hide_the_entries(journal: Journal, damage: Any) -> None:
    if damage == "gone":
        transact([journal.table.deleting(journal.key("head"))])
    else:
        journal.damage(journal.key("head"), *damage)

    pages = journal.export(disclose="true")

    page = json.loads(pages)
    assert page["damaged"] == [{"part": "end", "stored": ""}]
    assert (len(page["entries"]), page["end"]) == (3, {"position": 3, "hash": "0" * 64})
    with pytest.raises(Broken, match=r"Entry 3, or one before it|The end of the journal cannot be read"):
        verified(pages)


@pytest.mark.parametrize("value", ["no head", 7, b"no head", "a.b." + "c" * 5000])
def test_a_damaged_signed_head_is_no_head(journal: Journal, value: Any) -> None:
    journal.damage_register(value)

    pages = journal.export()

    page = json.loads(pages)
    assert ([one["part"] for one in page["damaged"]], "signedHead" in page) == (["signedHead"], False)
    with pytest.raises(Broken, match="The signed head cannot be read"):
        verified(pages)


@pytest.mark.parametrize("salts", [{"0": b"short"}, {"0": "text"}, {"x": b"0" * 16}, [], "none"])
def test_a_damaged_salt_withholds_its_content(journal: Journal, salts: Any) -> None:
    journal.damage(journal.entry(1), "salts", salts)

    report = verified(journal.export(disclose="true"))

    assert report.withheld > 0


@pytest.mark.parametrize("change", [{"number": "9" * 1_100}, {"number": "\u0000"}, {"content": {"invoiceId": "x"}}])
def test_an_entry_that_names_no_possible_document_is_exported(journal: Journal, change: dict[str, Any]) -> None:
    item = journal.table.get(journal.entry(2))
    assert item
    entry = StoredEntry.of(item).entry
    changed = [one.model_copy(update=change) for one in entry.changes] * 2
    journal.damage(journal.entry(2), "entry", zlib.compress(entry.model_copy(update={"changes": changed}).canonical))

    pages = journal.export(disclose="true")

    assert len(json.loads(pages)["entries"]) == 3
    with pytest.raises(Broken, match=r"Entry \d"):
        verified(pages)


def test_a_damaged_bill_is_not_what_was_committed_to(faktura: Deployment) -> None:
    journal = Journal(faktura, "shop")
    journal.damage({"tenant": "acme#invoice", "record": "R-0002"}, "bill", b"no bill")

    with pytest.raises(Broken, match="Entry 2: the content of change 0 is not what the entry commits to"):
        verified(journal.export(disclose="true"))


@pytest.mark.parametrize("damage", ["gone", "head", "register"])
def test_ranges_are_listed_whatever_is_damaged(faktura: Deployment, damage: str) -> None:
    journal = Journal(faktura, "shop")
    if damage == "gone":
        transact([journal.table.deleting(journal.key("head"))])
    elif damage == "head":
        journal.damage(journal.key("head"), "hash", 7)
    else:
        journal.damage_register("no head")

    [found] = done(Shop(faktura).request("jobs.list_number_ranges", "GET", "/invoice/{tenant}/numbering")).json

    assert (found["range"], found["end"]["position"], "signedHead" in found) == ("jobs/acme/R-*", 3, False)


def test_a_small_page_has_its_share_of_damaged_entries(faktura: Deployment) -> None:
    desk = OfficeDesk(faktura)
    done(desk.change_invoice(created(desk.create_invoice()), {"lineItems": [DACA], "totalCharged": 40}))
    table = Table(faktura.stack.physical["BillingTable"])
    table.update({"office": "main", "record": f"journal#{1:012}"}, "SET entry = :none", {":none": b"-"})

    pages = [done(desk.call("audit_numbering", query={"after": str(n), "pageSize": "1"})).json for n in (0, 1)]

    assert [(len(one["entries"]), len(one.get("damaged", []))) for one in pages] == [(0, 1), (1, 0)]
