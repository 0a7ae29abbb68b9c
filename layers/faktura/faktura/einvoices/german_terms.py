"""What KoSIT demands of an XRechnung, and Peppol of an invoice between Germans (rules BR-DE and DE-R)."""

import re
from collections.abc import Iterator

from faktura.einvoices.document_terms import absent
from faktura.einvoices.element import plain
from faktura.einvoices.invoice import Contact, Invoice

_EMAIL = re.compile(r"[^@\s]+@([^@.\s]+\.)+[^@.\s]+")
_CASH_DISCOUNT = re.compile(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#")
_MARKED = re.compile("[#]")
_PHONE_DIGITS = 3


def german_terms(invoice: Invoice) -> Iterator[str]:
    """The terms that a German invoice lacks."""
    seller, buyer, place = invoice.seller.address, invoice.buyer.address, invoice.ship_to
    yield from absent((invoice.buyer_reference, "BT-10, the buyer's reference (Leitweg-ID)"))
    if not invoice.is_credit_note:
        yield from absent((invoice.payment.iban, "BT-84, the seller's IBAN"))
    yield from _contact_terms(invoice.seller.contact)
    yield from absent(
        (seller.city, "BT-37, the city of the seller"),
        (seller.zip_code, "BT-38, the post code of the seller"),
        (buyer.city, "BT-52, the city of the buyer"),
        (buyer.zip_code, "BT-53, the post code of the buyer"),
    )
    if place and any(plain(text) for _, text in place.address):
        yield from absent(
            (place.address.city, "BT-77, the city of delivery"),
            (place.address.zip_code, "BT-78, the post code of delivery"),
        )
    lines = [line.strip() for line in plain(invoice.payment.terms).split("\n")]
    if any(_MARKED.match(line) and not _CASH_DISCOUNT.fullmatch(line) for line in lines):
        yield "BT-20, terms of payment with a cash discount as in '#SKONTO#TAGE=14#PROZENT=2.00#'"


def xrechnung_terms(invoice: Invoice) -> Iterator[str]:
    """The terms that an XRechnung demands besides."""
    yield from absent(
        (invoice.seller.electronic_address.id, "BT-34, the seller's electronic address"),
        (invoice.buyer.electronic_address.id, "BT-49, the buyer's electronic address"),
    )


def _contact_terms(contact: Contact) -> Iterator[str]:
    yield from absent((contact.name, "BT-41, the name of the seller's contact"))
    if sum(character in "0123456789" for character in contact.phone) < _PHONE_DIGITS:
        yield "BT-42, the phone number of the seller's contact"
    if not _EMAIL.fullmatch(plain(contact.email)):
        yield "BT-43, the e-mail address of the seller's contact"
