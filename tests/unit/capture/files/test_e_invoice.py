"""Which e-invoice of a file is trusted: in XML, and in a PDF with several attachments, broken ones and bombs."""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from faktura.capture.errors import FileTooLarge, FileTooSmall, InvalidFile, UnsupportedFormat
from faktura.capture.files.invoice_file import InvoiceFile
from tests.support.capture.documents import image
from tests.support.capture.e_invoices import cii, drawn, hybrid, sample, with_files, words

PAGE = drawn(words("Invoice RE-1001", "Total 119.00"))
LARGE_PAGE = drawn(words("Invoice RE-1001", "Total 119.00") + b" %" + b" " * 60_000)


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "51200")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


def number_in(content: bytes) -> str | None:
    found = InvoiceFile.examined(content).e_invoice
    return found.number if found else None


def with_specification(page: bytes, place: str) -> bytes:
    """The PDF with an e-invoice that only this place names."""
    writer, written = PdfWriter(PdfReader(BytesIO(page))), BytesIO()
    stream = DecodedStreamObject()
    stream.set_data(cii())
    files = DictionaryObject({NameObject("/F"): writer._add_object(stream)})
    name = {NameObject("/F"): TextStringObject("invoice.XML"), NameObject("/EF"): files}
    specification = writer._add_object(DictionaryObject(name))
    of_page = writer.pages[0]
    if place == "the document":
        writer.root_object[NameObject("/AF")] = ArrayObject([specification])
    elif place == "the page":
        of_page[NameObject("/AF")] = ArrayObject([specification])
    else:
        kind = {NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/FS"): specification}
        of_page[NameObject("/Annots")] = ArrayObject([writer._add_object(DictionaryObject(kind))])
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("name", ["xrechnung.cii.xml", "xrechnung.ubl.xml", "zugferd_extended.xml"])
def test_an_xml_file_is_read_however_small(name: str) -> None:
    file = InvoiceFile.examined(sample(name))

    assert (file.media_type, file.page_count, file.split([])) == ("application/xml", 0, [])
    assert file.e_invoice


def test_a_pdf_of_zugferd_1_is_read() -> None:
    assert number_in(sample("zugferd_1_comfort.pdf")) == "471102"


def test_a_small_pdf_with_an_e_invoice_is_read() -> None:
    assert number_in(hybrid(cii(), "RE-1001")) == "RE-1001"


@pytest.mark.parametrize("content", [PAGE, b"%PDF-1.7 broken", image("PNG", side=20)])
def test_a_small_file_without_data_is_too_small(content: bytes) -> None:
    with pytest.raises(FileTooSmall):
        InvoiceFile.examined(content)


def test_an_xml_file_has_the_maximum_of_all_files() -> None:
    with pytest.raises(FileTooLarge):
        InvoiceFile.examined(cii() + b" " * 10_485_760)


@pytest.mark.parametrize("content", [b"<invoice/>", b"<html><body>Invoice</body></html>", b"<?xml version='1.0'?><a/>"])
def test_xml_that_is_no_invoice_is_of_no_accepted_format(content: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="not an invoice in CII, UBL or ZUGFeRD"):
        InvoiceFile.examined(content)


def test_a_broken_e_invoice_says_why_it_cannot_be_read() -> None:
    with pytest.raises(InvalidFile, match="cannot be read, because it declares a document type"):
        InvoiceFile.examined(cii().replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1))


@pytest.mark.parametrize(
    "name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "XRECHNUNG.XML", "zugferd-invoice.xml", "a.xml"]
)
def test_an_e_invoice_is_found_by_any_name(name: str) -> None:
    assert number_in(hybrid(cii(), name=name)) == "RE-1001"


@pytest.mark.parametrize("place", ["the document", "the page", "an annotation"])
def test_an_e_invoice_is_found_wherever_a_pdf_names_it(place: str) -> None:
    assert number_in(with_specification(PAGE, place)) == "RE-1001"


