"""The layout of pages, read back from the positions of characters."""

import re
from io import BytesIO
from itertools import pairwise
from typing import Literal

import pytest
from PIL import Image
from pypdf import PdfReader

from faktura.documents.canvas import BOTTOM, SIDE, SIZES
from faktura.documents.sheet import Amount, Block, BrokenLogo, Column, Letterhead, Sheet
from tests.support.pdf_reading import (
    AT,
    extracted,
    pages,
    sheet,
    signs,
    word,
)

COLUMNS = (Column("Service", 2), Column("Description", 4), Column("Amount", 1.5, "right"))
TOTALS = (Amount("Subtotal", "$40.00"), Amount("Discount", "($5.00)"), Amount("Balance", "$35.00", strong=True))


@pytest.mark.parametrize("page", ["A4", "Letter"])
def test_a_page_has_its_size_and_nothing_is_outside_its_margins(page: Literal["A4", "Letter"]) -> None:
    document = _long_invoice(page)

    pdf = document.pdf()

    width, height = SIZES[page]
    reader = PdfReader(BytesIO(pdf))
    assert {(float(one.mediabox.width), float(one.mediabox.height)) for one in reader.pages} == {(width, height)}
    for number in range(len(reader.pages)):
        for sign in signs(pdf, number):
            assert SIDE - 1 <= sign.left < sign.right + 1e-6 <= width - SIDE + 1.5, sign
            assert BOTTOM - 30 <= sign.bottom <= sign.top <= height - 45, sign


def test_each_page_has_its_number_and_the_number_of_pages() -> None:
    texts = pages(_long_invoice("A4").pdf())

    assert len(texts) > 2
    assert [re.findall(r"Page \d+ of \d+", text) for text in texts] == [
        [f"Page {number} of {len(texts)}"] for number in range(1, len(texts) + 1)
    ]
    assert all("Invoice #0001 · Acme" in text for text in texts)


def test_page_numbers_are_in_the_language_of_the_document() -> None:
    document = sheet(language="de", page_of="Seite {page} von {pages}")

    assert "Seite 1 von 1" in pages(document.pdf())[0]


def test_a_table_repeats_its_header_on_each_page_and_loses_no_row() -> None:
    document = sheet()
    document.table(COLUMNS, [[f"S{number}.", f"text {number}.", f"${number}.00"] for number in range(200)])

    texts = pages(document.pdf())

    assert [text.count("Service Description Amount") for text in texts] == [1] * len(texts)
    assert re.findall(r"text (\d+)\.", " ".join(texts)) == [str(number) for number in range(200)]


def test_a_row_that_does_not_fit_moves_to_the_next_page() -> None:
    document = sheet()
    document.table(COLUMNS, [["S", f"row{number}: " + "word " * 150, "$1.00"] for number in range(8)])

    texts = pages(document.pdf())

    starts = [{int(found) for found in re.findall(r"row(\d)", text)} for text in texts]
    counts = [text.count("word") for text in texts]
    assert sorted(number for page in starts for number in page) == list(range(8))
    assert counts == [150 * len(page) for page in starts]


def test_a_row_that_is_taller_than_a_page_is_broken_over_pages() -> None:
    document = sheet()
    document.table(COLUMNS, [["S", "word " * 2000, "$1.00"], ["last", "x", "$2.00"]])

    texts = pages(document.pdf())

    assert len(texts) > 2
    assert sum(text.count("word") for text in texts) == 2000
    assert [text.count("Description") for text in texts] == [1] * len(texts)
    assert "last" in texts[-1]


def test_amounts_are_right_aligned_and_texts_left_aligned() -> None:
    document = sheet()
    document.table(COLUMNS, [["aaa", "bbb", "$1.00"], ["ccc", "ddd", "$1,234,567.89"]])
    document.totals([Amount("Total", "$7.77")])
    pdf = document.pdf()

    rights = [word(pdf, text).right for text in ("$1.00", "$1,234,567.89", "$7.77")]
    lefts = [word(pdf, text).left for text in ("aaa", "ccc", "Service")]

    assert max(rights) - min(rights) < 1
    assert max(lefts) - min(lefts) < 1


