"""Only text that a reader sees counts: not what is white, clipped, hidden, tiny, off the page or painted over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faktura.capture.files import pdf
from faktura.capture.reading.e_invoices.printed_page import PrintedPage
from tests.support.capture.documents import stream
from tests.support.capture.e_invoices import FONT, drawn, sample, words

SHOWN = b"BT /F 12 Tf 72 700 Td (RE-1001) Tj ET"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>>>"
PICTURE = stream(b"\x00", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")
WITH_X = b"/XObject<</X 6 0 R>>"


def seen(contents: bytes, resources: bytes = b"", rest: bytes = b"", *further: bytes) -> PrintedPage:
    return pdf.visible_pages(drawn(contents, resources, rest, *further))[0]


VISIBLE = {
    "black text": SHOWN,
    "dark text": b"0.1 0.2 0.4 rg " + SHOWN,
    "CMYK text": b"0 0 0 1 k " + SHOWN,
    "text on a light bar": b"0.9 g 50 650 500 100 re f 0 g " + SHOWN,
    "white text on a dark bar": b"0 g 50 650 500 100 re f 1 g " + SHOWN,
    "text in a frame": SHOWN + b" 70 690 200 30 re S",
    "text above a line": SHOWN + b" 1 w 60 698 m 500 698 l S",
    "text within a clip": b"q 50 650 300 100 re W n " + SHOWN + b" Q",
    "text after a clip has ended": b"q 0 0 1 1 re W n Q " + SHOWN,
    "text after white text": b"q 1 g BT /F 12 Tf 72 500 Td (x) Tj ET Q " + SHOWN,
    "text beside a white box": SHOWN + b" 1 g 300 650 100 100 re f",
    "pieces with kerning": b"BT /F 12 Tf 72 700 Td [(RE-1) 20 (0) -15 (01)] TJ ET",
    "a scaled font": b"q 12 0 0 12 72 700 cm BT /F 1 Tf (RE-1001) Tj ET Q",
    "a flipped page": b"q 1 0 0 -1 0 792 cm BT /F 12 Tf 1 0 0 -1 72 92 Tm (RE-1001) Tj ET Q",
    "hexadecimal text": b"BT /F 12 Tf 72 700 Td <52452D31303031> Tj ET",
    "escapes": rb"BT /F 12 Tf 72 700 Td (R\105-1\060\
01) Tj ET",
    "the next line": b"BT /F 12 Tf 14 TL 72 714 Td (RE-1001) ' ET",
    "bold by printing twice": SHOWN + b" BT /F 12 Tf 72.3 700 Td (RE-1001) Tj ET",
    "marked content": b"/P <</MCID 0>> BDC " + SHOWN + b" EMC",
}


@pytest.mark.parametrize("name", VISIBLE)
def test_text_that_a_reader_sees_is_seen(name: str) -> None:
    assert seen(VISIBLE[name]) == PrintedPage(1, seen(VISIBLE[name]).text, is_whole=True)
    assert "RE-1001" in seen(VISIBLE[name]).text.split()


HIDDEN = {
    "white text": b"1 g " + SHOWN,
    "nearly white text": b"0.95 0.95 0.9 rg " + SHOWN,
    "text in the colour of its bar": b"0 0 1 rg 50 650 500 100 re f 0 0 0.9 rg " + SHOWN,
    "invisible text": b"BT 3 Tr /F 12 Tf 72 700 Td (RE-1001) Tj ET",
    "text that only clips": b"BT 7 Tr /F 12 Tf 72 700 Td (RE-1001) Tj ET",
    "tiny text": b"BT /F 1.5 Tf 72 700 Td (RE-1001) Tj ET",
    "tiny text by its matrix": b"BT /F 12 Tf 0.1 0 0 0.1 72 700 Tm (RE-1001) Tj ET",
    "flat text": b"BT /F 12 Tf 1 0 0 0.05 72 700 Tm (RE-1001) Tj ET",
    "narrow text": b"BT 1 Tz /F 12 Tf 72 700 Td (RE-1001) Tj ET",
    "text upon itself": b"BT -6 Tc /F 12 Tf 72 700 Td (RE-1001) Tj ET",
    "text off the page": b"BT /F 12 Tf 72 900 Td (RE-1001) Tj ET",
    "text half off the page": b"BT /F 12 Tf 590 700 Td (RE-1001) Tj ET",
    "text outside its clip": b"q 300 300 10 10 re W n " + SHOWN + b" Q",
    "text within an empty clip": b"q W n 0 0 0 0 re W n " + SHOWN + b" Q",
    "text within a round clip": b"q 72 700 m 90 720 110 720 130 700 c h W n " + SHOWN + b" Q",
    "text below a white box": SHOWN + b" 1 g 50 650 500 100 re f",
    "text below a black box": SHOWN + b" 0 g 50 650 500 100 re f",
    "text below half a box": SHOWN + b" 1 g 50 650 40 100 re f",
    "text below a broad line": SHOWN + b" 1 G 20 w 60 704 m 500 704 l S",
    "text below many lines": SHOWN
    + b"".join(b" 60 %d.%d m 500 %d.%d l S" % ((699 + n, 5) * 2) for n in range(9))
    + b" 3 w",
    "text below another text": SHOWN + b" BT /F 12 Tf 72 700 Td (XX-9999) Tj ET",
    "text below white blocks of text": SHOWN + b" 1 g BT /F 12 Tf 72 700 Td (WWWWWW) Tj ET",
    "a pattern": b"/Pattern cs /P scn " + SHOWN,
    "an unknown font": b"BT /G 12 Tf 72 700 Td (RE-1001) Tj ET",
    "an image in the stream": SHOWN + b" q 500 0 0 100 50 650 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q",
    "a stream that breaks off": SHOWN + b" (",
    "mirrored text": b"BT /F 12 Tf -1 0 0 1 200 700 Tm (RE-1001) Tj ET",
    "an optional layer": b"/OC /L BDC " + SHOWN + b" EMC",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_text_that_a_reader_does_not_see_counts_for_nothing(name: str) -> None:
    assert "1001" not in seen(HIDDEN[name]).text


@pytest.mark.parametrize(
    "state", [b"/ca 0", b"/ca 0.2", b"/BM/Multiply", b"/SMask<</S/Alpha>>"], ids=["clear", "faint", "mixed", "masked"]
)
def test_text_that_is_mixed_with_what_is_below_it_is_not_certain(state: bytes) -> None:
    page = seen(b"/G gs " + SHOWN, b"/ExtGState<</G<<" + state + b">>>>")

    assert page == PrintedPage(1, "", is_whole=False)


@pytest.mark.parametrize(
    ("contents", "spaces"),
    [
        (b"/C cs 0 sc ", b"/C[/CalGray<</WhitePoint[1 1 1]>>]"),
        (b"/C cs 1 scn ", b"/C[/Separation/Black/DeviceGray<</FunctionType 2/Domain[0 1]/N 1>>]"),
        (b"0 g ", b"/DefaultGray[/CalGray<</WhitePoint[1 1 1]>>]"),
    ],
)
def test_a_colour_that_a_profile_decides_is_not_certain(contents: bytes, spaces: bytes) -> None:
    assert seen(contents + SHOWN, b"/ColorSpace<<" + spaces + b">>") == PrintedPage(1, "", is_whole=False)


def test_a_plain_graphics_state_changes_nothing() -> None:
    state = b"/ExtGState<</G<</ca 1/CA 1.0/BM/Normal/SMask/None>>>>"

    assert seen(b"/G gs " + SHOWN, state).text.strip() == "RE-1001"


@pytest.mark.parametrize(
    "contents", [SHOWN + b" q 500 0 0 100 50 650 cm /X Do Q", b"q 500 0 0 100 50 650 cm /X Do Q " + SHOWN]
)
def test_text_behind_or_upon_a_picture_is_not_certain(contents: bytes) -> None:
    assert seen(contents, WITH_X, b"", PICTURE) == PrintedPage(1, "", is_whole=False)


def test_a_picture_elsewhere_may_hold_text_of_its_own() -> None:
    page = seen(SHOWN + b" q 100 0 0 100 300 100 cm /X Do Q", WITH_X, b"", PICTURE)

    assert (page.text.strip(), page.is_whole) == ("RE-1001", False)


def test_the_text_of_a_form_is_seen_where_it_is_placed() -> None:
    form = stream(SHOWN, FORM)

    assert seen(b"/X Do", WITH_X, b"", form).text.strip() == "RE-1001"
    assert seen(b"q 1 0 0 1 0 500 cm /X Do Q", WITH_X, b"", form).text.strip() == ""


def test_a_form_clips_its_text_to_its_box() -> None:
    assert seen(b"/X Do", WITH_X, b"", stream(SHOWN, FORM.replace(b"612 792", b"50 50"))).text.strip() == ""


def test_a_form_of_an_optional_layer_is_not_certain() -> None:
    page = seen(b"/X Do", WITH_X, b"", stream(SHOWN, FORM + b"/OC<</Type/OCG/Name(L)>>"))

    assert page == PrintedPage(1, "", is_whole=False)


def test_a_form_that_draws_itself_ends() -> None:
    assert (
        seen(b"/X Do", WITH_X, b"", stream(b"/X Do", FORM.replace(b"<</Font", b"<<" + WITH_X + b"/Font"))).is_whole
        is False
    )


@pytest.mark.parametrize(("shown", "page"), [(b"1", PrintedPage(1, "RE-1001\n")), (b"9", PrintedPage(1, "", False))])
def test_a_font_that_calls_its_figures_others_is_not_certain(shown: bytes, page: PrintedPage) -> None:
    mapping = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <%02x> <0031> endbfchar" % ord(shown)
    font = FONT.replace(b">>", b"/ToUnicode 8 0 R>>")
    form = stream(SHOWN.replace(b"1001", shown + b"00" + shown), FORM.replace(b"5 0 R", b"7 0 R"))

    found = seen(b"/X Do", WITH_X, b"", form, font, stream(mapping))

    assert (found.text.strip(), found.is_whole) == (page.text.strip(), page.is_whole)


def test_text_outside_the_crop_box_is_not_seen() -> None:
    assert seen(SHOWN, b"", b"/CropBox[0 0 612 600]").text.strip() == ""


def test_an_annotation_may_cover_text() -> None:
    annotation = b"<</Type/Annot/Subtype/Square/Rect[50 650 550 750]/AP<</N 6 0 R>>>>"

    page = seen(SHOWN, b"", b"/Annots[" + annotation + b"]", stream(b"", FORM))

    assert page == PrintedPage(1, "", is_whole=False)


def test_lines_are_parted_and_columns_too() -> None:
    columns = b"BT /F 11 Tf 72 700 Td (Total) Tj 200 0 Td (119.00) Tj 60 0 Td (EUR) Tj -260 -14 Td (Paid) Tj ET"

    assert seen(columns).text == "Total\t119.00\tEUR\nPaid"


def test_the_text_of_a_producer_is_read_by_its_fonts() -> None:
    page = pdf.visible_pages(sample("zugferd_1_comfort.pdf"))[0]

    assert "Trennblätter A4" in page.text
    assert "529,87" in page.text


def test_a_page_without_content_shows_nothing() -> None:
    assert seen(b"").text == ""


@pytest.mark.parametrize(
    "contents", [b"q Q " * 60_000, b"1 " * 600_000, b"[" * 100_000, b"(" * 100_000, b"/F 1e9999 Tf "]
)
def test_a_page_of_too_many_operators_is_not_followed(contents: bytes) -> None:
    assert seen(contents + SHOWN) == PrintedPage(1, "", is_whole=False)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([SHOWN, b"q", b"Q", b"]", b"[", b"(", b"<<", b"0 0", b"re", b"W n", b"Tf", b"gs", b"-1e5 cm"])
    )
)
def test_any_content_is_followed_or_not(pieces: list[bytes]) -> None:
    assert seen(b" ".join(pieces)).page == 1


def test_words_of_several_lines_are_seen() -> None:
    assert seen(words("Invoice RE-1001", "Total 119.00 EUR")).text == "Invoice RE-1001\nTotal 119.00 EUR"