def test_other_attachments_do_not_matter() -> None:
    others = [("a.xml", b"<order/>"), ("b.pdf", PAGE), ("c.xml", b"not XML"), ("z.xml", cii()), ("d.txt", b"<x>")]

    file = InvoiceFile.examined(with_files(PAGE, others))

    assert file.e_invoice
    assert (file.e_invoice.number, file.doubts) == ("RE-1001", ())


def test_an_order_in_a_pdf_is_no_invoice() -> None:
    order = b"<o:SCRDMCCBDACIOMessageStructure xmlns:o='urn:un:unece:uncefact:data:x'/>"

    file = InvoiceFile.examined(with_files(LARGE_PAGE, [("order-x.xml", order)]))

    assert (file.e_invoice, file.doubts) == (None, ())


def test_the_same_invoice_in_two_syntaxes_is_one() -> None:
    files = [("xrechnung.xml", sample("xrechnung.ubl.xml")), ("factur-x.xml", sample("xrechnung.cii.xml"))]

    file = InvoiceFile.examined(with_files(PAGE, files))

    assert file.e_invoice
    assert (file.e_invoice.number, file.doubts) == ("471102", ())


@pytest.mark.parametrize("other", [cii(number="RE-1002"), cii(net="200.00")])
def test_two_invoices_that_differ_are_trusted_neither(other: bytes) -> None:
    file = InvoiceFile.examined(with_files(LARGE_PAGE, [("factur-x.xml", cii()), ("other.xml", other)]))

    assert file.e_invoice is None
    assert file.doubts[0].startswith("The PDF holds e-invoices that differ: RE-1001 over 119.00 and RE-100")


def broken() -> Iterator[tuple[str, bytes]]:
    yield "cut off", cii()[:-40]
    yield "a bomb of entities", cii().replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1)
    yield "without number and total", cii().replace(b">RE-1001<", b"><").replace(b">119.00<", b"><")


@pytest.mark.parametrize("xml", [one for _, one in broken()], ids=[name for name, _ in broken()])
def test_a_broken_e_invoice_beside_a_good_page_is_a_doubt(xml: bytes) -> None:
    file = InvoiceFile.examined(with_files(LARGE_PAGE, [("factur-x.xml", xml)]))

    assert file.e_invoice is None
    assert file.doubts[0].startswith("The attached e-invoice factur-x.xml cannot be read, because it ")


def test_a_good_e_invoice_beside_a_broken_one_is_read_with_a_doubt() -> None:
    file = InvoiceFile.examined(with_files(PAGE, [("factur-x.xml", cii()[:-40]), ("copy.xml", cii())]))

    assert file.e_invoice
    assert file.doubts == ("The attached e-invoice factur-x.xml cannot be read, because it is not well-formed XML",)


def test_a_file_by_the_name_of_an_e_invoice_that_is_none_is_a_doubt() -> None:
    file = InvoiceFile.examined(with_files(LARGE_PAGE, [("factur-x.xml", b"<a/>")]))

    assert file.doubts == ("The attached factur-x.xml is not an invoice",)


def test_a_bomb_among_the_attachments_is_not_unpacked() -> None:
    bomb = zlib.compress(zlib.compress(bytes(1_000_000_000 // 4), 9), 9)
    reader = PdfWriter(PdfReader(BytesIO(with_files(LARGE_PAGE, [("factur-x.xml", b"x")]))))
    names = reader.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
    stream = names[1].get_object()["/EF"]["/F"].get_object()
    stream._data = bomb
    stream[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 2)
    written = BytesIO()
    reader.write(written)

    file = InvoiceFile.examined(written.getvalue())

    assert file.doubts == ("The attached e-invoice factur-x.xml cannot be read, because it cannot be unpacked",)


def test_a_tree_of_names_that_holds_itself_ends() -> None:
    tree = b"/Names<</EmbeddedFiles 6 0 R>>"
    catalogue_page = drawn(words("x") + b" %" + b" " * 60_000, b"", b"", b"<</Kids[6 0 R 6 0 R]>>")

    file = InvoiceFile.examined(catalogue_page.replace(b"<</Type/Catalog", b"<<" + tree + b"/Type/Catalog", 1))

    assert (file.e_invoice, file.doubts) == (None, ())
