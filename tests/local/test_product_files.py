"""Unusual and damaged files of other software, over HTTP on the running stack with its real OCR."""

import zlib
from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.support.builders import pims_invoice
from tests.support.capture.documents import (
    CATALOGUE,
    pdf,
    stream,
    wrong_checksum,
)
from tests.support.capture.documents import page as page_drawing
from tests.support.capture.tiffs import Directory, bound
from tests.support.local.calls import Caller
from tests.support.local.stacks import Served
from tests.support.paper import page, photograph, raster

DPI = 120
BULK = b"\n" * 52_000
"""Appended to a small file, which would be refused for its size."""
CHARGES = [222.8, 353.4, 54.6, 101.59]
DAMAGED = "Part of the PDF is damaged, so the invoice may be incomplete"


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("files", firstName="Ana", lastName="Ortiz", email="files@example.com").status_code == 200
    return mga


def numbered(number: str, **changes: Any) -> dict[str, Any]:
    return pims_invoice(invoiceNumber=number, **changes)


def sheet(number: str) -> Image.Image:
    return raster(numbered(number), DPI).convert("L")


def on_glass(number: str) -> Image.Image:
    """The page in black on a transparent background."""
    paper = sheet(number)
    glass = Image.new("LA", paper.size, (0, 0))
    glass.putalpha(paper.point(lambda level: 255 - level))
    return glass


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue() + BULK


def several(*documents: bytes) -> bytes:
    pages, written = PdfWriter(), BytesIO()
    for document in documents:
        pages.add_page(PdfReader(BytesIO(document)).pages[0])
    pages.write(written)
    return written.getvalue() + BULK


def scan(number: str, spoil: Any, counted_from: int = 0, rest: bytes = b"") -> bytes:
    """A page with one image whose compressed bytes are damaged. The sixth object is not a Flate stream."""
    image = sheet(number)
    terms = b"/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width %d/Height %d" % image.size
    leaf = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>%b>>" % rest
    )
    picture = stream(spoil(zlib.compress(image.tobytes(), 1)), terms + b"/Filter/FlateDecode")
    broken = stream(b"no Flate", b"/Filter/FlateDecode")
    drawn = stream(b"q 612 0 0 792 0 0 cm /X Do Q")
    return pdf(*CATALOGUE, leaf, drawn, picture, broken, counted_from=counted_from) + BULK


def read(answer: requests.Response) -> tuple[str, float, list[float]]:
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    return data["invoiceNumber"], data["totalAmount"], [line["totalPrice"] for line in data["lineItems"]]


def failed(answer: requests.Response, field: str) -> list[str]:
    checks = answer.json()["validationResults"]["checks"]
    return [check["message"] for check in checks if (check["field"], check["status"]) == (field, "failed")]


def test_a_tiffs_transparent_pages_are_read_and_its_previews_are_not(alpha: Caller) -> None:
    """Regression: page two was read as black (OCR_FAILED), and a preview as another page of the same charges."""
    preview = Directory(sheet("TT-1").resize((340, 440)), {254: (1,)})
    further = Directory(Image.new("LA", (300, 200), (0, 0)))

    answer = alpha.processed("files", bound(preview, further, Directory(on_glass("TT-1"))))

    assert read(answer) == ("TT-1", 732.39, CHARGES)


def test_an_animated_transparent_png_is_its_first_picture(alpha: Caller) -> None:
    """Regression: the local Textract refused it as a document of several pages."""
    first = on_glass("AP-1").convert("RGBA")

    answer = alpha.processed(
        "files", encoded(first, "PNG", save_all=True, append_images=[Image.new("RGBA", first.size)])
    )

    assert read(answer) == ("AP-1", 732.39, CHARGES)


def test_a_phones_jpeg_is_its_first_picture(alpha: Caller) -> None:
    """Regression: the local Textract refused it as a document of several pages."""
    second = sheet("XX-9").resize((400, 500))

    answer = alpha.processed("files", encoded(sheet("MP-1"), "MPO", save_all=True, append_images=[second], quality=90))

    assert read(answer) == ("MP-1", 732.39, CHARGES)
    assert failed(answer, "file") == []


