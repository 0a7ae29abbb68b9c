"""PDFs that every viewer opens: with leading bytes, wrong checksums, or damage in parts that no page draws."""

import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from faktura.capture.errors import InvalidFile, UnsupportedFormat
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.files.pdf_stream import as_list
from tests.support.capture.documents import (
    CATALOGUE,
    packed_pdf,
    pdf,
    stream,
    wrong_checksum,
)

FLATE = b"/Filter/FlateDecode"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
WORDS = b"BT /F 12 Tf 72 700 Td (Invoice FT-77) Tj ET"
SIDES = (850, 1100)
PIXELS = Random(1).randbytes(SIDES[0] * SIDES[1])
SCAN = b"q 612 0 0 792 0 0 cm /X Do Q"
IMAGE = b"/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width %d/Height %d/Filter/FlateDecode" % SIDES
BROKEN = stream(b"\x78\x9cnot Flate at all", FLATE)
INCOMPLETE = "Part of the PDF is damaged, so the invoice may be incomplete"


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "100")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


def leaf(resources: bytes = b"", rest: bytes = b"") -> bytes:
    fonts = b"/Font<</F 5 0 R>>"
    return (
        (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<" + fonts + resources + b">>")
        + rest
        + b">>"
    )


def text_page(
    contents: bytes = stream(WORDS), *further: bytes, resources: bytes = b"", rest: bytes = b""
) -> list[bytes]:
    """Objects of a page with words on it; further ones are numbered from 6."""
    return [*CATALOGUE, leaf(resources, rest), contents, FONT, *further]


def scanned(data: bytes, *further: bytes, rest: bytes = b"", terms: bytes = b"") -> list[bytes]:
    """Objects of a page that is an image with these bytes; further ones are numbered from 7."""
    return text_page(stream(SCAN), stream(data, IMAGE + terms), *further, resources=b"/XObject<</X 6 0 R>>", rest=rest)


def words(content: bytes) -> str:
    """The text of the first page, read by pdfium, which the product does not use."""
    return str(pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range())


def flates(content: bytes) -> Iterator[bytes]:
    """Every Flate stream of a PDF, decoded as the specification says; a damaged one raises."""
    for number in range(1, 30):
        found = PdfReader(BytesIO(content)).get_object(number)
        if isinstance(found, StreamObject) and found.get("/Filter") in ("/FlateDecode", ["/FlateDecode"]):
            yield zlib.decompress(found._data)


@pytest.mark.parametrize("written", [pdf, packed_pdf], ids=["a table", "object streams"])
@pytest.mark.parametrize("from_file", [False, True], ids=["from its own start", "from the file's start"])
@pytest.mark.parametrize("count", [1, 17, 56, 511, 1024])
def test_bytes_before_a_pdf_are_skipped(written: Callable[..., bytes], from_file: bool, count: int) -> None:
    """Regression: most of these were "broken"."""
    content = b"%" + b"\xe9" * (count - 1) + written(*text_page(), counted_from=count * from_file)

    file = InvoiceFile.examined(content)

    assert (file.content, file.media_type, file.resolutions, file.damage) == (content, "application/pdf", (None,), "")
    assert file.page(0).startswith(b"%PDF-")
    assert "FT-77" in words(file.page(0))


@pytest.mark.parametrize("from_file", [False, True])
def test_a_pdf_after_leading_bytes_is_split_into_pages(from_file: bool) -> None:
    tree = b"<</Type/Pages/Kids[3 0 R 3 0 R 3 0 R]/Count 3>>"
    [catalogue, _, *rest] = text_page()
    content = b"\n" * 300 + pdf(catalogue, tree, *rest, counted_from=300 * from_file)

    file = InvoiceFile.examined(content)

    assert ["FT-77" in words(file.page(number)) for number in range(file.page_count)] == [True] * 3


def test_more_than_1024_leading_bytes_are_refused() -> None:
    with pytest.raises(UnsupportedFormat):
        InvoiceFile.examined(b" " * 1025 + pdf(*text_page()))


def test_bytes_after_a_pdf_are_ignored() -> None:
    assert "FT-77" in words(InvoiceFile.examined(pdf(*text_page()) + b"\0" * 700).page(0))


HEXADECIMAL = b"/Filter[/ASCIIHexDecode/FlateDecode]"
PACKED, SMALL = zlib.compress(WORDS), zlib.compressobj(wbits=12)
WRONG_CHECKSUMS = {
    "another": pdf(*text_page(stream(wrong_checksum(PACKED), FLATE))),
    "another, of a small window": pdf(*text_page(stream(wrong_checksum(SMALL.compress(WORDS) + SMALL.flush()), FLATE))),
    "none": pdf(*text_page(stream(PACKED[:-4], FLATE))),
    "half of it": pdf(*text_page(stream(PACKED[:-2] + b"\r\n", FLATE))),
    "of object streams": packed_pdf(*text_page(), spoil=wrong_checksum),
    "within digits": pdf(*text_page(stream(wrong_checksum(PACKED).hex().encode() + b">", HEXADECIMAL))),
}


@pytest.mark.parametrize("content", WRONG_CHECKSUMS.values(), ids=WRONG_CHECKSUMS)
def test_a_wrong_checksum_is_accepted(content: bytes) -> None:
    file = InvoiceFile.examined(content)

    assert (file.damage, "FT-77" in words(file.page(0))) == ("", True)


def test_a_scan_with_a_wrong_checksum_is_complete_and_its_checksum_is_corrected_for_ocr() -> None:
    """Regression: it was "broken"."""
    content = pdf(*scanned(wrong_checksum(zlib.compress(PIXELS))))

    file = InvoiceFile.examined(content)

    assert (file.content, file.resolutions, file.damage) == (content, (100,), "")
    assert PIXELS in list(flates(file.page(0)))


@pytest.mark.parametrize("compression", [0, 1, 9])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_a_truncated_scan_is_read_as_far_as_it_goes_with_a_failed_check(compression: int, share: float) -> None:
    """Viewers show it. Before, it was "broken"."""
    packed = zlib.compress(PIXELS, compression)

    file = InvoiceFile.examined(pdf(*scanned(packed[: int(len(packed) * share)])))

    assert (file.resolutions, file.damage) == ((100,), INCOMPLETE)
    [left] = flates(file.page(0))
    assert PIXELS.startswith(left)
    assert len(left) >= (share - 0.02) * len(PIXELS)


def test_a_page_that_is_damaged_in_its_middle_is_read_up_to_the_damage() -> None:
    lines = [b"BT /F 12 Tf 72 %d Td (Line %d) Tj ET\n" % (790 - n % 790, n) for n in range(4000)]
    packed = bytearray(zlib.compress(b"".join(lines)))
    packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)

    file = InvoiceFile.examined(pdf(*text_page(stream(bytes(packed), FLATE))))

    assert file.damage == INCOMPLETE
    shown = words(file.page(0))
    assert ("Line 1000" in shown, "Line 3990" in shown) == (True, False)