def test_an_amount_of_thirty_digits_is_on_one_line() -> None:
    document = sheet()
    long = "123456789012345678901234567890.00"
    document.table(COLUMNS, [["Service", "Description", long], ["Service", "", "$1.00"]])
    document.totals([Amount("Total", long, strong=True)])

    text = extracted(document.pdf(), "pypdf")

    assert text.count(long) == 2


def test_an_amount_that_is_too_long_for_a_line_is_broken_without_loss() -> None:
    document = sheet()
    document.table(COLUMNS, [["Service", "Description", "9" * 90]])

    assert extracted(document.pdf(), "pypdf").count("9") == 90


def test_a_table_without_rows_is_only_its_header() -> None:
    document = sheet()
    document.table(COLUMNS, [])

    assert "Service Description Amount" in pages(document.pdf())[0]


def test_a_row_has_a_text_for_each_column() -> None:
    with pytest.raises(ValueError, match="one text for each column"):
        sheet().table(COLUMNS, [["one", "two"]])


@pytest.mark.parametrize("rows", range(28, 40))
def test_totals_stay_together(rows: int) -> None:
    document = sheet()
    document.table(COLUMNS, [["S", "text", "$1.00"]] * rows)
    document.totals(TOTALS)

    texts = pages(document.pdf())

    assert [all(amount.label in text for amount in TOTALS) for text in texts].count(True) == 1
    assert sum(text.count("Subtotal") + text.count("Balance") for text in texts) == 2


def test_at_most_four_blocks_are_side_by_side() -> None:
    document = sheet()
    document.blocks([Block(f"Label{number}", (f"Value{number}", "second line")) for number in range(5)])
    pdf = document.pdf()

    labels = [word(pdf, f"Label{number}") for number in range(5)]

    assert len({round(label.bottom) for label in labels[:4]}) == 1
    assert all(left.right < right.left for left, right in pairwise(labels[:4]))
    assert labels[4].top < labels[0].bottom
    assert abs(labels[4].left - labels[0].left) < 1
    assert abs(word(pdf, "Value1").left - labels[1].left) < 1.5


def test_a_note_keeps_its_lines_and_continues_on_the_next_page() -> None:
    document = sheet()
    document.note("Note", "\n".join(f"line {number}." for number in range(120)))

    texts = pages(document.pdf())

    assert len(texts) > 1
    assert re.findall(r"line (\d+)\.", " ".join(texts)) == [str(number) for number in range(120)]


def test_a_paragraph_from_right_to_left_begins_at_the_right() -> None:
    document = sheet()
    document.note("Note", "שלום\nhello")
    pdf = document.pdf()

    assert abs(max(sign.right for sign in signs(pdf) if sign.text == "ש") - (SIZES["A4"][0] - SIDE)) < 2
    assert abs(word(pdf, "hello").left - SIDE) < 2


def test_every_line_of_a_cell_from_right_to_left_begins_at_the_right() -> None:
    document = sheet()
    document.table([Column("Text", 1), Column("Rest", 4)], [["שלום " * 12, "x"], ["שלום", "y"]])
    pdf = document.pdf()

    rows = sorted({round(sign.bottom) for sign in signs(pdf) if sign.text == "ש"}, reverse=True)
    rights = [max(sign.right for sign in signs(pdf) if sign.text == "ש" and round(sign.bottom) == row) for row in rows]

    assert len(rows) > 2
    assert max(rights[:-1]) - min(rights[:-1]) < 1
    assert rights[-1] < rights[0] - 10


def test_the_letters_of_a_word_from_right_to_left_are_in_that_order() -> None:
    document = sheet()
    document.heading("x יוסף y")

    found = {sign.text: sign.left for sign in signs(document.pdf())}

    places = [found[letter] for letter in "x\u05e3\u05e1\u05d5\u05d9y"]
    assert places == sorted(places)


