"""Text in lines: no line is too wide, nothing is lost, and directions are right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faktura.documents.coverage import normalized
from faktura.documents.lines import Line, line, lines

ROOM = 6000.0
"""Six ems."""

LETTERS = "ab- éЯ\u0645\u062d\u0644\u0627\u064e\u05d0\u05d1\u05b8กน้ำ山、क्षि가\uff08\u0301\u200b\u200d\u200f12.$(),"


def test_a_text_that_fits_is_one_line() -> None:
    assert _read("Łódź", ROOM) == ["Łódź"]


def test_lines_break_at_spaces_and_after_hyphens_of_words() -> None:
    assert _read("well-known words, -12 and 3-4", 4800) == ["well-", "known", "words,", "-12 and", "3-4"]


def test_a_word_that_is_too_long_is_split_on_lines_of_its_own() -> None:
    assert _read("a " + "m" * 12 + " b", ROOM) == ["a", "m" * 6, "m" * 6, "b"]


def test_line_breaks_of_the_text_stay() -> None:
    assert _read("a\n\n  b\tc", ROOM) == ["a", "", "  b    c"]


def test_ideographs_break_anywhere_except_before_a_closing_mark() -> None:
    assert _read("山田太郎様、山田太郎様、", 5000) == ["山田太郎", "様、山田太", "郎様、"]


def test_a_letter_keeps_its_marks_when_a_word_is_split() -> None:
    assert all(part.startswith("น้ำ") for part in _read("น้ำ" * 20, ROOM))


def test_a_zero_width_space_is_a_break_and_is_not_drawn() -> None:
    assert _read("aaaa\u200bbbbbbb", 5000) == ["aaaa", "bbbbbb"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc אבג", "abc אבג"),
        ("אבג abc", "abc אבג"),
        ("אבג 12 דהו", "דהו 12 אבג"),
        ("a (אבג) b", "a (אבג) b"),
        ("גבא 40.00", "40.00 גבא"),
        ("levels: [ Level( 1 ) ] paragraphs: [ Level( 1 ) אבג", "levels: [ Level( 1 ) ] paragraphs: [ Level( 1 ) אבג"),
    ],
)
def test_words_of_another_direction_are_in_visual_order(text: str, seen: str) -> None:
    assert "".join(run.text for run in line(text).runs) == seen


def test_a_directional_override_does_not_reverse_an_amount() -> None:
    assert _texts(line("\u202e$100.00\u202c")) == "$100.00"


def test_a_line_knows_that_its_paragraph_runs_from_right_to_left() -> None:
    assert [one.is_rtl for one in lines("שלום\nhello שלום", ROOM)] == [True, False]


@given(st.text(LETTERS, max_size=60), st.floats(2000, 12000))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: float) -> None:
    set_lines = lines(text, room)

    found = "".join(_texts(one) for one in set_lines)
    assert sorted(_visible(found)) == sorted(_visible(normalized(text)))
    assert all(one.width <= room + 1 for one in set_lines)
    assert all(one.width == pytest.approx(sum(run.width for run in one.runs)) for one in set_lines)


@given(st.text(LETTERS, max_size=60))
def test_each_character_is_carried_by_a_glyph(text: str) -> None:
    for run in line(text).runs:
        glyphs = run.glyphs or tuple(map(run.face.glyph, run.text))
        carried = "".join(glyph.text for glyph in glyphs)
        assert sorted(carried.replace("(", ")")) == sorted(run.text.replace("(", ")"))
        assert all(glyph.number for glyph in glyphs)


def _read(text: str, room: float) -> list[str]:
    return [_texts(one) for one in lines(text, room)]


def _texts(one: Line) -> str:
    return "".join(run.text for run in one.runs)


def _visible(text: str) -> str:
    return "".join(character for character in text if character not in " \n\t\u200b\u200f\u200d")
