import zlib
from random import Random

import pytest

from faktura.capture.errors import FileTooLarge, FileTooSmall, InvalidFile, UnsupportedFormat
from faktura.capture.files.invoice_file import InvoiceFile
from tests.support.capture.documents import (
    CATALOGUE,
    image,
    page,
    pdf,
    png_that_claims,
    stream,
    tiff,
)
from tests.support.capture.documents import pages as pdf_of

NOISE = Random(1).randbytes(60_000)
LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%b)/U(%b)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
PAGE = b"<</Type/Page/Parent 2 0 R>>"
JUNK = b"junk before\n"
BULK = stream(b" " * 60_000)


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "51200")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (image("JPEG"), "image/jpeg"),
        (image("JPEG", mode="CMYK"), "image/jpeg"),
        (image("PNG"), "image/png"),
        (image("TIFF"), "image/tiff"),
        (page(), "application/pdf"),
        (JUNK + page(), "application/pdf"),
        (page(stream(image("JPEG"), b"/Subtype/Image/Width 700/Height 700/Filter/DCTDecode")), "application/pdf"),
        (page(stream(b"scan", b"/Subtype/Image/Width 700/Height 700/Filter[/JBIG2Decode]")), "application/pdf"),
    ],
    ids=["JPEG", "CMYK", "PNG", "TIFF", "PDF", "PDF after junk", "PDF of a photograph", "PDF of a scan"],
)
def test_the_media_type_is_detected_from_the_content(content: bytes, media_type: str) -> None:
    file = InvoiceFile.examined(content)

    assert (file.content, file.media_type, file.page_count) == (content, media_type, 1)
    assert file.page(0) == content.removeprefix(JUNK)


@pytest.mark.parametrize("length", [51_200, 10_485_760])
def test_files_of_the_minimum_and_maximum_size_are_accepted(length: int) -> None:
    content = image("PNG", side=100)
    content += b"\0" * (length - len(content))

    assert InvoiceFile.examined(content).media_type == "image/png"


@pytest.mark.parametrize(
    ("length", "refusal", "message"),
    [
        (0, FileTooSmall, "The file has 0 bytes; the minimum is 50 KB."),
        (51_199, FileTooSmall, "The file has 51199 bytes; the minimum is 50 KB."),
        (10_485_761, FileTooLarge, "The file has 10485761 bytes; the maximum is 10 MB."),
    ],
)
def test_a_file_of_the_wrong_size_is_refused_with_the_limit(
    length: int, refusal: type[InvalidFile], message: str
) -> None:
    with pytest.raises(refusal) as refused:
        InvoiceFile.examined(b"\xff\xd8\xff".ljust(length, b"\0")[:length])

    assert refused.value.message == message


@pytest.mark.parametrize(
    "content", [image("GIF"), image("WEBP", mode="RGB", lossless=True), b"hello" * 20_000, bytes(60_000)]
)
def test_a_file_of_another_format_is_not_supported(content: bytes) -> None:
    with pytest.raises(UnsupportedFormat):
        InvoiceFile.examined(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (page(trailer=LOCK), "The PDF is encrypted."),
        (pdf_of(21), "The PDF has 21 pages; it must have 1 to 20."),
        (pdf_of(0), "The PDF has 0 pages; it must have 1 to 20."),
        (
            pdf(b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 5 0 R>>>>", CATALOGUE[1], PAGE, BULK, stream(b"<xdp/>")),
            "The PDF is an XFA form, which is not supported.",
        ),
        (pdf(CATALOGUE[0], b"<</Type/Pages/Kids[2 0 R]/Count 1>>", BULK), "The PDF is broken."),
        (page()[:55_000], "The PDF is broken."),
        (b"%PDF-1.4\n" + NOISE, "The PDF is broken."),
        (b"%PDF-1.4\n1 0 obj " + b"<<" * 100_000, "The PDF is broken."),
        (page(b"[" * 20_000 + b"]" * 20_000), "The PDF is broken."),
        (image("JPEG")[:-40_000], "The file is not a complete JPEG image."),
        (image("PNG")[:-40_000], "The file is not a complete PNG image."),
        (b"\xff\xd8\xff" + NOISE, "The file is not a complete JPEG image."),
        (b"\x89PNG\r\n\x1a\n" + NOISE, "The file is not a complete PNG image."),
        (b"II*\x00" + NOISE, "The file is not a complete TIFF image."),
        (tiff(frames=21), "The TIFF has more than 20 pages, which is the maximum."),
        (tiff(frames=3)[:-40_000], "The file is not a complete TIFF image."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(InvalidFile) as refused:
        InvoiceFile.examined(content)

    assert refused.value.message == message


@pytest.mark.parametrize(
    "content",
    [
        png_that_claims(30_000, 30_000),
        png_that_claims(9_000, 9_000),
        png_that_claims(10_001, 10),
        page(stream(zlib.compress(zlib.compress(bytes(60_000_000))), b"/Filter[/FlateDecode/FlateDecode]")),
        page(*[stream(zlib.compress(bytes(10_000_000)), b"/Filter/FlateDecode") for _ in range(6)]),
        page(stream(b"x", b"/Subtype/Image/Width 30000/Height 30000/Filter/DCTDecode")),
        page(b"[" + b"<<>> " * 25_000 + b"]"),
    ],
    ids=[
        "pixels",
        "pixels with sides within the limit",
        "a long side",
        "two Flates",
        "many Flates",
        "an image in a PDF",
        "many parts",
    ],
)
def test_a_decompression_bomb_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidFile):
        InvoiceFile.examined(content)