@pytest.mark.parametrize("objects", [text_page(BROKEN), scanned(b"\x78\x9cno image")])
def test_a_page_of_which_nothing_can_be_decoded_is_refused(objects: list[bytes]) -> None:
    with pytest.raises(InvalidFile, match="The PDF is broken"):
        InvoiceFile.examined(pdf(*objects))


NOTE = b"/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</Type/Filespec/EF<</F 7 0 R>>>>>>]"
NOT_DRAWN = {
    "a thumbnail": text_page(stream(WORDS), FONT, BROKEN, rest=b"/Thumb 7 0 R"),
    "a page's metadata": text_page(stream(WORDS), FONT, BROKEN, rest=b"/Metadata 7 0 R"),
    "an image's metadata": scanned(zlib.compress(PIXELS), BROKEN, terms=b"/Metadata 7 0 R"),
    "another program's data": text_page(stream(WORDS), FONT, BROKEN, rest=b"/PieceInfo<</X<</Private 7 0 R>>>>"),
    "an attachment": text_page(stream(WORDS), FONT, BROKEN, rest=NOTE),
    "an ICC profile": scanned(zlib.compress(PIXELS), BROKEN, rest=b"/Group<</S/Transparency/CS[/ICCBased 7 0 R]>>"),
    "a font that is not used": text_page(
        stream(WORDS),
        FONT[:-2] + b"/FontDescriptor<</FontFile2 7 0 R>>>>",
        BROKEN,
        resources=b"/Properties<</G 6 0 R>>",
    ),
    "an image that is not drawn": text_page(
        stream(WORDS), FONT, stream(b"\x78\x9cno", IMAGE), resources=b"/XObject<</Y 7 0 R>>"
    ),
}


@pytest.mark.parametrize("place", NOT_DRAWN)
def test_a_damaged_stream_that_no_page_draws_is_ignored(place: str) -> None:
    """Regression: it was "broken"."""
    file = InvoiceFile.examined(pdf(*NOT_DRAWN[place]))

    assert file.damage == ""
    assert pypdfium2.PdfDocument(file.page(0))[0].render(scale=0.1).width > 0