def test_a_jpeg_without_its_end_is_read_with_a_failed_check(alpha: Caller) -> None:
    """Regression: it was 400."""
    whole = photograph(numbered("NE-1"), dpi=DPI)

    answer = alpha.processed("files", whole[:-2])

    assert read(answer) == ("NE-1", 732.39, CHARGES)
    assert failed(answer, "file") == [
        "The JPEG image has no end marker, so its end may be missing; all of its pixels could be read"
    ]
    assert alpha.process("files", whole[: len(whole) * 3 // 4]).status_code == 400


def test_a_scan_with_a_wrong_checksum_leading_bytes_or_a_broken_thumbnail_is_read(alpha: Caller) -> None:
    """Regression: each of the three was 400, "The PDF is broken"."""
    content = b"x" * 1024 + scan("WC-1", wrong_checksum, counted_from=1024, rest=b"/Thumb 6 0 R/Metadata 6 0 R")

    answer = alpha.processed("files", content)

    assert read(answer) == ("WC-1", 732.39, CHARGES)
    assert failed(answer, "file") == []


def test_a_scan_whose_end_is_missing_is_read_with_a_failed_check(alpha: Caller) -> None:
    """Regression: it was 400, "The PDF is broken". Viewers show the part that is there."""
    answer = alpha.processed("files", scan("CS-1", lambda packed: packed[: len(packed) * 3 // 4]))

    assert read(answer)[0] == "CS-1"
    assert failed(answer, "file") == [DAMAGED]


@pytest.mark.parametrize("count", [1, 17, 511, 1024])
def test_other_softwares_bytes_before_a_pdf_are_skipped_and_kept(alpha: Caller, count: int) -> None:
    """Regression: it was 400, "The PDF is broken", for most counts."""
    content = b"\x00" * count + page(numbered(f"LB-{count}")) + BULK

    answer = alpha.processed("files", content)

    assert read(answer) == (f"LB-{count}", 732.39, CHARGES)
    assert _kept(alpha, answer) == content


def _kept(alpha: Caller, answer: requests.Response) -> bytes:
    """The request's file in the bucket."""
    stack = alpha.stack
    bucket, client = stack.physical("CaptureBucket"), stack.client("s3")
    keys = [found["Key"] for found in client.list_objects_v2(Bucket=bucket, Prefix="originals/")["Contents"]]
    [key] = [key for key in keys if answer.json()["requestId"] in key]
    return bytes(client.get_object(Bucket=bucket, Key=key)["Body"].read())


def test_two_invoices_in_one_file_are_reported(alpha: Caller) -> None:
    """Regression: INV-12 was taken for a repetition of INV-1."""
    second = numbered("INV-12", total=99.5)

    answer = alpha.processed("files", several(page(numbered("INV-1")), page(second)))

    assert "The document has several invoice numbers: INV-1 and INV-12" in failed(answer, "invoiceNumber")
    assert answer.json()["validationResults"]["passed"] is False
    repeated = alpha.processed("files", several(page(numbered("INV-3")), page(numbered("INV-3"))))
    assert failed(repeated, "invoiceNumber") == []


REFUSED = {
    "a BigTIFF": (b"II+\0\x08\0\0\0" + BULK, "UNSUPPORTED_FORMAT", "The file is a BigTIFF"),
    "a float TIFF": (
        bound(Directory(Image.new("F", (300, 300), 0.5))),
        "UNSUPPORTED_FORMAT",
        "The TIFF has floating-point samples",
    ),
    "a PDF after 1,025 bytes": (
        b" " * 1025 + page(numbered("N")) + BULK,
        "UNSUPPORTED_FORMAT",
        "The file is not a PDF",
    ),
    "a bomb after other bytes": (
        b"x" * 300
        + page_drawing(stream(zlib.compress(zlib.compress(bytes(60_000_000))), b"/Filter[/FlateDecode/FlateDecode]")),
        "INVALID_FILE",
        "The PDF's content is too large when decompressed.",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_an_unreadable_file_is_refused_by_name(alpha: Caller, kind: str) -> None:
    content, code, message = REFUSED[kind]

    answer = alpha.processed("files", content)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert answer.json()["error"]["message"].startswith(message)
