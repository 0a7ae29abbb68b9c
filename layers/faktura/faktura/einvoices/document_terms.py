"""What EN 16931 demands of a document and its parties."""

from collections.abc import Iterator

from faktura.einvoices.codes import ADDRESS_SCHEMES, COUNTRIES, CURRENCIES
from faktura.einvoices.element import plain
from faktura.einvoices.invoice import CREDIT_NOTE, INVOICE, ElectronicAddress, Invoice
from faktura.einvoices.payment_means import is_iban

_VAT_PREFIXES = COUNTRIES | {"EL"}


def document_terms(invoice: Invoice) -> Iterator[str]:
    """The terms that a document lacks, whatever its form (BR-01 to BR-11, BR-55, BR-57, BR-62, BR-63, BR-CO-09, 26)."""
    yield from absent((invoice.number, "BT-1, the number"))
    if invoice.issued is None:
        yield "BT-2, the date of issue"
    if invoice.type_code not in (INVOICE, CREDIT_NOTE):
        yield "BT-3, the type: 380 for an invoice or 381 for a credit note"
    if invoice.currency not in CURRENCIES:
        yield "BT-5, the currency, by ISO 4217"
    if any(not plain(one.number) for one in invoice.preceding):
        yield "BT-25, the number of the preceding invoice"
    yield from _party_terms(invoice)
    if invoice.payment.iban and not is_iban(invoice.payment.iban):
        yield "BT-84, the seller's IBAN, with right check digits"


def absent(*terms: tuple[str, str]) -> Iterator[str]:
    """The names of those terms whose text is empty; each is a text and a name."""
    for text, name in terms:
        if not plain(text):
            yield name


def _party_terms(invoice: Invoice) -> Iterator[str]:
    seller, buyer, place = invoice.seller, invoice.buyer, invoice.ship_to
    yield from absent((seller.name, "BT-27, the seller's name"), (buyer.name, "BT-44, the buyer's name"))
    if seller.address.country not in COUNTRIES:
        yield "BT-40, the country of the seller, by ISO 3166-1"
    if buyer.address.country not in COUNTRIES:
        yield "BT-55, the country of the buyer, by ISO 3166-1"
    if place and any(text for _, text in place.address) and place.address.country not in COUNTRIES:
        yield "BT-80, the country of delivery, by ISO 3166-1"
    if seller.vat_id and plain(seller.vat_id)[:2] not in _VAT_PREFIXES:
        yield "BT-31, the seller's VAT identifier, with the prefix of its country"
    if buyer.vat_id and plain(buyer.vat_id)[:2] not in _VAT_PREFIXES:
        yield "BT-48, the buyer's VAT identifier, with the prefix of its country"
    if not (plain(seller.vat_id) or plain(seller.tax_number) or plain(seller.electronic_address.id)):
        yield "BT-31, the seller's VAT identifier"
    yield from _address_terms(seller.electronic_address, "BT-34, the scheme of the seller's electronic address")
    yield from _address_terms(buyer.electronic_address, "BT-49, the scheme of the buyer's electronic address")


def _address_terms(address: ElectronicAddress, name: str) -> Iterator[str]:
    if plain(address.id) and address.scheme not in ADDRESS_SCHEMES:
        yield f"{name}, by the list EAS"
