"""What EN 16931 demands of lines, and of the allowances and charges of lines and of the whole invoice."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from faktura.einvoices.codes import ALLOWANCE_REASONS, CHARGE_REASONS
from faktura.einvoices.element import plain
from faktura.einvoices.invoice import AllowanceCharge, Invoice, Line
from faktura.einvoices.sum_terms import unit_of
from faktura.einvoices.units import UNITS

_NAMED_LINES = 5


def line_terms(invoice: Invoice) -> Iterator[str]:
    """The terms that rows lack (BR-16, BR-21 to BR-27, BR-31 to BR-44, and Peppol's R121)."""
    if not invoice.lines:
        yield "BG-25, a line"
    unit = unit_of(invoice)
    lines_by_term: dict[str, list[str]] = {}
    for position, line in enumerate(invoice.lines, 1):
        for term in (*_of_line(line), *_net_terms(line, unit)):
            lines_by_term.setdefault(term, []).append(plain(line.id) or str(position))
    for term, ids in lines_by_term.items():
        yield f"{term} of {_listed(ids)}"
    for one in invoice.allowances_charges:
        yield from _of_row(one, "BT-104" if one.is_charge else "BT-97", "BT-105" if one.is_charge else "BT-98")


def computed(line: Line) -> Decimal | None:
    """What quantity, price, allowances and charges make; `None` if one is absent, or the base quantity is zero."""
    base = Decimal(1) if line.base_quantity is None else line.base_quantity
    if line.quantity is None or line.unit_price is None or not base:
        return None
    return line.quantity * line.unit_price / base + sum((one.signed for one in line.allowances_charges), Decimal(0))


def _of_line(line: Line) -> Iterator[str]:
    if not plain(line.id):
        yield "BT-126, the id"
    if not plain(line.name):
        yield "BT-153, the name"
    if line.quantity is None:
        yield "BT-129, the quantity"
    if line.unit not in UNITS:
        yield "BT-130, the unit, by UN/ECE Recommendation 20,"
    if line.unit_price is None:
        yield "BT-146, the price"
    elif line.unit_price < 0:
        yield "BT-146, a price that is not negative,"
    if line.base_quantity is not None and line.base_quantity <= 0:
        yield "BT-149, a base quantity above zero,"
    for one in line.allowances_charges:
        yield from _of_row(one, "BT-144" if one.is_charge else "BT-139", "BT-145" if one.is_charge else "BT-140")


def _net_terms(line: Line, unit: Decimal) -> Iterator[str]:
    expected = computed(line)
    if line.net is None:
        yield "BT-131, the net amount"
    elif expected is not None and abs(line.net - expected) > unit / 2:
        yield "BT-131, a net amount of quantity times price, less allowances, plus charges,"


def _of_row(one: AllowanceCharge, reason: str, code: str) -> Iterator[str]:
    kind, known = ("a charge", CHARGE_REASONS) if one.is_charge else ("an allowance", ALLOWANCE_REASONS)
    if not plain(one.reason) and not plain(one.reason_code):
        yield f"{reason}, the reason for {kind}"
    if one.reason_code and one.reason_code not in known:
        yield f"{code}, the code of the reason for {kind}"


def _listed(ids: Iterable[str]) -> str:
    """`line 3`, or `lines 3, 4 and 12 more`."""
    every = list(ids)
    if len(every) == 1:
        return f"line {every[0]}"
    more = len(every) - _NAMED_LINES
    return f"lines {', '.join(every[:_NAMED_LINES])}" + (f" and {more} more" if more > 0 else "")
