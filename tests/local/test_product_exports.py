"""Exports on the running stack, from the request to the downloaded file: exact sums, and texts that stay texts."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest

from tests.support.builders import provider_invoice, sales_order
from tests.support.datev import batch_of
from tests.support.hostile_texts import EMOJI, HOSTILE, calculated, on_one_line, without_apostrophes
from tests.support.local.calls import Caller, registered
from tests.support.local.exports import Exporter, archived, csv_rows, downloaded
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served
from tests.support.offices import DACA, EVERYTHING, SHIGERU, payment_of
from tests.support.workbook import table

SHOP = ("invoice.invoice_manage", "order.order_manage", "configuration.configuration_manage")
YEAR = datetime.now(UTC).year
THIS_YEAR = {"dateFrom": f"{YEAR}-01-01", "dateTo": f"{YEAR}-12-31"}
ACCOUNTS = {
    "consultant": 29098,
    "client": 55003,
    "debtorAccount": "10000",
    "revenueAccounts": [{"rate": 19, "account": "8400"}, {"rate": 12, "account": "8300", "taxKey": "2"}],
}
OFFICE_ACCOUNTS = {
    **ACCOUNTS,
    "revenueAccounts": [{"rate": 0, "account": "8400"}],
    "paymentAccount": "1200",
    "donationAccount": "8950",
}
WORKSHOP_ACCOUNTS = {**ACCOUNTS, "revenueAccounts": [{"rate": 20, "account": "8400"}], "currency": "SEK"}
AMOUNTS = ("taxRate", "net", "tax", "gross", "payable")


def summed(values: Iterable[Any]) -> Decimal:
    """The sum of what is there."""
    return sum((Decimal(value) for value in values if value not in (None, "")), Decimal())


def harmful(rows: Iterable[Mapping[str, str]], *amounts: str) -> list[str]:
    """The texts of a CSV file that a program may calculate; `amounts` are the columns of numbers."""
    return [cell for row in rows for name, cell in row.items() if name not in amounts and calculated(cell)]


def taxed(net: Decimal) -> Decimal:
    """The tax at 19 %."""
    return (net * 19 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def priced(order_id: str, net: Decimal, buyer: str) -> dict[str, Any]:
    """An order of one piece at 19 %."""
    tax = taxed(net)
    price = {"netValue": float(net), "taxValue": float(tax), "grossValue": float(net + tax), "taxRate": 19}
    order = sales_order(order_id)
    [entry] = order["entries"]
    entry |= {"orderedAmount": 1, "calculatedUnitPrice": price}
    entry["calculatedPrice"] = {"price": price, "finalPrice": price}
    order["billingAddress"] |= {"companyName": buyer}
    order["mixins"]["eInvoice"] = {"buyerVatId": "=1+1"}
    order["calculatedPrice"] = {"price": price, "finalPrice": {**price, "taxAggregate": {"lines": [price]}}}
    return order


class Ledger:
    """A tenant of its own with what it has issued: an invoice for each hostile buyer, one at two rates, and credit."""

    def __init__(self, stack: Served) -> None:
        self.tenant = "x" + uuid4().hex[:12]
        registered(stack, f"shop-{self.tenant}", SHOP, tenant=self.tenant)
        self.shop = Shop(stack, f"shop-{self.tenant}")
        self.exporter = Exporter(self.shop, f"/invoice/{self.tenant}/exports", THIS_YEAR)
        self.nets = {f"=hostile {n}": Decimal("0.01") + n * Decimal("1111.11") for n in range(len(HOSTILE))}
        self.shop.configure("datev", **ACCOUNTS)
        self.shop.configure("creditNoteNumbering", preText="C-", numberOfDigits="3")
        self.shop.configure("invoiceNumbering", preText="R-", numberOfDigits="3")
        for (order_id, net), buyer in zip(self.nets.items(), HOSTILE, strict=True):
            self.shop.put(priced(order_id, net, buyer))
        self.shop.put(sales_order("two rates"))
        issued = self.shop.done(self.shop.start(*self.nets, "two rates"))
        self.ids = {one["orderId"]: one["invoiceId"] for one in issued}
        self.credit("=hostile 3")
        self.credit("two rates", {"lineId": "1", "quantity": 1})

    def credit(self, order_id: str, *lines: Mapping[str, Any]) -> None:
        path = f"/invoice/{self.tenant}/invoices/{self.ids[order_id]}/credit-note"
        answer = self.shop.call("POST", path, json={"lines": lines} if lines else {})
        assert answer.status_code == 201, answer.text

    @property
    def sums(self) -> dict[str, Decimal]:
        """What all its documents make up: of the second order, a third of the goods (300.00 at 19 %) is credited."""
        left = [net for order_id, net in self.nets.items() if order_id != "=hostile 3"]
        net = sum(left, Decimal("368.50") - 100)
        tax = sum(map(taxed, left), Decimal("65.22") - 19)
        return {"net": net, "tax": tax, "gross": net + tax, "payable": net + tax}


@pytest.fixture(scope="module")
def ledger(running: Served) -> Ledger:
    return Ledger(running)


# ---------------------------------------------------------------- invoice jobs


def test_a_csv_file_of_jobs_adds_up_to_what_was_issued(ledger: Ledger) -> None:
    export = ledger.exporter.ended("CSV")

    rows = csv_rows(downloaded(export))

    documents = {row["number"] for row in rows}
    assert (export["records"], len(documents)) == (len(HOSTILE) + 3, len(HOSTILE) + 3)
    assert {name: summed(row[name] for row in rows) for name in ledger.sums} == ledger.sums
    credit = {row["orderId"]: row for row in rows if row["kind"] == "CREDIT_NOTE"}
    assert (credit["two rates"]["gross"], credit["two rates"]["payable"]) == ("-119.00", "-119.00")
    assert credit["'=hostile 3"]["net"] == f"-{ledger.nets['=hostile 3']}"


def test_a_workbook_of_jobs_has_the_same_rows_as_the_csv_file(ledger: Ledger) -> None:
    cells = table(ledger.exporter.file("XLSX"))
    rows = ledger.exporter.rows()

    assert {name: summed(row[name] for row in cells) for name in ledger.sums} == ledger.sums
    assert all(isinstance(row["gross"], Decimal) and isinstance(row["date"], date) for row in cells)
    for row, cell in zip(rows, cells, strict=True):
        assert [cell[name] for name in AMOUNTS] == [Decimal(row[name]) if row[name] else None for name in AMOUNTS]
        texts = [name for name in row if name not in (*AMOUNTS, "date", "dueDate")]
        assert [cell[name] or "" for name in texts] == [without_apostrophes(row[name]) for name in texts]


def test_a_batch_for_datev_books_the_same_amounts_by_rate(ledger: Ledger) -> None:
    batch = batch_of(ledger.exporter.file("DATEV"))

    by_account = {
        account: sum(one.amount for one in batch.bookings if one.contra_account == account)
        for account in ("8400", "8300")
    }
    assert (batch.consultant, batch.client, batch.first) == ("29098", "55003", f"{YEAR}0101")
    assert sum(one.amount for one in batch.bookings) == ledger.sums["gross"]
    assert by_account["8300"] == Decimal("68.50") + Decimal("8.22")
    assert {one.account for one in batch.bookings} == {"10000"}
    assert sorted(one.amount for one in batch.bookings if one.reference.startswith("C-"))[-1] == Decimal("-119.00")


def test_hostile_buyers_are_texts_in_every_table_of_jobs(ledger: Ledger) -> None:
    expected = [on_one_line(text) for text in HOSTILE]

    rows = [row for row in ledger.exporter.rows() if row["kind"] == "INVOICE"]
    cells = [cell for cell in table(ledger.exporter.file("XLSX")) if cell["kind"] == "INVOICE"]
    batch = batch_of(ledger.exporter.file("DATEV"))

    assert not harmful(rows, *AMOUNTS)
    assert {row["buyerVatId"] for row in rows[: len(HOSTILE)]} == {"'=1+1"}
    assert [without_apostrophes(row["buyer"]) for row in rows[: len(HOSTILE)]] == expected
    assert [cell["buyer"] for cell in cells[: len(HOSTILE)]] == expected
    for place, text in enumerate(expected):
        booked = batch.bookings[place].text
        assert booked.startswith(f"R-{place + 1:03d} ")
        assert set(booked) <= set(f"R-{place + 1:03d} {text}?=")
        assert len(booked) <= 60


def test_entries_of_an_archive_have_harmless_names_whatever_the_numbers_are(running: Served) -> None:
    ledger = Exporter(*_tenant(running))
    shop, affixes = ledger.caller, ("=../..\\", "COM", "<b>\"';", "-@", "r-", "R-", "\u5c71")
    assert isinstance(shop, Shop)
    for place, affix in enumerate(affixes):
        shop.configure("invoiceNumbering", preText=affix)
        shop.put(priced(f"order {place}", Decimal(100), "=1+1"))
        [outcome] = shop.done(shop.start(f"order {place}"))
        assert outcome["orderStatus"] == "SUCCESS", outcome

    files, index = archived(ledger.file("ZIP"))

    assert [row["file"] for row in index] == list(files)
    assert [without_apostrophes(row["number"]) for row in index] == [f"{affix}1" for affix in affixes]
    assert not harmful(index, *AMOUNTS)
    assert len({name.casefold() for name in files}) == len(affixes)
    assert not [
        name for name in files if set('/\\:*?"<>|') & set(name) or name.startswith(".") or not name.isprintable()
    ]
    assert "COM1.pdf" not in files
    assert all(pdf.startswith(b"%PDF") for pdf in files.values())
    assert summed(row["payable"] for row in index) == len(affixes) * 119


def test_an_archive_adds_up_to_what_was_issued(ledger: Ledger) -> None:
    files, index = archived(ledger.exporter.file("ZIP"))

    assert len(files) == len(index) == len(HOSTILE) + 3
    assert {name: summed(row[name] for row in index) for name in ledger.sums} == ledger.sums
    assert {row["note"] for row in index} == {""}


def _tenant(stack: Served) -> tuple[Shop, str, Mapping[str, str]]:
    """A new tenant, the path of its exports, and the year."""
    tenant = "x" + uuid4().hex[:12]
    registered(stack, f"shop-{tenant}", SHOP, tenant=tenant)
    return Shop(stack, f"shop-{tenant}"), f"/invoice/{tenant}/exports", THIS_YEAR


# ---------------------------------------------------------------- client billing


class OwnOffice:
    """An office of its own, whose invoices are made out to hostile names and partly paid."""

    def __init__(self, stack: Served) -> None:
        name = uuid4().hex
        self.member = registered(stack, f"member-{name}", EVERYTHING, office=name, user=SHIGERU)
        self.clerk = registered(stack, f"clerk-{name}", EVERYTHING[:-1], office=name, user=SHIGERU)
        self.names = (*HOSTILE, EMOJI)
        self.charged = [Decimal("0.29") + n * Decimal("1033.07") for n in range(len(self.names))]
        for number, (text, total) in enumerate(zip(self.names, self.charged, strict=True), start=1):
            self.priced(number, total, billTo=text)
        paying = payment_of(100.99, {2: 99.99}, donationAmount=1, payerName="=1+1", paymentDate="2026-05-05")
        assert self.member.call("POST", "/api/payments", json=paying).status_code == 201

    def priced(self, number: int, total: Decimal, **more: Any) -> None:
        """The invoice of this number, one for each day of the year."""
        assert self.member.call("POST", "/api/invoices").status_code == 201
        day = date.fromordinal(date(2026, 1, 1).toordinal() + number).isoformat()
        change = {
            "lineItems": [DACA],
            "totalCharged": float(total),
            "invoiceDate": day,
            "invoiceNumber": f"=1+{number}",
        }
        answer = self.member.call("PATCH", f"/api/invoices/{number}", json=change | more)
        assert answer.status_code == 200, answer.text

    def exporter(self, caller: Caller | None = None) -> Exporter:
        return Exporter(caller or self.member, "/api/exports", {"dateFrom": "2026-01-01", "dateTo": "2026-12-31"})


@pytest.fixture(scope="module")
def office(running: Served) -> OwnOffice:
    return OwnOffice(running)


def test_both_formats_of_billing_add_up_to_what_was_charged_and_paid(office: OwnOffice) -> None:
    rows = office.exporter().rows()
    cells = table(office.exporter().file("XLSX"))

    for found in (rows, cells):
        assert summed(row["totalCharged"] for row in found) == sum(office.charged)
        assert summed(row["totalPaid"] for row in found) == Decimal("99.99")
        assert summed(row["balance"] for row in found) == sum(office.charged) - Decimal("99.99")
    assert [row["id"] for row in rows] == [str(n) for n in range(len(office.names), 0, -1)]


def test_hostile_names_are_texts_in_both_formats_of_billing(office: OwnOffice) -> None:
    expected = [on_one_line(text) for text in reversed(office.names)]

    rows = office.exporter().rows()
    cells = table(office.exporter().file("XLSX"))

    assert not harmful(rows)
    assert [without_apostrophes(row["billTo"]) for row in rows] == expected
    assert [cell["billTo"] for cell in cells] == expected


def test_a_batch_of_billing_books_what_was_charged_and_what_was_paid(office: OwnOffice) -> None:
    export = office.exporter().ended("DATEV", datev=OFFICE_ACCOUNTS)

    batch = batch_of(downloaded(export))

    charged = [one for one in batch.bookings if one.account == "10000"]
    paid = {one.contra_account: one.amount for one in batch.bookings if one.account == "1200"}
    assert export["records"] == len(office.names) + 1
    assert sum(one.amount for one in charged) == sum(office.charged)
    assert paid == {"10000": Decimal("99.99"), "8950": Decimal(1)}
    assert {one.currency for one in batch.bookings} == {"USD"}
    for booked, number in zip(charged, range(len(office.names), 0, -1), strict=True):
        digest = sha256(f"=1+{number}".encode()).hexdigest()[:8]  # DATEV takes no `=` (docs/apis/billing.md)
        assert (booked.amount, booked.reference) == (office.charged[number - 1], f"-1+{number}-{digest}")
        assert booked.text.startswith(f"'=1+{number} ")
        assert set(booked.text) <= set(f"'=1+{number} {on_one_line(office.names[number - 1])}?")


def test_a_file_of_billing_hides_the_amounts_of_tags_that_its_request_does_not_name(running: Served) -> None:
    office = OwnOffice(running)
    assert office.member.call("POST", "/api/invoices?tags=immigration").status_code == 201
    number = len(office.names) + 1
    secret = {"lineItems": [DACA], "totalCharged": 317.77, "invoiceDate": "2026-06-01"}
    path = f"/api/invoices/{number}?tags=immigration"
    assert office.member.call("PATCH", path, json=secret).status_code == 200

    [hidden] = [row for row in office.exporter(office.clerk).rows() if row["id"] == str(number)]
    [shown] = [row for row in office.exporter().rows(query="?tags=immigration") if row["id"] == str(number)]

    assert (hidden["totalCharged"], hidden["balance"], hidden["redacted"]) == ("", "", "true")
    assert (shown["totalCharged"], shown["redacted"]) == ("317.77", "false")


# ---------------------------------------------------------------- provider invoices


class Workshop:
    """A provider of its own that has reported invoices and a credit note with hostile ids to one partner."""

    def __init__(self, stack: Served, currency: str = "=A1") -> None:
        name, self.guid = uuid4().hex, str(uuid4())
        self.provider = registered(stack, f"p-{name}", ("cases:write", "cases:read"), provider_id=name)
        self.partner = registered(stack, f"q-{name}", ("cases:read",), partner_id=f"q-{name}")
        case = self.provider.call("PUT", f"/api/v2/cases/{self.guid}", json={"partnerId": f"q-{name}"})
        assert case.status_code == 200, case.text
        self.ids = [text[:255] for text in (*HOSTILE, EMOJI)]
        self.nets = [Decimal("0.29") + n * Decimal("7001.10") for n in range(len(self.ids))]
        self.nets[-1] = -self.nets[-1]
        invoices = [
            provider_invoice(guid=self.guid, externalId=text, priceNet=float(net), status=text[:100], currency=currency)
            for text, net in zip(self.ids, self.nets, strict=True)
        ]
        invoices[-1] |= {"type": "credit note", "linkedInvoice": self.ids[2]}
        reported = self.provider.call("POST", "/api/v2/invoices", json=invoices)
        assert reported.status_code == 200, reported.text

    def exporter(self, caller: Caller) -> Exporter:
        return Exporter(caller, "/api/v2/exports", THIS_YEAR)


@pytest.fixture(scope="module")
def workshop(running: Served) -> Workshop:
    return Workshop(running)


@pytest.mark.parametrize("role", ["provider", "partner"])
def test_both_formats_of_provider_invoices_add_up_to_what_was_reported(workshop: Workshop, role: str) -> None:
    exporter = workshop.exporter(getattr(workshop, role))

    rows, cells = exporter.rows(), table(exporter.file("XLSX"))

    for found in (rows, cells):
        assert len(found) == len(workshop.ids)
        assert summed(row["priceNet"] for row in found) == sum(workshop.nets)
        assert summed(row["totalInclVat"] for row in found) == 1200 * len(found)
    [note] = [row for row in rows if row["type"] == "credit note"]
    assert (Decimal(note["priceNet"]), without_apostrophes(note["linkedInvoice"])) == (
        workshop.nets[-1],
        workshop.ids[2],
    )


def test_a_batch_of_provider_invoices_books_the_lines_and_a_credit_note_on_the_other_side(running: Served) -> None:
    workshop = Workshop(running, currency="SEK")
    export = workshop.exporter(workshop.provider).ended("DATEV", datev=WORKSHOP_ACCOUNTS)

    batch = batch_of(downloaded(export))

    amounts = sorted(one.amount for one in batch.bookings)
    assert export["records"] == len(workshop.ids)
    assert amounts == [Decimal(-1200)] + [Decimal(1200)] * (len(workshop.ids) - 1)
    assert {(one.account, one.contra_account) for one in batch.bookings} == {("10000", "8400")}
    shown = [on_one_line(text) for text in workshop.ids]
    for one in batch.bookings:
        assert not calculated(one.text[:1]), one.text
        assert any(set(one.text) <= set(f"'{text} test?=") for text in shown), one.text


def test_hostile_ids_are_texts_in_both_formats_of_provider_invoices(workshop: Workshop) -> None:
    expected = {on_one_line(text) for text in workshop.ids}
    exporter = workshop.exporter(workshop.partner)

    rows, cells = exporter.rows(), table(exporter.file("XLSX"))

    assert not harmful(rows, "priceNet")
    assert {(row["currency"], cell["currency"]) for row, cell in zip(rows, cells, strict=True)} == {("'=A1", "=A1")}
    assert {without_apostrophes(row["externalId"]) for row in rows} == expected
    assert {cell["externalId"] for cell in cells} == expected