@pytest.mark.parametrize("entry", [b"/OutputIntents[<</DestOutputProfile 6 0 R>>]", b"/Metadata 6 0 R"])
def test_a_damaged_stream_of_the_document_catalogue_is_ignored(entry: bytes) -> None:
    [catalogue, *rest] = text_page(stream(WORDS), BROKEN)
    content = pdf(catalogue[:-2] + entry + b">>", *rest)

    assert InvoiceFile.examined(content).page(0) == content


def test_a_page_with_a_damaged_logo_is_read_with_a_failed_check() -> None:
    drawn = WORDS + b" q 50 0 0 50 0 0 cm /X Do Q"

    file = InvoiceFile.examined(
        pdf(*text_page(stream(drawn), stream(b"\x78\x9cno", IMAGE), resources=b"/XObject<</X 6 0 R>>"))
    )

    assert (file.damage, "FT-77" in words(file.page(0))) == (INCOMPLETE, True)


def test_a_scan_in_many_thin_strips_has_its_resolution() -> None:
    """Regression: it was "broken", because none of its images is large."""
    strips = b"".join(b"q 612 0 0 7.92 0 %f cm /X Do Q " % (7.92 * n) for n in range(100))
    image = stream(bytes(850 * 11), IMAGE.replace(b"1100", b"11").replace(FLATE, b""))

    content = pdf(*text_page(stream(strips), image, resources=b"/XObject<</X 6 0 R>>"))

    assert InvoiceFile.examined(content).resolutions == (100,)


@pytest.mark.parametrize("box", [b"[0 792 612 0]", b"[612 0 0 792]", b"[612 792 0 0]"])
def test_a_media_box_may_be_given_by_any_two_opposite_corners(box: bytes) -> None:
    """Regression: it was "broken"."""
    drawing, scan = pdf(*text_page()), pdf(*scanned(zlib.compress(PIXELS)))

    for content, dpi in ((drawing, None), (scan, 100)):
        file = InvoiceFile.examined(content.replace(b"[0 0 612 792]", box))
        assert file.resolutions == (dpi,)


@pytest.mark.parametrize("number", [b".", b"1.2.3", b"-", b"9" * 400, b"1-2"])
def test_a_malformed_number_is_ignored(number: bytes) -> None:
    """Regression: the PDF was "broken", because its resolution could not be computed."""
    contents = b"q 612 %b 0 792 0 0 cm /X Do Q" % number
    image = stream(zlib.compress(PIXELS), IMAGE)

    file = InvoiceFile.examined(pdf(*text_page(stream(contents), image, resources=b"/XObject<</X 6 0 R>>")))

    assert file.page_count == 1


@pytest.mark.parametrize("form", [b"<</XFA null>>", b"<</XFA[]>>", b"[]", b"<<>>", b"null"])
def test_a_form_without_xfa_is_accepted(form: bytes) -> None:
    """Regression: `/XFA null` and `/XFA[]` were refused as XFA forms."""
    [catalogue, *rest] = text_page()

    assert InvoiceFile.examined(pdf(catalogue[:-2] + b"/AcroForm" + form + b">>", *rest)).page_count == 1


def test_a_split_page_keeps_only_what_is_drawn_of_its_annotations() -> None:
    """Regression: everything that could be reached from a page was copied, even other pages."""
    stamp = b"/Subtype/Form/BBox[0 0 200 50]/Resources<</Font<</F 5 0 R>>>>"
    note = b"<</Subtype/Stamp/F 4/Rect[72 500 272 550]/AP<</N 6 0 R>>/Contents(unseen)/Popup 7 0 R>>"
    rest = b"/Annots[" + note + b"<</Subtype/Link/Rect[0 0 9 9]/A 7 0 R>>]/PieceInfo 7 0 R/Rotate 90"
    shown = stream(b"BT /F 12 Tf 9 9 Td (PAID) Tj ET", stamp + b"/PieceInfo<</X 7 0 R>>")
    [catalogue, _, *objects] = text_page(stream(WORDS), shown, b"[(unseen)]", rest=rest)
    tree = b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"

    [first, _] = InvoiceFile.examined(pdf(catalogue, tree, *objects)).split([0, 1])

    [sheet] = PdfReader(BytesIO(first)).pages
    [kept] = as_list(sheet["/Annots"])
    assert (b"unseen" in first, b"(PAID)" in first, sheet.rotation) == (False, True, 90)
    assert sorted(kept) == ["/AP", "/F", "/Rect", "/Subtype"]
