"""Documents of several pages: their number, their resolutions, and splitting them."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from faktura.capture.files.invoice_file import InvoiceFile
from tests.support.builders import pims_invoice
from tests.support.capture.documents import image, joined, pages, tiff
from tests.support.paper import page, photograph


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "1000")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


@pytest.mark.parametrize("count", [2, 20])
def test_a_pdf_is_split_into_pdfs_of_one_page(count: int) -> None:
    file = InvoiceFile.examined(joined(*(page(pims_invoice(invoiceNumber=f"N{n}")) for n in range(count))))

    given = [PdfReader(BytesIO(file.page(number))) for number in range(file.page_count)]

    assert [len(pdf.pages) for pdf in given] == [1] * count
    assert [f"Invoice Number: N{n}" in pdf.pages[0].extract_text() for n, pdf in enumerate(given)] == [True] * count


@pytest.mark.parametrize(
    ("mode", "options", "kind"),
    [
        ("1", {"compression": "group4"}, "PNG"),
        ("L", {}, "JPEG"),
        ("RGB", {"compression": "jpeg"}, "JPEG"),
        ("P", {}, "JPEG"),
    ],
)
def test_a_tiff_is_split_into_images(mode: str, options: dict[str, Any], kind: str) -> None:
    frames = [Image.new("L", (400, 300 + n), 200).convert(mode) for n in range(3)]
    written = BytesIO()
    frames[0].save(written, "TIFF", save_all=True, append_images=frames[1:], **options)

    file = InvoiceFile.examined(written.getvalue())

    given = [Image.open(BytesIO(file.page(number))) for number in range(file.page_count)]
    assert [(one.format, one.size) for one in given] == [(kind, (400, 300 + n)) for n in range(3)]


def test_a_tiff_of_twenty_pages_is_accepted() -> None:
    assert InvoiceFile.examined(tiff(frames=20)).page_count == 20


@pytest.mark.parametrize("form", ["JPEG", "PNG", "PDF"])
@pytest.mark.parametrize("dpi", [300, 200])
def test_the_resolution_of_a_scan_is_the_one_it_was_made_with(form: str, dpi: int) -> None:
    assert InvoiceFile.examined(photograph(pims_invoice(), form, dpi)).resolutions == (dpi,)


@pytest.mark.parametrize(
    ("width", "height", "density", "dpi"),
    [
        (2550, 3300, None, 300),
        (3300, 2550, None, 300),
        (2480, 3508, None, 319),
        (3000, 4000, 72, 364),
        (600, 1200, 300, 300),
        (1275, 1650, None, 150),
    ],
    ids=["letter", "on its side", "A4", "a camera's 72 DPI", "a small receipt", "half the resolution"],
)
def test_an_image_without_a_credible_density_is_taken_as_letter_paper(
    width: int, height: int, density: int | None, dpi: int
) -> None:
    written = BytesIO()
    options = {"dpi": (density, density)} if density else {}
    Image.new("L", (width, height)).save(written, "JPEG", **options)

    assert InvoiceFile.examined(written.getvalue()).resolutions == (dpi,)


def test_a_page_of_text_with_a_logo_has_no_resolution() -> None:
    with_logo = PdfWriter(BytesIO(page(pims_invoice())))
    logo = PdfReader(BytesIO(_image_pdf(200, 100, dpi=100))).pages[0]
    with_logo.pages[0].merge_page(logo)

    assert InvoiceFile.examined(_written(with_logo)).resolutions == (None,)


def test_the_resolution_of_a_rotated_image_within_a_form_is_found() -> None:
    scan = PdfReader(BytesIO(_image_pdf(1700, 2200, dpi=200))).pages[0]
    sheet = PdfWriter()
    sheet.add_blank_page(792, 612).merge_rotated_page(scan, 90, expand=True)

    assert InvoiceFile.examined(_written(sheet)).resolutions == (200,)


def test_each_page_has_its_own_resolution() -> None:
    mixed = joined(page(pims_invoice()), _image_pdf(2550, 3300, dpi=300), _image_pdf(850, 1100, dpi=100))

    assert InvoiceFile.examined(mixed).resolutions == (None, 300, 100)


def test_empty_pages_have_no_resolution() -> None:
    assert InvoiceFile.examined(pages(3)).resolutions == (None, None, None)


def test_a_single_plain_image_is_not_converted() -> None:
    content = image("TIFF")

    assert InvoiceFile.examined(content).page(0) is content


def _image_pdf(width: int, height: int, dpi: int) -> bytes:
    written = BytesIO()
    Image.effect_noise((width, height), 20).save(written, "PDF", resolution=dpi)
    return written.getvalue()


def _written(pdf: PdfWriter) -> bytes:
    written = BytesIO()
    pdf.write(written)
    return written.getvalue()
