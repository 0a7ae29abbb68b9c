"""Which characters can be printed is known before anything is drawn, and no character is lost."""

import json
import subprocess
import sys
import unicodedata
from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont

from faktura.documents.coverage import Unprintable, face_number, normalized, unprintable
from faktura.documents.glyphs import FACES, Face
from tests.support.pdf_reading import extracted, sheet

HEAVY = {"fpdf", "fontTools", "PIL", "uharfbuzz", "bidi", "boto3", "pydantic"}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
def test_the_table_of_characters_matches_the_fonts(face: Face) -> None:
    spans = [span.partition("-") for span in face.ranges.split()]
    listed = {code for first, _, last in spans for code in range(int(first, 16), int(last or first, 16) + 1)}

    for weight in ("Regular", "Bold") if face.has_bold else ("Regular",):
        with TTFont(str(files("faktura_fonts") / f"{face.name}-{weight}.ttf"), lazy=True) as font:
            assert listed - set(font.getBestCmap()) == set()


def test_a_character_belongs_to_one_face() -> None:
    assert [FACES[number or 0].name for number in map(face_number, "aЯ가字ñع")] == [
        "Sans",
        "Sans",
        "Hangul",
        "Ideographs",
        "Sans",
        "Arabic",
    ]
    assert face_number("\U0001f600") is None


def test_names_in_many_scripts_are_printable() -> None:
    names = ("Łódź", "Nguyễn Thị Ánh", "Müller & Søn", "محمد", "יוסף", "สมชาย", "山田太郎", "Оля", "₹ €")

    assert unprintable(*names) == ""
    assert unprintable(*(unicodedata.normalize("NFD", name) for name in names)) == ""


def test_a_printable_text_stays_printable_when_it_is_composed() -> None:
    every = "".join(chr(code) for code in range(0xA0, 0x30000) if face_number(chr(code)) is not None)

    assert unprintable(unicodedata.normalize("NFC", every)) == ""
    assert unprintable(unicodedata.normalize("NFD", "김철수 ガ é क़ 〈〉")) == ""


def test_unprintable_characters_are_named_once_in_order_of_appearance() -> None:
    assert unprintable("b\U0001f600a", "ok", "\ue000\U0001f600") == "\U0001f600\ue000"


@pytest.mark.parametrize(
    "character", ["\0", "\a", "\b", "\v", "\f", "\x1b", "\x7f", "\x85", "\ud800", "\uffff", "\u0378"]
)
def test_a_character_without_a_glyph_or_a_meaning_is_unprintable(character: str) -> None:
    assert unprintable(f"a{character}b") == character


@pytest.mark.parametrize(
    "character",
    "\n\t\r\u2028\u00ad\u200b\u200c\u200d\u200e\u200f\u202b\u202c\u202e\u2060\u2067\u2069\ufe0f\ufeff\U000e0100\u061c",
)
def test_a_character_that_is_meant_to_be_invisible_is_printable(character: str) -> None:
    assert unprintable(f"a{character}b") == ""


@pytest.mark.parametrize("written", ["a\rb", "a\r\nb", "a\nb", "a\u2028b", "a\u2029b"])
def test_every_kind_of_line_break_becomes_a_newline(written: str) -> None:
    assert normalized(written) == "a\nb"


def test_a_compatibility_ideograph_is_not_replaced() -> None:
    assert normalized("e\u0301 \ufa19") == "é \ufa19"


def test_an_unprintable_text_is_an_error_that_names_the_characters() -> None:
    document = sheet()

    with pytest.raises(Unprintable, match=r"U\+1F600, U\+0007") as refused:
        document.note("Note", "a \U0001f600 and \a and \U0001f600")

    assert refused.value.characters == "\U0001f600\a"


def test_a_title_and_an_issuer_must_be_printable() -> None:
    with pytest.raises(Unprintable):
        sheet("Invoice \U0001f600")
    with pytest.raises(Unprintable):
        sheet(issuer="\ue000")


def test_a_mark_missing_in_the_font_of_its_letter_is_drawn_by_another() -> None:
    document = sheet()

    document.note("Note", "ع\u0301 x\u0323\u0301")

    assert "\u0301" in extracted(document.pdf(), "pypdf")


def test_the_coverage_needs_no_third_party_library() -> None:
    code = "import json, sys, faktura.documents.coverage; json.dump(sorted(sys.modules), sys.stdout)"

    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout  # noqa: S603  # our own code

    assert HEAVY & {name.partition(".")[0] for name in json.loads(modules)} == set()
