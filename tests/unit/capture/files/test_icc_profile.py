"""A colour profile is ordinary if its dark is dark and its bright is bright. Others may make text vanish."""

from struct import pack

import pytest
from PIL import ImageCms

from faktura.capture.files import pdf
from faktura.capture.files.drawn.icc_profile import is_ordinary
from tests.support.capture.documents import stream
from tests.support.capture.e_invoices import drawn

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
GAMMA, LINE = b"curv\0\0\0\0" + pack(">IH", 1, 0x0233), b"curv\0\0\0\0" + pack(">I", 0)


def table(*samples: int) -> bytes:
    return b"curv\0\0\0\0" + pack(f">I{len(samples)}H", len(samples), *samples)


def parametric(kind: int, *numbers: float) -> bytes:
    return b"para\0\0\0\0" + pack(f">HH{len(numbers)}i", kind, 0, *(round(one * 65_536) for one in numbers))


def grey(curve: bytes, **more: bytes) -> bytes:
    tags = {b"kTRC": curve, **{name.encode(): data for name, data in more.items()}}
    table_of_tags, body, start = pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        table_of_tags += name + pack(">II", start + len(body), len(data))
        body += data
    return b"\0" * 16 + b"GRAY" + b"\0" * 108 + table_of_tags + body


def test_the_profile_of_screens_is_ordinary() -> None:
    assert is_ordinary(SRGB, 3)


@pytest.mark.parametrize("curve", [LINE, GAMMA, table(0, 14_000, 65_535), parametric(0, 2.2)])
def test_a_curve_that_rises_is_ordinary(curve: bytes) -> None:
    assert is_ordinary(grey(curve), 1)


@pytest.mark.parametrize(
    "profile",
    [
        grey(table(65_535, 30_000, 0)),
        grey(table(0, 0, 0, 0, 0, 0, 0, 65_535)),
        grey(table(65_535, 65_535, 65_535)),
        grey(table(0, 65_535)[:14]),
        grey(b"curv\0\0\0\0" + pack(">IH", 1, 0xFFFF)),
        grey(parametric(0, 60)),
        grey(parametric(3, 2.4, 0, 1, 1, 0)),
        grey(parametric(4, 2.4, 1, 0, 1, 0, 1, 1)),
        grey(b"none"),
        grey(LINE, A2B0=b"mft2"),
        grey(LINE)[:140],
        b"",
    ],
)
def test_a_curve_that_does_not_rise_is_not(profile: bytes) -> None:
    assert not is_ordinary(profile, 1)


@pytest.mark.parametrize("components", [0, 1, 4])
def test_a_profile_is_of_its_own_number_of_colours(components: int) -> None:
    assert not is_ordinary(SRGB, components)


@pytest.mark.parametrize(("profile", "is_seen"), [(grey(LINE), True), (grey(table(65_535, 30_000, 0)), False)])
def test_text_is_seen_in_the_colours_of_an_ordinary_profile(profile: bytes, is_seen: bool) -> None:
    text = b"/C cs 0 sc BT /F 12 Tf 72 700 Td (RE-1001) Tj ET"

    page = pdf.visible_pages(drawn(text, b"/ColorSpace<</C[/ICCBased 6 0 R]>>", b"", stream(profile, b"/N 1")))[0]

    assert ("RE-1001" in page.text, page.is_whole) == (is_seen, is_seen)
