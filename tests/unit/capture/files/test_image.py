"""JPEGs and PNGs as phones, screenshots and broken transfers make them."""

from io import BytesIO
from struct import pack
from typing import Any
from zlib import compress, crc32

import pytest
from PIL import Image, ImageDraw

from faktura.capture.errors import InvalidFile
from faktura.capture.files.invoice_file import InvoiceFile

END = b"\xff\xd9"
SIZE = (400, 300)


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "100")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


def drawing(mode: str = "RGB", paper: Any = "white", size: tuple[int, int] = SIZE) -> Image.Image:
    image = Image.new(mode, size, paper)
    pen = ImageDraw.Draw(image)
    for left in range(10, size[0], 12):
        pen.rectangle((left, left // 3, left + 5, size[1]), fill=(left % 256, 0, 0))
    return image


def jpeg(**options: Any) -> bytes:
    written = BytesIO()
    drawing().save(written, "JPEG", **options)
    return written.getvalue()


def phones_jpeg(turn: int | None = None) -> bytes:
    """A photograph followed by a smaller one, to which its MP index points."""
    written, exif = BytesIO(), Image.Exif()
    if turn:
        exif[274] = turn
    small = drawing(size=(100, 75))
    drawing().save(written, "MPO", save_all=True, append_images=[small], exif=exif, dpi=(300, 300))
    return written.getvalue()


@pytest.mark.parametrize("turn", [None, 6])
def test_of_a_phones_jpeg_only_the_first_image_is_read(turn: int | None) -> None:
    """Regression: the local Textract refused it as a document of several pages."""
    content = phones_jpeg(turn)

    file = InvoiceFile.examined(content)

    assert (file.media_type, file.resolutions, file.damage) == ("image/jpeg", (300,), "")
    assert file.page(0) == content


def test_a_phones_jpeg_whose_second_image_is_truncated_is_complete() -> None:
    content = phones_jpeg()[:-200]

    assert InvoiceFile.examined(content).damage == ""


@pytest.mark.parametrize(
    "options",
    [{}, {"progressive": True}, {"quality": 30, "subsampling": 0}, {"restart_marker_rows": 2}, {"keep_rgb": True}],
    ids=["baseline", "progressive", "coarse", "restarting", "RGB"],
)
@pytest.mark.parametrize("after", [b"", b"\0" * 500, b"\xff"], ids=["nothing", "zeros", "half a marker"])
def test_a_jpeg_without_end_marker_that_decodes_completely_is_read_with_a_failed_check(
    options: dict[str, Any], after: bytes
) -> None:
    """Regression: it was refused as incomplete."""
    complete = jpeg(**options)
    assert complete.endswith(END)

    file = InvoiceFile.examined(complete[:-2] + after)

    assert file.damage.startswith("The JPEG image has no end marker")
    assert Image.open(BytesIO(file.page(0))).tobytes() == Image.open(BytesIO(complete)).tobytes()
    assert file.content == complete[:-2] + after


@pytest.mark.parametrize("options", [{}, {"progressive": True}], ids=["baseline", "progressive"])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_a_jpeg_without_end_marker_and_with_missing_pixels_is_refused(options: dict[str, Any], share: float) -> None:
    content = jpeg(**options)

    with pytest.raises(InvalidFile, match="The file is not a complete JPEG image"):
        InvoiceFile.examined(content[: int(len(content) * share)])


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"subsampling": 0}], ids=["baseline", "progressive", "4"]
)
@pytest.mark.parametrize("share", [0.4, 0.72, 0.97])
@pytest.mark.parametrize("after", [b"", bytes(500)], ids=["nothing", "zeros"])
def test_a_truncated_jpeg_with_an_end_marker_is_read_with_a_failed_check(
    options: dict[str, Any], share: float, after: bytes
) -> None:
    """Regression: it was taken as complete, and an amount below the cut as not printed."""
    content = jpeg(**options)
    cut = content[: int(len(content) * share)] + END + after

    file = InvoiceFile.examined(cut)

    assert file.damage == "The lower part of the JPEG image is missing, so the invoice may be incomplete"
    assert file.page(0) == cut


@pytest.mark.parametrize("after", [b"", bytes(500), END, jpeg()], ids=["nothing", "zeros", "an end", "a JPEG"])
@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"restart_marker_rows": 2}, {"optimize": True}, {"quality": 100}], ids=str
)
def test_a_jpeg_with_an_end_marker_is_complete_whatever_follows(options: dict[str, Any], after: bytes) -> None:
    assert InvoiceFile.examined(jpeg(**options) + after).damage == ""


def test_a_truncated_jpeg_is_not_ended_by_the_end_marker_of_the_next_image() -> None:
    """Regression: it was taken as complete."""
    with pytest.raises(InvalidFile, match="The file is not a complete JPEG image"):
        InvoiceFile.examined(jpeg()[:3000] + jpeg())