def test_markup_in_a_text_is_printed_as_it_is() -> None:
    document = sheet()
    written = "**bold** __it__ --u-- ~~s~~ <b>html</b> [a](b) {nb} {page} \\n (x) %s"
    document.table([Column("**T**", 1)], [[written]])

    assert written in extracted(document.pdf(), "pypdf")
    assert "**T**" in extracted(document.pdf(), "pypdf")


def test_five_hundred_long_lines_in_many_scripts_are_drawn() -> None:
    document = sheet()
    texts = ("Nguyễn Thị Ánh " * 13, "محمد علي " * 22, "山田太郎様の" * 33, "น้ำหนัก " * 25)
    document.table(COLUMNS, [[str(number), texts[number % 4], "$1.00"] for number in range(500)])

    found = pages(document.pdf())

    assert sum(text.count("$1.00") for text in found) == 500


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "محمد" * 2_500, "\u202e" * 5_000 + "אבג", "\u2067" * 3_000 + "a\u2069" * 3_000]
)
def test_a_cell_of_ten_thousand_characters_stays_in_its_column_and_is_complete(text: str) -> None:
    document = sheet()
    document.table(COLUMNS, [["before", text, "$1.00"], ["after", "", "$2.00"]])
    pdf = document.pdf()

    texts = pages(pdf)

    width = SIZES["A4"][0]
    assert sum(text.count("before") + text.count("after") for text in texts) == 2
    assert all(SIDE - 1 <= sign.left <= width - SIDE for sign in signs(pdf, len(texts) - 1))


def test_rows_follow_a_table_header_that_fills_a_page() -> None:
    document = sheet()
    document.table([Column("title " * 900, 1), Column("n", 0.001, "right")], [["row", "1"]] * 3)

    assert sum(text.count("row") for text in pages(document.pdf())) == 3


def test_a_logo_is_on_the_first_page_only() -> None:
    document = Sheet("Invoice", Letterhead("Acme", ("Street 1",), _picture("PNG", "RGBA")), made_at=AT)
    document.note("Note", "word\n" * 100)
    reader = PdfReader(BytesIO(document.pdf()))

    assert [len(page.images) for page in reader.pages] == [1, 0, 0]
    picture = reader.pages[0].images[0].image
    assert picture is not None
    assert (picture.mode, picture.size, picture.getpixel((0, 0))) == ("RGB", (300, 100), (255, 255, 255))
    assert word(document.pdf(), "Acme").top < SIZES["A4"][1] - 50 - 52 * 100 / 300


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "LA")]
)
def test_any_png_or_jpeg_can_be_a_logo(form: str, mode: str) -> None:
    document = Sheet("Invoice", Letterhead("Acme", logo=_picture(form, mode)), made_at=AT)

    image = PdfReader(BytesIO(document.pdf())).pages[0]["/Resources"]["/XObject"]["/I1"]

    assert (image["/ColorSpace"], "/SMask" in image) == ("/DeviceRGB", False)
    assert document.pdf() == document.pdf()


def test_a_logo_that_cannot_be_read_is_refused_at_once() -> None:
    truncated, vast = _picture("PNG", "RGB")[:80], _picture("PNG", "1", (6_000, 5_000))

    for broken in (truncated, vast, _picture("GIF", "P"), b"<svg></svg>", b""):
        with pytest.raises(BrokenLogo):
            Letterhead("Acme", logo=broken)


def _long_invoice(page: Literal["A4", "Letter"]) -> Sheet:
    document = sheet(page=page)
    document.heading("Invoice #0001 " + "Überschrift " * 8)
    document.blocks([Block("Bill To " * 6, ("Donaudampfschifffahrtsgesellschaft" * 4, "محمد " * 20))] * 3)
    rows = [["Łódź", "word " * (number % 40), f"${number}.00"] for number in range(60)]
    document.table(COLUMNS, [*rows, ["W" * 300, "山" * 300, "9" * 60]])
    document.totals([*TOTALS, Amount("Sum " * 30, "9" * 70, strong=True)])
    document.note("Note", "word " * 300 + "ש" * 300)
    return document


def _picture(form: str, mode: str, size: tuple[int, int] = (300, 100)) -> bytes:
    file = BytesIO()
    Image.new(mode, size).save(file, form)
    return file.getvalue()
