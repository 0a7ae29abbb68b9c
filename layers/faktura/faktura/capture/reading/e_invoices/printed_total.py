"""Whether pages call an amount the total that an e-invoice does not have. A total may also stand there as a price."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from faktura.capture.page.printed_amount import Amount, amounts_in
from faktura.capture.reading.e_invoices.printed_page import is_total
from faktura.einvoices.invoice import Invoice

_MAX_LINES = 2_000
_MAX_LENGTH = 200
"""Characters of a line. Longer ones are prose."""


def other_total(texts: Iterable[str], invoice: Invoice) -> str:
    """The amount that is labelled as the total, as printed; empty if a label has the total, or none has another."""
    totals = {abs(one) for one in (invoice.totals.gross, invoice.totals.payable) if one is not None}
    known = totals | set(_amounts(invoice))
    others = list[str]()
    for printed in _labelled(texts):
        values = {abs(amount.value) for amount in printed}
        if values & totals:
            return ""
        if not values & known:
            others.append(printed[-1].text)
    return next(iter(others), "")


def is_known(amount: Decimal, invoice: Invoice) -> bool:
    """Whether the e-invoice has the amount among its sums."""
    return abs(amount) in set(_amounts(invoice))


def _labelled(texts: Iterable[str]) -> Iterator[list[Amount]]:
    """The amounts on each line that begins with a total's label."""
    for text in texts:
        label = ""  # one without an amount belongs to the next line
        for line in (" ".join(one.split()) for one in text.split("\n")[:_MAX_LINES]):
            amounts = amounts_in(line) if len(line) <= _MAX_LENGTH else []
            label += line[: amounts[0].start] if amounts else ""
            if amounts and is_total(label):
                yield amounts
            label = "" if amounts or len(line) > _MAX_LENGTH else f"{line} "


def _amounts(invoice: Invoice) -> Iterator[Decimal]:
    totals = invoice.totals
    sums = [totals.lines, totals.net, totals.tax, totals.gross, totals.prepaid, totals.payable, totals.rounding]
    sums += [totals.allowances, totals.charges]
    for one in invoice.vat:
        sums += [one.base, one.tax, None if one.base is None or one.tax is None else one.base + one.tax]
    sums += [line.net for line in invoice.lines]
    yield from (abs(one) for one in sums if one is not None)
