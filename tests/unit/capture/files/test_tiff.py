"""The pages of a TIFF, and how they are converted for OCR."""

from io import BytesIO

import pytest
from PIL import Image

from faktura.capture.errors import InvalidFile, UnsupportedFormat
from faktura.capture.files.invoice_file import InvoiceFile
from tests.support.capture.tiffs import Directory, bound

NEW_SUBFILE_TYPE, SUBFILE_TYPE = 254, 255
SIZE = (300, 200)
BLACK, WHITE = 40, 215


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "1000")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


def grey(level: int, size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("L", size, level)


def preview(tag: int, value: int, size: tuple[int, int] = (30, 20)) -> Directory:
    return Directory(grey(99, size), {tag: (value,)})


def shown(file: InvoiceFile, number: int = 0) -> Image.Image:
    return Image.open(BytesIO(file.page(number))).convert("L")


@pytest.mark.parametrize(
    "directories",
    [
        [preview(NEW_SUBFILE_TYPE, 1), Directory(grey(10)), Directory(grey(20))],
        [Directory(grey(10)), preview(NEW_SUBFILE_TYPE, 1, (150, 100)), Directory(grey(20))],
        [Directory(grey(10)), Directory(grey(20)), preview(NEW_SUBFILE_TYPE, 3)],
        [Directory(grey(10)), preview(NEW_SUBFILE_TYPE, 4, SIZE), Directory(grey(20)), preview(NEW_SUBFILE_TYPE, 5)],
        [
            Directory(grey(10), {SUBFILE_TYPE: (3,)}),
            preview(SUBFILE_TYPE, 2),
            Directory(grey(20), {SUBFILE_TYPE: (1,)}),
        ],
        [Directory(grey(10), {NEW_SUBFILE_TYPE: (2,)}), Directory(grey(20), {NEW_SUBFILE_TYPE: (2,)})],
        [Directory(grey(10), within=[Directory(grey(99)), Directory(grey(98))]), Directory(grey(20))],
        [preview(NEW_SUBFILE_TYPE, 1)] * 30 + [Directory(grey(10)), Directory(grey(20))],
        [Directory(Image.new("F", (9, 9)), {NEW_SUBFILE_TYPE: (1,)}), Directory(grey(10)), Directory(grey(20))],
        [Directory(grey(1), {NEW_SUBFILE_TYPE: (1,), 258: (7,)}), Directory(grey(10)), Directory(grey(20))],
    ],
    ids=[
        "a preview first",
        "an overview between",
        "a preview of several pages at the end",
        "masks",
        "the old tag",
        "pages marked as pages",
        "directories within",
        "many previews",
        "a preview of floating-point samples",
        "a preview that Pillow cannot open",
    ],
)
def test_previews_and_masks_are_no_pages(directories: list[Directory]) -> None:
    """Regression: a preview was read as a page: each line item came twice, and the lower resolution counted."""
    file = InvoiceFile.examined(bound(*directories))

    assert [shown(file, number).size for number in range(file.page_count)] == [SIZE, SIZE]
    assert [shown(file, number).getpixel((5, 5)) for number in range(file.page_count)] == [10, 20]


def test_the_resolution_is_that_of_the_page_not_of_its_preview() -> None:
    letter = Directory(grey(WHITE, (2550, 3300)))

    assert InvoiceFile.examined(bound(preview(NEW_SUBFILE_TYPE, 1), letter)).resolutions == (300,)


def test_in_a_file_of_nothing_but_previews_they_are_the_pages() -> None:
    file = InvoiceFile.examined(bound(*[Directory(grey(level), {NEW_SUBFILE_TYPE: (1,)}) for level in (10, 20)]))

    assert [shown(file, number).getpixel((5, 5)) for number in range(file.page_count)] == [10, 20]


def test_a_broken_preview_is_ignored_and_a_broken_page_is_refused() -> None:
    broken = {259: (8,)}  # its tag claims that the pixels are deflated
    previews = [Directory(grey(20), {NEW_SUBFILE_TYPE: (1,), **broken})]

    assert InvoiceFile.examined(bound(Directory(grey(10)), *previews)).page_count == 1
    with pytest.raises(InvalidFile, match="The file is not a complete TIFF image"):
        InvoiceFile.examined(bound(Directory(grey(10)), Directory(grey(20), broken)))


def test_a_tiff_without_any_directory_is_refused() -> None:
    with pytest.raises(InvalidFile, match="The file is not a complete TIFF image"):
        InvoiceFile.examined(bound(padding=2000))


def test_directories_in_a_cycle_are_counted_once() -> None:
    circle = bytearray(bound(Directory(grey(10)), Directory(grey(20))))
    circle[-4:] = circle[4:8]

    assert InvoiceFile.examined(bytes(circle)).page_count == 2


@pytest.mark.parametrize("mode", ["LA", "La", "PA", "RGBA", "RGBa"])
@pytest.mark.parametrize("place", [0, 1])
def test_transparent_pixels_become_white_on_every_page(mode: str, place: int) -> None:
    """Regression: one of several pages was read as black on black, and a single page was not converted."""
    directories = [Directory(_written_on_glass(mode))] + [Directory(grey(WHITE))] * place

    file = InvoiceFile.examined(bound(*directories[::-1], padding=1000))

    page = shown(file, place)
    assert page.getpixel((250, 150)) > 250  # type: ignore[operator]  # of its only band
    assert page.getpixel((20, 20)) < 5  # type: ignore[operator]


def _written_on_glass(mode: str) -> Image.Image:
    """Black where it is written on; elsewhere transparent, and black beneath."""
    glass = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    glass.paste((0, 0, 0, 255), (10, 10, 60, 60))
    if mode == "PA":
        palette = Image.new("PA", SIZE)
        palette.putpalette([0] * 768)
        palette.putalpha(glass.getchannel("A"))
        return palette
    return glass.convert("LA").convert(mode) if mode in ("LA", "La") else glass.convert(mode)


def test_an_extra_channel_that_is_not_transparency_is_ignored() -> None:
    unspecified = Directory(Image.new("RGBA", SIZE, (WHITE, WHITE, WHITE, 0)), {338: (0,)})

    assert shown(InvoiceFile.examined(bound(unspecified, padding=1000))).getpixel((5, 5)) == WHITE


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("highest", [65_535, 4_095])
def test_a_page_of_deep_samples_is_neither_clipped_nor_inverted(highest: int, inverted: bool) -> None:
    """Regression: it was all white after another page."""
    ink, paper = (highest, 0) if inverted else (0, highest)
    deep = Image.new("I;16", SIZE, paper)
    deep.paste(ink, (10, 10, 60, 60))

    file = InvoiceFile.examined(bound(Directory(grey(10)), Directory(deep, {262: (0,)} if inverted else {})))

    assert [shown(file, 1).getpixel(at) for at in ((20, 20), (250, 150))] == [0, 255]


def test_pages_may_have_different_modes() -> None:
    modes = ("1", "L", "P", "RGB", "LA", "CMYK")
    sheets = [Image.new("L", SIZE, 255).convert("RGB" if mode == "CMYK" else mode) for mode in modes]
    written = BytesIO()
    sheets[0].save(written, "TIFF", save_all=True, append_images=sheets[1:])

    file = InvoiceFile.examined(written.getvalue())

    assert [shown(file, number).getextrema() for number in range(file.page_count)] == [(255, 255)] * len(modes)


@pytest.mark.parametrize("before", [0, 1])
def test_a_tiff_of_floating_point_samples_is_refused_by_name(before: int) -> None:
    """Regression: it was read as an empty page."""
    floating = Directory(Image.new("F", SIZE, 0.5))

    with pytest.raises(UnsupportedFormat, match="The TIFF has floating-point samples"):
        InvoiceFile.examined(bound(*[Directory(grey(10))] * before, floating))


@pytest.mark.parametrize("magic", [b"II+\0\x08\0\0\0", b"MM\0+\0\x08\0\0"])
def test_a_big_tiff_is_refused_by_name(magic: bytes) -> None:
    """Regression: the message was only that it is no TIFF."""
    with pytest.raises(UnsupportedFormat, match="The file is a BigTIFF"):
        InvoiceFile.examined(magic + bytes(2000))
