"""XML of attackers is refused within limits, whatever it holds."""

import gzip

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from faktura.einvoices import xml_document
from faktura.einvoices.reader import read
from faktura.einvoices.xml_document import BrokenInvoice, NoInvoice
from tests.support.capture.e_invoices import cii, sample

GOOD = cii()
DECLARATION, _, BODY = GOOD.partition(b"?>")
ORDER = b"SCRDMCCBDACIOMessageStructure"
LAUGHS = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))


def with_type(subset: bytes) -> bytes:
    return DECLARATION + b"?><!DOCTYPE i:CrossIndustryInvoice " + subset + b">" + BODY


def within(content: bytes) -> bytes:
    """The invoice with this in it."""
    return GOOD.replace(b"<r:ID>RE-1001</r:ID>", b"<r:ID>RE-1001</r:ID>" + content)


HOSTILE = {
    "a billion laughs": with_type(b'[<!ENTITY l0 "ha">' + LAUGHS + b"]"),
    "a quadratic entity": with_type(b'[<!ENTITY a "' + b"a" * 100_000 + b'">]'),
    "an external entity": with_type(b'[<!ENTITY x SYSTEM "file:///etc/passwd">]'),
    "a parameter entity": with_type(b'[<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]'),
    "an external type": with_type(b'SYSTEM "http://127.0.0.1/x.dtd"'),
    "a type in UTF-16": with_type(b"[<!ENTITY a 'b'>]").replace(b"UTF-8", b"UTF-16").decode().encode("utf-16"),
    "an unknown entity": within(b"<r:Name>&x;</r:Name>"),
    "a thousand levels": within(b"<r:ID>" * 1_000 + b"</r:ID>" * 1_000),
    "a million elements": within(b"<r:ID/>" * 1_000_000),
    "ten megabytes of text": within(b"<r:Name>" + b"a" * 10_000_000 + b"</r:Name>"),
    "text among elements": within(b"<r:Name>" + b"aaaaaaaaaa<r:A/>" * 100_000 + b"</r:Name>"),
    "a huge attribute": within(b"<r:Name a='" + b"a" * 9_000_000 + b"'/>"),
    "many attributes": within(b"<r:Name " + b" ".join(b"a%d=''" % n for n in range(9_000)) + b"/>"),
    "a huge name": within(b"<r:" + b"a" * 9_000_000 + b"/>"),
    "a huge comment": within(b"<!--" + b"a" * 9_000_000 + b"-->"),
    "a huge namespace": within(b"<x:a xmlns:x='" + b"u" * 100_000 + b"'>" + b"<x:a/>" * 10_000 + b"</x:a>"),
    "an end that is missing": GOOD[:-10],
    "two roots": GOOD + BODY,
    "an attribute that is given twice": within(b"<r:Name a='1' a='2'/>"),
    "an unbound prefix": within(b"<z:Name/>"),
    "bytes that are no UTF-8": within(b"<r:Name>\xff\xfe</r:Name>"),
}

OTHERS = {
    "nothing": b"",
    "words": b"Invoice 1001",
    "a gzipped invoice": gzip.compress(GOOD),
    "HTML": b"<!DOCTYPE html><html><body>Invoice</body></html>",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "Order-X": b"<o:%b xmlns:o='urn:un:unece:uncefact:data:%b:100'/>" % (ORDER, ORDER),
    "an invoice in UTF-7": b"<?xml version='1.0' encoding='UTF-7'?>" + BODY,
    "an invoice in UTF-32": GOOD.decode().replace("UTF-8", "UTF-32").encode("utf-32"),
    "an unknown encoding": b"<?xml version='1.0' encoding='x-none'?>" + BODY,
    "tags that do not end": b"<" * 1_000_000,
    "an invoice within something else": b"<a>" + BODY + b"</a>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_invoice_is_refused(name: str) -> None:
    with pytest.raises(BrokenInvoice):
        read(HOSTILE[name])


@pytest.mark.parametrize("name", OTHERS)
def test_anything_else_is_no_invoice(name: str) -> None:
    with pytest.raises(NoInvoice):
        read(OTHERS[name])


def test_an_invoice_may_have_large_files_attached() -> None:
    attached = b"<cac:AdditionalDocumentReference><cac:Attachment><cbc:EmbeddedDocumentBinaryObject>"
    attached += (
        b"QUJD" * 1_000_000 + b"</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
    )
    content = sample("xrechnung.ubl.xml")

    invoice = read(content.replace(b"<cac:AccountingSupplierParty>", attached + b"<cac:AccountingSupplierParty>"))

    assert invoice.number == "471102"


def test_an_invoice_may_have_long_signatures_and_places_of_schemas() -> None:
    more = (
        b"<s:Signature xmlns:s='urn:s' place='" + b"urn:x x.xsd " * 200 + b"'>" + b"QUJD" * 100_000 + b"</s:Signature>"
    )

    assert read(within(more)) == read(GOOD)


def test_an_invoice_of_three_thousand_lines_is_read() -> None:
    content = sample("xrechnung.ubl.xml")
    start, end = content.index(b"<cac:InvoiceLine>"), content.index(b"</cac:InvoiceLine>") + len(b"</cac:InvoiceLine>")

    assert len(read(content[:start] + content[start:end] * 3_000 + content[end:]).lines) == 3_001


def test_nothing_is_parsed_after_another_root() -> None:
    with pytest.raises(NoInvoice):
        read(b"<a>" + b"<b>" * 100_000)


def test_the_depth_is_limited_to_the_element() -> None:
    least = xml_document.MAX_DEPTH - 2

    assert read(within(b"<r:A>" * least + b"</r:A>" * least)).number == "RE-1001"
    with pytest.raises(BrokenInvoice):
        read(within(b"<r:A>" * (least + 1) + b"</r:A>" * (least + 1)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
@example(b"<?xml version='1.0' encoding='utf-8'?>")
@example(b"\xff\xfe<\x00")
def test_any_bytes_are_refused(content: bytes) -> None:
    with pytest.raises((NoInvoice, BrokenInvoice)):
        read(content)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_spoiled_invoice_is_read_or_refused(data: st.DataObject) -> None:
    spoiled = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(spoiled) - 1))
        spoiled[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))
    assert _outcome(bytes(spoiled)) in (None, NoInvoice, BrokenInvoice)


def _outcome(content: bytes) -> type[Exception] | None:
    try:
        read(content)
    except Exception as fault:
        return type(fault)
    return None