def png(rows: int, mode: str, level: Any = 0, claimed: int = 300) -> bytes:
    """A PNG of so many rows whose header claims others."""
    written = BytesIO()
    Image.new(mode, (400, rows), level).save(written, "PNG")
    content = written.getvalue()
    header = b"IHDR" + content[16:20] + pack(">I", claimed) + content[24:29]
    return content[:12] + header + pack(">I", crc32(header)) + content[33:] + bytes(500)


MODES = {"1": 1, "L": 255, "P": 1, "RGB": (255, 255, 255), "RGBA": (255, 255, 255, 255), "LA": (255, 255), "I;16": 7}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("rows", [1, 177, 299])
def test_a_png_with_missing_rows_is_read_with_a_failed_check(mode: str, rows: int) -> None:
    """Regression: it was taken as complete: missing rows are black, or white where transparent."""
    file = InvoiceFile.examined(png(rows, mode, MODES[mode]))

    assert file.damage == "The lower part of the PNG image is missing, so the invoice may be incomplete"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("is_black", [False, True])
def test_a_png_with_all_rows_is_complete_even_if_they_are_black(mode: str, is_black: bool) -> None:
    assert InvoiceFile.examined(png(300, mode, 0 if is_black else MODES[mode])).damage == ""


@pytest.mark.parametrize("size", [(1, 1), (9, 5), (4, 300), (401, 3)])
def test_an_interlaced_png_is_complete_or_refused(size: tuple[int, int]) -> None:
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    widths = [(len(range(left, size[0], across)), range(top, size[1], down)) for left, top, across, down in passes]
    rows = b"".join((b"\0" + bytes(columns)) * len(lines) for columns, lines in widths if columns)

    assert InvoiceFile.examined(interlaced(size, rows)).damage == ""
    with pytest.raises(InvalidFile, match="The file is not a complete PNG image"):
        InvoiceFile.examined(interlaced(size, rows[: len(rows) // 2]))


def interlaced(size: tuple[int, int], rows: bytes) -> bytes:
    chunks = {b"IHDR": pack(">IIBBBBB", *size, 8, 0, 0, 0, 1), b"IDAT": compress(rows), b"IEND": b""}
    written = (pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data)) for kind, data in chunks.items())
    return b"\x89PNG\r\n\x1a\n" + b"".join(written) + bytes(100)


def test_of_an_animated_png_only_the_first_image_is_read() -> None:
    written = BytesIO()
    drawing().save(written, "PNG", save_all=True, append_images=[drawing(size=SIZE, paper="grey")] * 3)
    content = written.getvalue()

    file = InvoiceFile.examined(content)

    assert (file.page_count, file.page(0)) == (1, content)


TRANSPARENT: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "RGBA": ("RGBA", (0, 0, 0, 0), {}),
    "LA": ("LA", (0, 0), {}),
    "grey with a transparent level": ("L", 7, {"transparency": 7}),
    "colour with a transparent one": ("RGB", (7, 7, 7), {"transparency": (7, 7, 7)}),
    "palette": ("P", 1, {"transparency": 1}),
    "palette with depths": ("P", 1, {"transparency": b"\xff\0"}),
    "black and white": ("1", 1, {"transparency": 255}),
    "16 bits": ("I;16", 700, {"transparency": 700}),
}


@pytest.mark.parametrize("kind", TRANSPARENT)
def test_transparent_pixels_become_white(kind: str) -> None:
    mode, glass, options = TRANSPARENT[kind]
    image, written = Image.new(mode, SIZE, glass), BytesIO()
    if mode == "P":
        image.putpalette([0, 0, 0, 9, 9, 9])
    image.paste({"RGBA": (0, 0, 0, 255), "LA": (0, 255), "RGB": (0, 0, 0)}.get(mode, 0), (10, 10, 60, 60))
    image.save(written, "PNG", **options)

    shown = Image.open(BytesIO(InvoiceFile.examined(written.getvalue()).page(0))).convert("L")

    assert shown.getpixel((300, 200)) > 250  # type: ignore[operator]  # of its only band
    assert shown.getpixel((20, 20)) < 5  # type: ignore[operator]


def test_a_rotated_transparent_png_is_turned_upright() -> None:
    written, turned = BytesIO(), Image.Exif()
    turned[274] = 6
    drawing("RGBA", (0, 0, 0, 0)).save(written, "PNG", exif=turned)

    assert Image.open(BytesIO(InvoiceFile.examined(written.getvalue()).page(0))).size == SIZE[::-1]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_a_plain_png_is_not_converted(mode: str) -> None:
    written = BytesIO()
    drawing().convert(mode).save(written, "PNG")

    assert InvoiceFile.examined(written.getvalue()).page(0) == written.getvalue()
