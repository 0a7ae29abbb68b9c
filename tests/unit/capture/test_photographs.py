"""JPEGs and PNGs as phones, screens and broken transfers make them."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

from faktura.capture.errors import InvalidFile
from faktura.capture.files import InvoiceFile

END = b"\xff\xd9"
SIZE = (400, 300)


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLEST_FILE", "100")
    monkeypatch.setenv("LARGEST_FILE", "10485760")


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
    """A photograph with a smaller one behind it, to which its MP index points."""
    written, exif = BytesIO(), Image.Exif()
    if turn:
        exif[274] = turn
    small = drawing(size=(100, 75))
    drawing().save(written, "MPO", save_all=True, append_images=[small], exif=exif, dpi=(300, 300))
    return written.getvalue()


@pytest.mark.parametrize("turn", [None, 6])
def test_a_phones_jpeg_is_its_first_picture(turn: int | None) -> None:
    """The stand-in refused it as a document of several pages."""
    content = phones_jpeg(turn)

    file = InvoiceFile.examined(content)

    assert (file.media_type, file.resolutions, file.damage) == ("image/jpeg", (300,), "")
    assert file.page(0) == content


def test_a_phones_jpeg_whose_second_picture_is_cut_off_is_whole() -> None:
    content = phones_jpeg()[:-200]

    assert InvoiceFile.examined(content).damage == ""


@pytest.mark.parametrize(
    "options",
    [{}, {"progressive": True}, {"quality": 30, "subsampling": 0}, {"restart_marker_rows": 2}, {"keep_rgb": True}],
    ids=["baseline", "progressive", "coarse", "restarting", "RGB"],
)
@pytest.mark.parametrize("behind", [b"", b"\0" * 500, b"\xff"], ids=["nothing", "zeros", "half a marker"])
def test_a_jpeg_without_its_end_that_decodes_whole_is_read_with_a_failed_check(
    options: dict[str, Any], behind: bytes
) -> None:
    """It was "no whole JPEG picture"."""
    whole = jpeg(**options)
    assert whole.endswith(END)

    file = InvoiceFile.examined(whole[:-2] + behind)

    assert file.damage.startswith("The JPEG image has no end marker")
    assert Image.open(BytesIO(file.page(0))).tobytes() == Image.open(BytesIO(whole)).tobytes()
    assert file.content == whole[:-2] + behind


@pytest.mark.parametrize("options", [{}, {"progressive": True}], ids=["baseline", "progressive"])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_a_jpeg_of_which_pixels_are_missing_is_refused(options: dict[str, Any], share: float) -> None:
    content = jpeg(**options)

    with pytest.raises(InvalidFile, match="The file is no whole JPEG picture"):
        InvoiceFile.examined(content[: int(len(content) * share)])


def test_an_animated_png_is_its_first_picture() -> None:
    written = BytesIO()
    drawing().save(written, "PNG", save_all=True, append_images=[drawing(size=SIZE, paper="grey")] * 3)
    content = written.getvalue()

    file = InvoiceFile.examined(content)

    assert (file.pages, file.page(0)) == (1, content)


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
def test_what_is_transparent_is_white(kind: str) -> None:
    mode, glass, options = TRANSPARENT[kind]
    image, written = Image.new(mode, SIZE, glass), BytesIO()
    if mode == "P":
        image.putpalette([0, 0, 0, 9, 9, 9])
    image.paste({"RGBA": (0, 0, 0, 255), "LA": (0, 255), "RGB": (0, 0, 0)}.get(mode, 0), (10, 10, 60, 60))
    image.save(written, "PNG", **options)

    shown = Image.open(BytesIO(InvoiceFile.examined(written.getvalue()).page(0))).convert("L")

    assert shown.getpixel((300, 200)) > 250  # type: ignore[operator]  # of its only band
    assert shown.getpixel((20, 20)) < 5  # type: ignore[operator]


def test_a_transparent_png_that_lies_on_its_side_is_given_upright() -> None:
    written, turned = BytesIO(), Image.Exif()
    turned[274] = 6
    drawing("RGBA", (0, 0, 0, 0)).save(written, "PNG", exif=turned)

    assert Image.open(BytesIO(InvoiceFile.examined(written.getvalue()).page(0))).size == SIZE[::-1]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_a_plain_png_is_given_as_it_came(mode: str) -> None:
    written = BytesIO()
    drawing().convert(mode).save(written, "PNG")

    assert InvoiceFile.examined(written.getvalue()).page(0) == written.getvalue()
