"""A Factur-X of 20 lines, with the writing of its XML, beside the plain PDF and beside the package `factur-x`.

The package embeds the XML into a PDF that is there already: it gets our plain PDF and our XML. Goals: at most 1.3 times
the plain PDF and 12 ms; less than the package needs. It counts CPU seconds, because other programs may use the machine.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import cycle
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "documents")]

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402  # found from any folder
from benchmarks.pdf_peers import Content, Faktura, invoice  # noqa: E402
from faktura.einvoices.form import written  # noqa: E402
from faktura.einvoices.invoice import Address, Invoice, Line, Party, Payment, VatRate  # noqa: E402
from faktura.einvoices.sums import breakdown, totals  # noqa: E402

SECONDS, ROUNDS = 0.5, 9
CENT = Decimal("0.01")
PARTY = Party(
    name="Łódź Consulting & Søn",
    address=Address(street="12 Harbour Street", zip_code="1012 AB", city="Amsterdam", country="NL"),
    vat_id="NL123456789B01",
)
Maker = Callable[[Content, Invoice], bytes]
"""Makes a file of an invoice: of what a page shows, and of the same as an e-invoice."""


def e_invoice(content: Content) -> Invoice:
    """The same 20 lines as an e-invoice, taxed at 21 %."""
    lines = [_line(number, row) for number, row in enumerate(content.rows, 1)]
    vat = breakdown(lines, [], CENT)
    gross = sum((one.base + one.tax for one in vat if one.base is not None and one.tax is not None), Decimal(0))
    return Invoice(
        number="0001",
        issued=date(2026, 11, 25),
        currency="USD",
        seller=PARTY,
        buyer=PARTY,
        payment=Payment(iban="NL91ABNA0417164300", terms=content.note),
        lines=lines,
        vat=vat,
        totals=totals(lines, [], vat, gross),
    )


def _line(number: int, row: tuple[str, ...]) -> Line:
    name, description, quantity, rate, _ = row
    price = Decimal(rate.strip("$").replace(",", ""))
    net = price * int(quantity)
    vat = VatRate(category="S", rate=Decimal(21))
    terms = {"id": str(number), "name": name, "description": description, "quantity": Decimal(quantity), "unit": "HUR"}
    return Line(**terms, unit_price=price, net=net, vat=vat)


class Warm:
    """A maker that has already made one file, and the invoices for more."""

    def __init__(self, kind: str, make: Maker) -> None:
        contents = [invoice(kind, number) for number in range(1, 200)]
        self._invoices: Iterator[tuple[Content, Invoice]] = cycle([(one, e_invoice(one)) for one in contents])
        self._make = make
        self.bytes = len(make(*next(self._invoices)))

    def milliseconds(self) -> float:
        """The time of one file on one core."""
        begun, made = process_time(), 0
        while process_time() - begun < SECONDS:
            self._make(*next(self._invoices))
            made += 1
        return (process_time() - begun) * 1000 / made


def our_maker() -> Maker:
    """Faktura's Factur-X."""
    faktura = Faktura(invoice("latin", 1))
    return lambda content, same: faktura.pdf(content, written(same, "factur-x"))


def plain_maker() -> Maker:
    """Faktura's plain PDF."""
    faktura = Faktura(invoice("latin", 1))
    return lambda content, _: faktura.pdf(content)


def package_maker() -> Maker:
    """The package `factur-x` on the plain PDF."""
    try:
        from facturx import generate_from_binary
    except ImportError as reason:
        raise NotMeasured(f"the peer is not installed ({reason})") from reason
    plain = plain_maker()
    metadata = {
        "author": "Łódź Consulting & Søn",
        "title": "Invoice #0001",
        "subject": "Invoice",
        "keywords": "Factur-X",
    }

    def make(content: Content, same: Invoice) -> bytes:
        xml = written(same, "factur-x")
        terms = {"flavor": "factur-x", "level": "en16931", "check_xsd": False, "pdf_metadata": metadata}
        return bytes(generate_from_binary(plain(content, same), xml, **terms))

    return make


def compare(kind: str, name: str, peer_maker: Callable[[], Maker]) -> None:
    """Print our figures, a peer's, and their ratios."""
    ours, theirs = Warm(kind, our_maker()), Warm(kind, peer_maker())
    pairs = paired(ours.milliseconds, theirs.milliseconds, ROUNDS)
    print(f"20 lines, {kind}: {pairs.ours:.1f} ms   {pairs.ratio} {name} ({pairs.theirs:.1f} ms)")
    print(f"    {ours.bytes / 1000:.1f} KB   {ours.bytes / theirs.bytes:.2f} x {name} ({theirs.bytes / 1000:.1f} KB)")


def xml_alone(kind: str) -> None:
    """Print what the XML alone takes."""
    xml = Warm(kind, lambda _, same: written(same, "factur-x"))
    print(f"20 lines, {kind}: the XML alone {xml.milliseconds():.1f} ms, {xml.bytes / 1000:.1f} KB before compression")


if __name__ == "__main__":
    peers = {"the plain PDF": plain_maker, "the package factur-x": package_maker}
    figures = {
        f"{kind}, beside {name}": partial(compare, kind, name, peer)
        for kind in ("latin", "mixed")
        for name, peer in peers.items()
    }
    run({**figures, "the XML alone": partial(xml_alone, "latin")})
