"""Which rows a credit note takes back, and that all credit notes together are exactly the invoice."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from faktura.core.errors import InvalidRequest
from faktura.einvoices.invoice import AllowanceCharge, Line, Party, VatRate
from faktura.einvoices.sums import breakdown, rounded, totals
from faktura.jobs.credit_notes.credit import Part, credited
from faktura.jobs.credit_notes.left import is_nothing, left_at_first
from faktura.jobs.errors import NotCreditable
from faktura.jobs.invoices.invoice import Bill, Row

CENT = Decimal("0.01")
S7, S19 = VatRate(category="S", rate=Decimal(7)), VatRate(category="S", rate=Decimal(19))


def line(line_id: str, quantity: str, price: str, vat: VatRate = S19, *discounts: str) -> Line:
    parts = [AllowanceCharge(amount=Decimal(one), reason="Sale") for one in discounts]
    net = rounded(Decimal(quantity) * Decimal(price), CENT) - sum((one.amount for one in parts), Decimal(0))
    return Line(
        id=line_id,
        name=f"Line {line_id}",
        quantity=Decimal(quantity),
        unit_price=Decimal(price),
        allowances_charges=parts,
        net=net,
        vat=vat,
    )


def row(row_id: str, amount: str, vat: VatRate = S19, is_charge: bool = False, **more: Any) -> Row:
    return Row(id=row_id, amount=Decimal(amount), vat=vat, is_charge=is_charge, reason="Row", **more)


def bill_of(lines: Sequence[Line], rows: Sequence[Row] = (), rounding: str = "0.00") -> Bill:
    vat = breakdown(lines, rows, CENT)
    payable = sum(((one.base or 0) + (one.tax or 0) for one in vat), Decimal(rounding))
    return Bill(
        order_id="A",
        language="en",
        currency="EUR",
        seller=Party(),
        billing=["Templatecompany"],
        shipping=[],
        lines=lines,
        rows=list(rows),
        vat=vat,
        totals=totals(lines, rows, vat, payable),
    )


def part(line_id: str, quantity: str = "", amount: str = "") -> Part:
    given = {"quantity": Decimal(quantity)} if quantity else {"amount": Decimal(amount)} if amount else {}
    return Part(line_id=line_id, **given)


def test_without_parts_the_credit_note_is_the_invoice() -> None:
    bill = bill_of([line("1", "3", "84.03", S19, "105.53")], [row("2", "4.20", is_charge=True)], rounding="0.01")

    credit, left = credited(bill, left_at_first(bill), None)

    assert credit == bill
    assert is_nothing(left)


def test_a_quantity_takes_its_share_of_the_discounts_of_its_line() -> None:
    bill = bill_of([line("1", "4", "25.00", S19, "10.00")])

    credit, left = credited(bill, left_at_first(bill), [part("1", quantity="1")])

    [found] = credit.lines
    assert (found.quantity, found.allowances_charges[0].amount, found.net) == (1, Decimal("2.50"), Decimal("22.50"))
    assert left == {"1": 3}


def test_a_discount_of_the_order_follows_the_rows_of_its_rate() -> None:
    bill = bill_of([line("1", "1", "60"), line("2", "1", "40"), line("3", "1", "50", S7)], [row("4", "10.00")])

    credit, left = credited(bill, left_at_first(bill), [part("1")])

    assert [one.amount for one in credit.rows] == [Decimal("6.00")]
    assert (credit.totals.net, left["4"]) == (Decimal("54.00"), Decimal("4.00"))


def test_the_last_credit_note_takes_what_is_left_of_discounts_and_of_the_rounding() -> None:
    bill = bill_of([line("1", "3", "0.335")], [row("2", "0.10")], rounding="0.01")

    first, left = credited(bill, left_at_first(bill), [part("1", quantity="2")])
    last, after = credited(bill, left, [part("1")])

    assert is_nothing(after)
    assert first.totals.rounding == 0
    assert last.totals.rounding == CENT
    assert (first.totals.payable or 0) + (last.totals.payable or 0) == bill.totals.payable


def test_a_fee_keeps_its_line_only_if_that_is_credited_too() -> None:
    bill = bill_of([line("1", "1", "10"), line("2", "1", "10")], [row("3", "1.00", is_charge=True, line_id="1")])

    alone, _ = credited(bill, left_at_first(bill), [part("3")])
    together, _ = credited(bill, left_at_first(bill), [part("1"), part("3")])

    assert [one.line_id for one in alone.rows] == [""]
    assert [one.line_id for one in together.rows] == ["1"]


def test_a_returned_item_has_a_negative_quantity_and_is_credited_like_any() -> None:
    bill = bill_of([line("1", "5", "10"), line("2", "-2", "10")])

    credit, left = credited(bill, left_at_first(bill), [part("1", quantity="2"), part("2", quantity="-1")])

    assert credit.totals.net == Decimal("10.00")
    assert left == {"1": 3, "2": -1}


REFUSED = {
    "an unknown line": ([part("9")], InvalidRequest, "lines[0].lineId: is not a line"),
    "a quantity of a charge": ([part("2", quantity="1")], InvalidRequest, "lines[0].quantity: is not allowed"),
    "an amount of a line": ([part("1", amount="1")], InvalidRequest, "lines[0].amount: is not allowed"),
    "a part of a cent": ([part("2", amount="0.001")], InvalidRequest, "more decimals than the currency"),
    "too fine a quantity": ([part("1", quantity="1e-19")], InvalidRequest, "more than 18 decimals"),
    "more than was invoiced": ([part("1", quantity="3.5")], NotCreditable, "Of line 1, 3 is left"),
    "a larger charge": ([part("2", amount="5.01")], NotCreditable, "Of line 2, 5 is left"),
    "a quantity of nothing": ([part("1", quantity="0")], NotCreditable, "Of line 1, 3 is left"),
    "the other sign": ([part("1", quantity="-1")], NotCreditable, "Of line 1, 3 is left"),
    "a discount alone": ([part("3")], NotCreditable, "cannot be negative"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_invoice_does_not_have_is_refused(name: str) -> None:
    parts, error, message = REFUSED[name]
    bill = bill_of([line("1", "3", "10")], [row("2", "5.00", is_charge=True), row("3", "2.00")])

    with pytest.raises(error) as refused:
        credited(bill, left_at_first(bill), parts)

    assert message in str(refused.value)


def test_what_is_credited_cannot_be_credited_again() -> None:
    bill = bill_of([line("1", "1", "10"), line("2", "1", "10")])
    _, left = credited(bill, left_at_first(bill), [part("1")])

    with pytest.raises(NotCreditable, match="Line 1 is wholly credited"):
        credited(bill, left, [part("1")])


def test_nothing_is_credited_of_an_invoice_that_is_wholly_credited() -> None:
    bill = bill_of([line("1", "1", "10")])
    _, left = credited(bill, left_at_first(bill), None)

    with pytest.raises(NotCreditable, match="wholly credited"):
        credited(bill, left, None)


def test_no_more_is_credited_than_is_left_to_pay_when_a_discount_has_a_rate_of_its_own() -> None:
    bill = bill_of([line("1", "1", "100"), line("2", "1", "50", S7)], [row("3", "60", VatRate(category="Z", rate=0))])

    with pytest.raises(NotCreditable, match="cannot be negative"):
        credited(bill, left_at_first(bill), [part("1")])
    credit, _ = credited(bill, left_at_first(bill), [part("1"), part("3", amount="40")])

    assert credit.totals.payable == Decimal("79.00")


def any_bill(chance: Random) -> Bill:
    def amount(low: int, high: int, decimals: int = 2) -> str:
        return str(Decimal(chance.randrange(low, high)).scaleb(-decimals))

    rates = [VatRate(category="S", rate=Decimal(rate)) for rate in chance.sample([0, 5, 7, 19, 20], 2)]
    lines = [
        line(
            str(n),
            amount(1, 2000, chance.choice([0, 0, 2, 3])),
            amount(1, 100_000, chance.choice([2, 3, 4])),
            chance.choice(rates),
        )
        for n in range(1, chance.randrange(2, 7))
    ]
    lines = [
        one if chance.random() < 0.5 else line(one.id, str(one.quantity), str(one.unit_price), one.vat, "0.01")
        for one in lines
    ]
    rows = [row(str(len(lines) + 1), amount(1, 2000), chance.choice(rates), is_charge=True)]
    bases = {one.vat: one.base or 0 for one in breakdown(lines, rows, CENT)}
    vat = chance.choice(list(bases))
    rows.append(row(str(len(lines) + 2), str(rounded(bases[vat] / 10, CENT)), vat))
    return bill_of(lines, rows, rounding=chance.choice(["0.00", "0.01", "-0.02"]))


def any_parts(bill: Bill, left: dict[str, Decimal], chance: Random) -> list[Part]:
    rows = {one.id: one for one in bill.rows}
    found = []
    for line_id, amount in left.items():
        if not amount or chance.random() < 0.5 or (line_id in rows and not rows[line_id].is_charge):
            continue
        whole = chance.random() < 0.3
        unit = CENT if line_id in rows else Decimal("0.000001")
        share = rounded(amount * chance.randrange(1, 100) / 100, unit)
        found.append(part(line_id) if whole or not share else part(line_id, **_named(line_id in rows, share)))
    return found


def _named(is_row: bool, share: Decimal) -> dict[str, str]:
    return {"amount": str(share)} if is_row else {"quantity": str(share.normalize())}


@pytest.mark.parametrize("seed", range(150))
def test_all_credit_notes_together_are_exactly_the_invoice(seed: int) -> None:
    chance = Random(seed)
    bill = any_bill(chance)
    left: dict[str, Decimal] = left_at_first(bill)
    notes = []
    for _ in range(12):
        if parts := any_parts(bill, left, chance):
            credit, left = credited(bill, left, parts)
            notes.append(credit)
        if is_nothing(left):
            break
    if not is_nothing(left):
        notes.append(credited(bill, left, None)[0])

    assert sum(note.totals.payable or 0 for note in notes) == bill.totals.payable
    for one in bill.vat:
        same = [found for note in notes for found in note.vat if found.vat == one.vat]
        assert sum(found.base or 0 for found in same) == one.base
        assert sum(found.tax or 0 for found in same) == one.tax
    for one in bill.lines:
        of_line = [found for note in notes for found in note.lines if found.id == one.id]
        assert sum(found.quantity or 0 for found in of_line) == one.quantity
        assert sum(found.net or 0 for found in of_line) == one.net


@pytest.mark.parametrize("seed", range(150))
def test_every_credit_note_adds_up_as_en_16931_adds(seed: int) -> None:
    chance = Random(seed)
    bill = any_bill(chance)
    left: dict[str, Decimal] = left_at_first(bill)
    for _ in range(6):
        if is_nothing(left):
            break
        credit, left = credited(bill, left, any_parts(bill, left, chance) or None)

        found = breakdown(credit.lines, credit.rows, CENT)
        assert [(one.vat, one.base) for one in credit.vat] == [(one.vat, one.base) for one in found]
        assert all(abs((one.tax or 0) - (own.tax or 0)) <= CENT for one, own in zip(credit.vat, found, strict=True))
        assert credit.totals == totals(credit.lines, credit.rows, credit.vat, credit.totals.payable or Decimal(0))
        assert (credit.totals.gross or 0) >= 0
        for one in credit.lines:
            exact = (one.quantity or 0) * (one.unit_price or 0) - sum(part.amount for part in one.allowances_charges)
            assert abs(exact - (one.net or 0)) < 2 * CENT
