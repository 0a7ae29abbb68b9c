"""The words of each page, as they are stored beside the document."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from faktura.capture.page.layout import Place
from faktura.capture.reading.geometry import PageWord, PageWords, page_words
from faktura.capture.review.schemas.requests import Corrections
from faktura.core import json
from faktura.core.model import validated

GENUINE = Path(__file__).parents[5] / "shared" / "data" / "ocr" / "textract" / "receipt.response.json"
"""One of Amazon's own responses, if it is available."""

PLACE = {"Left": 0.123456, "Top": 0.2, "Width": 0.08, "Height": 0.01}
BOX = Place(0.1235, 0.2, 0.08, 0.01)


def block(text: str, kind: str = "WORD", place: Any = PLACE) -> dict[str, Any]:
    return {"BlockType": kind, "Text": text, "Confidence": 98.7, "Geometry": {"BoundingBox": place}}


def response(*documents: list[dict[str, Any]]) -> dict[str, Any]:
    """What Textract says of one page, on which it sees these documents."""
    return {"ExpenseDocuments": [{"Blocks": blocks} for blocks in documents]}


def test_each_page_has_its_words_with_their_boxes() -> None:
    first, second = response([block("Total due", "LINE"), block("Total"), block("due")]), response([block("Thanks")])

    assert page_words([first, second]) == [
        PageWords(1, (PageWord("Total", BOX, 98), PageWord("due", BOX, 98))),
        PageWords(2, (PageWord("Thanks", BOX, 98),)),
    ]


def test_lines_take_the_place_of_words_where_there_are_none() -> None:
    assert page_words([response([block("Total due", "LINE")])]) == [PageWords(1, (PageWord("Total due", BOX, 98),))]


def test_a_page_without_words_is_listed_nevertheless() -> None:
    assert page_words([{}, response([block("Total")])])[0] == PageWords(1, ())


def test_words_that_two_documents_on_a_page_share_are_listed_once() -> None:
    elsewhere = block("Total", place={**PLACE, "Top": 0.7})

    [page] = page_words([response([block("Total")], [block("Total"), elsewhere])])

    assert [word.box.top for word in page.words] == [0.2, 0.7]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\x00", "\ufffd"], ids=ascii)
def test_a_review_takes_every_word_as_it_was_read(mark: str) -> None:
    """No page prints a mark of direction, and no review stores one."""
    [page] = page_words([response([block(f"Vet{mark}Well{mark}"), block(mark)])])

    corrections = {"practice.practiceName": page.words[0].text, "invoiceNumber": page.words[0].text}

    assert [word.text for word in page.words] == ["VetWell"]
    assert validated(TypeAdapter(Corrections), corrections).given == corrections


def test_a_word_without_a_place_is_left_out() -> None:
    assert page_words([response([block("here"), block("nowhere", place=None)])])[0].words == (
        PageWord("here", BOX, 98),
    )


def test_the_words_have_a_compact_form() -> None:
    assert json.loads(json.dumps(page_words([response([block("Total")])]))) == json.loads(
        b'[{"page":1,"words":[{"text":"Total","box":{"left":0.1235,"top":0.2,"width":0.08,"height":0.01},"confidence":98}]}]'
    )


@pytest.mark.skipif(not GENUINE.exists(), reason="Amazon's responses are not on this machine")
def test_a_genuine_response_has_all_its_words() -> None:
    [page] = page_words([json.loads(GENUINE.read_bytes())])

    assert len(page.words) == 92
    assert all(word.confidence > 0 for word in page.words)


_places = st.none() | st.dictionaries(st.sampled_from(sorted(PLACE)), st.none() | st.floats(-1, 2))


@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "BlockType": st.sampled_from(["WORD", "LINE", "PAGE"]),
                "Text": st.sampled_from([None, "", "Total"]),
                "Confidence": st.none() | st.floats(0, 100),
                "Geometry": st.none() | st.fixed_dictionaries({}, optional={"BoundingBox": _places}),
            },
        )
    )
)
def test_every_word_has_a_text_and_a_place_on_the_page_whatever_the_response_lacks(blocks: list[Any]) -> None:
    [page] = page_words([response(blocks)])

    for word in page.words:
        assert word.text
        assert all(0 <= side <= 1 for side in (word.box.left, word.box.top, word.box.width, word.box.height))
        assert 0 <= word.confidence <= 100
