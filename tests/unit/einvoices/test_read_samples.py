"""Public sample invoices are read as they are, and so are their variants of the same meaning."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from faktura.einvoices.consistency import faults
from faktura.einvoices.reader import read
from faktura.einvoices.xml_document import BrokenInvoice, NoInvoice
from tests.support.capture.e_invoices import cii, sample

CII, UBL = sample("xrechnung.cii.xml"), sample("xrechnung.ubl.xml")


def test_cii_and_ubl_of_one_invoice_say_the_same() -> None:
    of_cii, of_ubl = read(CII), read(UBL)

    same = {
        "notes": (),
        "specification": "",
        "payment": of_ubl.payment,
        "lines": (),
        "vat": (),
        "totals": of_ubl.totals,
    }
    assert of_cii.model_copy(update=same) == of_ubl.model_copy(update=same)
    assert (of_cii.number, of_cii.issued, of_cii.currency) == ("471102", date(2024, 11, 15), "EUR")
    assert (
        (of_cii.totals.gross, of_cii.totals.tax)
        == (Decimal("529.87"), Decimal("56.87"))
        == (
            of_ubl.totals.gross,
            of_ubl.totals.tax,
        )
    )
    assert [(line.name, line.quantity, line.unit_price, line.net) for line in of_cii.lines] == [
        (line.name, line.quantity, line.unit_price, line.net) for line in of_ubl.lines
    ]


def test_a_party_is_read_with_all_that_names_it() -> None:
    seller = read(UBL).seller

    assert (seller.name, seller.vat_id, seller.tax_number) == ("Lieferant GmbH", "DE123456789", "201/113/40209")
    assert (seller.address.street, seller.address.zip_code, seller.address.city) == (
        "Lieferantenstraße 20",
        "80333",
        "München",
    )
    assert (seller.contact.phone, seller.electronic_address.scheme) == ("+49891234567", "EM")


@pytest.mark.parametrize(
    ("name", "number", "gross", "lines"),
    [
        ("zugferd_extended.xml", "R87654321012345", "518.99", 6),
        ("zugferd_en16931.xml", "471102", "529.87", 2),
        ("zugferd_basic_wl.xml", "471102", "671.15", 0),
    ],
)
def test_a_profile_of_zugferd_2_is_read(name: str, number: str, gross: str, lines: int) -> None:
    invoice = read(sample(name))

    assert (invoice.number, invoice.totals.gross, len(invoice.lines)) == (number, Decimal(gross), lines)
    assert faults(invoice) == []


def test_zugferd_1_is_read() -> None:
    attached = PdfReader(BytesIO(sample("zugferd_1_comfort.pdf"))).attachments["ZUGFeRD-invoice.xml"][0]

    invoice = read(attached)

    assert (invoice.number, invoice.issued, invoice.totals.gross) == ("471102", date(2013, 3, 5), Decimal("529.87"))
    assert (invoice.payment.due, invoice.lines[0].vat.rate) == (date(2013, 4, 4), Decimal("19.00"))
    assert faults(invoice) == []


def renamed(content: bytes) -> bytes:
    """The same with other prefixes."""
    text = content.decode()
    for old, new in (("cac", "x"), ("cbc", "y"), ("rsm", "a-1"), ("ram", "_b")):
        text = re.sub(rf"\b{old}:", f"{new}:", text).replace(f"xmlns:{old}=", f"xmlns:{new}=")
    return text.encode()


def declared(content: bytes, encoding: str) -> bytes:
    text = content.decode().partition("?>")[2]
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}".encode(encoding, "xmlcharrefreplace")


VARIANTS = {
    "other prefixes": renamed,
    "UTF-16": lambda content: declared(content, "UTF-16"),
    "Latin-1": lambda content: declared(content, "ISO-8859-1"),
    "Windows-1252": lambda content: declared(content, "windows-1252"),
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + content,
    "lines before it": lambda content: content.partition(b"?>")[2].lstrip().join([b"\r\n \t", b""]),
    "no declaration": lambda content: content.partition(b"?>")[2],
    "CDATA": lambda content: content.replace(b">471102<", b"><![CDATA[471102]]><"),
    "a comment within a value": lambda content: content.replace(b">471102<", b">4711<!-- x -->02<"),
    "a processing instruction": lambda content: content.replace(b">471102<", b"><?x y?>471102<"),
    "white space": lambda content: content.replace(b">471102<", b">\n  471102\t<"),
    "character references": lambda content: content.replace(b">471102<", b">&#52;71102<"),
    "elements of others": lambda content: content.replace(b"</", b"<e:ID xmlns:e='urn:e'>999</e:ID></", 3),
}


@pytest.mark.parametrize("content", [CII, UBL], ids=["CII", "UBL"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_another_way_to_write_the_same_is_read_the_same(content: bytes, variant: str) -> None:
    assert read(VARIANTS[variant](content)) == read(content)


def test_an_element_of_another_namespace_is_no_number() -> None:
    stranger = CII.replace(b"<ram:ID>471102</ram:ID>", b"<e:ID xmlns:e='urn:e'>471102</e:ID>")

    assert read(stranger).number == ""


def test_an_invoice_of_another_namespace_is_none() -> None:
    with pytest.raises(NoInvoice):
        read(UBL.replace(b"schema:xsd:Invoice-2", b"schema:xsd:Invoice-3"))


@pytest.mark.parametrize("written", ["1E5", "NaN", "INF", "1,00", "1 000.00", "0x10", "1" * 40, "--1", "", "١٢"])
def test_only_a_plain_decimal_is_an_amount(written: str) -> None:
    content = UBL.replace(b">529.87</cbc:TaxInclusiveAmount>", f">{written}</cbc:TaxInclusiveAmount>".encode())

    if written:
        with pytest.raises(BrokenInvoice, match="TaxInclusiveAmount is not a plain decimal"):
            read(content)
    else:
        assert read(content).totals.gross is None


@pytest.mark.parametrize(
    ("written", "amount"), [("+1.50", "1.50"), ("-.5", "-0.5"), ("7.", "7"), ("0529.870", "529.87")]
)
def test_every_decimal_of_xml_schema_is_an_amount(written: str, amount: str) -> None:
    content = UBL.replace(b">529.87</cbc:TaxInclusiveAmount>", f">{written}</cbc:TaxInclusiveAmount>".encode())

    assert read(content).totals.gross == Decimal(amount)


def test_a_total_that_is_given_twice_must_be_the_same() -> None:
    total = b"<r:GrandTotalAmount>119.00</r:GrandTotalAmount>"

    assert read(cii().replace(total, 2 * total)).totals.gross == Decimal(119)
    with pytest.raises(BrokenInvoice, match="several values for GrandTotalAmount"):
        read(cii().replace(total, total + total.replace(b"119", b"911")))


def test_a_number_that_is_given_twice_must_be_the_same() -> None:
    with pytest.raises(BrokenInvoice, match="several values for ID"):
        read(cii().replace(b"<r:ID>RE-1001</r:ID>", b"<r:ID>RE-1001</r:ID><r:ID>RE-1002</r:ID>"))


def test_the_tax_in_the_sellers_own_currency_is_another_amount() -> None:
    second = b'<cac:TaxTotal><cbc:TaxAmount currencyID="SEK">600.00</cbc:TaxAmount></cac:TaxTotal>'
    invoice = read(UBL.replace(b"<cac:LegalMonetaryTotal>", second + b"<cac:LegalMonetaryTotal>"))

    assert (invoice.totals.tax, len(invoice.vat)) == (Decimal("56.87"), 2)
    of_cii = cii().replace(
        b'<r:TaxTotalAmount currencyID="EUR">',
        b'<r:TaxTotalAmount currencyID="SEK">200</r:TaxTotalAmount><r:TaxTotalAmount currencyID="EUR">',
    )
    assert read(of_cii).totals.tax == Decimal(19)


def test_prepaid_and_rounding_amounts_are_read() -> None:
    content = UBL.replace(
        b'<cbc:PrepaidAmount currencyID="EUR">0</cbc:PrepaidAmount>',
        b'<cbc:PrepaidAmount currencyID="EUR">100</cbc:PrepaidAmount>'
        b'<cbc:PayableRoundingAmount currencyID="EUR">0.03</cbc:PayableRoundingAmount>',
    )

    assert (read(content).totals.prepaid, read(content).totals.rounding) == (Decimal(100), Decimal("0.03"))


def credit_note(content: bytes) -> bytes:
    text = content.decode().replace("Invoice-2", "CreditNote-2").replace("InvoiceLine", "CreditNoteLine")
    text = text.replace("InvoicedQuantity", "CreditedQuantity").replace("InvoiceTypeCode>380", "CreditNoteTypeCode>381")
    return re.sub(r"(</?)Invoice\b", r"\1CreditNote", text.replace("InvoiceTypeCode", "CreditNoteTypeCode")).encode()


def test_a_credit_note_in_ubl_has_positive_amounts() -> None:
    note = read(credit_note(UBL))

    assert (note.type_code, note.totals.gross, len(note.lines)) == ("381", Decimal("529.87"), 2)
    assert note.lines[0].quantity == Decimal(20)


def test_a_group_of_lines_repeats_what_its_lines_charge() -> None:
    group = b"<r:LineID>1</r:LineID><r:LineStatusReasonCode>GROUP</r:LineStatusReasonCode>"

    assert len(read(cii().replace(b"<r:LineID>1</r:LineID>", group)).lines) == 0


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20261120", date(2026, 11, 20)),
        ("202611200930", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11-20T00:00:00+01:00", date(2026, 11, 20)),
        ("20260230", None),
        ("20.11.2026", None),
        ("tomorrow", None),
    ],
)
def test_a_date_is_a_day_that_exists(written: str, day: date | None) -> None:
    assert read(cii().replace(b">20261120<", f">{written}<".encode())).issued == day
