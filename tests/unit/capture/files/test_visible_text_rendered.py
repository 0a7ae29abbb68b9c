"""Random pages, drawn by PDFium: what counts as seen changes the picture when it is taken away."""

import random

import pypdfium2
import pytest
from PIL import ImageChops

from faktura.capture.files import pdf
from tests.support.capture.documents import stream
from tests.support.capture.e_invoices import drawn

STATES = b"/ExtGState<</A<</ca 0>>/B<</ca 0.3>>/C<</BM/Screen>>/D<</ca 1/BM/Normal>>>>"
PICTURE = stream(b"\x80", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")
FORM = stream(
    b"0.2 g 0 0 60 20 re f BT 1 g /F 10 Tf 2 5 Td (Form) Tj ET",
    b"/Type/XObject/Subtype/Form/BBox[0 0 60 20]/Resources<</Font<</F 5 0 R>>>>",
)
RESOURCES = STATES + b"/XObject<</X 6 0 R/Y 7 0 R>>"
TARGET = "RE-1001"
MIN_PIXELS, MIN_CHANGE = 40, 50
"""Of the picture of a text that a person can read: pixels, and by how much they change, of 255."""


def box(chance: random.Random) -> tuple[int, ...]:
    return chance.randrange(40, 200), chance.randrange(640, 740), chance.randrange(1, 200), chance.randrange(1, 120)


def level(chance: random.Random) -> float:
    return chance.choice((0, 0.1, 0.5, 0.8, 0.95, 1))


def step(chance: random.Random) -> bytes:
    """Something that a page may draw, or that changes how the next is drawn."""
    x, y, width, height = box(chance)
    steps = (
        f"{level(chance)} g",
        f"{level(chance)} {level(chance)} {level(chance)} rg",
        f"{level(chance)} g {x} {y} {width} {height} re f",
        f"{x} {y} m {x + width} {y} l {x} {y + height} l h f",
        f"{x} {y} {width} {height} re S",
        f"{chance.choice((1, 5, 30))} w {x} {y} m {x + width} {y} l S 1 w",
        f"q {x} {y} {width} {height} re W n",
        f"q {x} {y} m {x + width} {y} l {x} {y + height} l h W n",
        "q",
        "Q",
        f"/{chance.choice('ABCD')} gs",
        f"q {width} 0 0 {height} {x} {y} cm /X Do Q",
        f"q 1 0 0 1 {x} {y} cm /Y Do Q",
        f"BT /F 12 Tf {x} {y} Td (Other) Tj ET",
        f"BT {chance.choice((0, 0, 1, 2, 3))} Tr ET",
        f"BT {chance.choice((100, 100, 50, 5))} Tz {chance.choice((0, 0, 1, -5))} Tc ET",
        f"{chance.choice((1, 1, 0.5, 0.1, -1))} 0 0 1 {chance.choice((0, 0, 30))} 0 cm",
    )
    return chance.choice(steps).encode()


def program(chance: random.Random) -> tuple[bytes, bytes, bytes]:
    """What is drawn before the text, the text, and what is drawn after it."""
    x, y, *_ = box(chance)
    text = b"BT /F %d Tf %d %d Td (%b) Tj ET" % (chance.choice((2, 6, 12, 12, 12)), x, y, TARGET.encode())
    before = b"\n".join(step(chance) for _ in range(chance.randrange(6)))
    return before, text, b"\n".join(step(chance) for _ in range(chance.randrange(4)))


def changed_pixels(page: bytes, other: bytes) -> int:
    pictures = [pypdfium2.PdfDocument(one)[0].render(scale=2, grayscale=True).to_pil() for one in (page, other)]
    return sum(ImageChops.difference(*pictures).histogram()[MIN_CHANGE:])


@pytest.mark.parametrize("part", range(8))
def test_text_that_counts_as_seen_is_in_the_picture(part: int) -> None:
    seen = 0
    for seed in range(part * 50, part * 50 + 50):
        before, text, after = program(random.Random(seed))
        page = drawn(b"\n".join((before, text, after)), RESOURCES, b"", PICTURE, FORM)
        if TARGET in pdf.visible_pages(page)[0].text:
            seen += 1
            without = drawn(b"\n".join((before, after)), RESOURCES, b"", PICTURE, FORM)
            assert changed_pixels(page, without) >= MIN_PIXELS, (seed, before, text, after)
    assert seen > 0
