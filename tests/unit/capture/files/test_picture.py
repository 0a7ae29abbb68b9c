"""Pictures of pages: upright as a viewer shows them, small, and drawn in a process that can be ended."""

from io import BytesIO
from typing import Any

import pytest
from fpdf import FPDF
from PIL import Image

from faktura.capture.errors import NoSuchPage, PageNotDrawn
from faktura.capture.files.picture import MAX_SIDE_PIXELS, drawn
from faktura.capture.files.picture_process import picture

TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
KINDS = [
    *(("JPEG", mode) for mode in ("RGB", "CMYK", "L")),
    *(("PNG", mode) for mode in ("RGB", "RGBA", "P", "I;16")),
    *(("TIFF", mode) for mode in ("RGB", "1", "CMYK", "I;16")),
]


@pytest.fixture(autouse=True)
def _limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "1")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


def marked(mode: str, turn: Any = None) -> Image.Image:
    """A page that is black at its top left, with its pixels turned."""
    image = Image.new("L", (600, 900), 255)
    image.paste(0, (0, 0, 200, 150))
    turned = image if turn is None else image.transpose(turn)
    if mode == "I;16":
        return turned.point(lambda value: value * 257, "I").convert("I;16")
    return turned.convert("RGB").convert(mode)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("L")


def paper(width: float, height: float, pages: int = 1) -> bytes:
    """A PDF with pages of this size in points."""
    pdf = FPDF(unit="pt", format=(width, height))
    for _ in range(pages):
        pdf.add_page()
    return bytes(pdf.output())


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize(("kind", "mode"), KINDS)
def test_a_turned_image_is_shown_upright(kind: str, mode: str, orientation: int) -> None:
    file, exif = BytesIO(), Image.Exif()
    exif[274] = orientation
    terms: dict[str, Any] = {"tiffinfo": {274: orientation}} if kind == "TIFF" else {"exif": exif}
    marked(mode, TURNS[orientation]).save(file, kind, **terms)

    shown = opened(drawn(file.getvalue(), 1) or b"")

    assert shown.size == (600, 900)
    corners = [shown.getpixel(place) for place in ((50, 50), (550, 50), (50, 850), (550, 850))]
    assert [corner < 128 for corner in corners] == [True, False, False, False]  # type: ignore[operator]


@pytest.mark.parametrize(("width", "height"), [(14_400, 14_400), (14_400, 20), (20, 20), (612, 792)])
def test_a_page_of_any_size_has_a_small_picture(width: float, height: float) -> None:
    shown = opened(picture(paper(width, height), 1))

    assert 1 <= min(shown.size) <= max(shown.size) <= MAX_SIDE_PIXELS


def test_each_of_twenty_pages_of_a_tiff_is_shown() -> None:
    sheets, file = [Image.new("L", (300, 400), 10 * number) for number in range(20)], BytesIO()
    sheets[0].save(file, "TIFF", save_all=True, append_images=sheets[1:])

    greys = [opened(drawn(file.getvalue(), number) or b"").getpixel((9, 9)) for number in (1, 10, 20)]

    assert greys == [0, 90, 190]


def test_a_page_after_the_last_is_no_page() -> None:
    with pytest.raises(NoSuchPage):
        picture(paper(612, 792, pages=20), 21)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"\xff\xd8\xff" + bytes(999), b"II*\x00" + bytes(99)])
def test_a_file_that_cannot_be_drawn_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(PageNotDrawn):
        picture(content, 1)
