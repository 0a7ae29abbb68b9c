"""Names in any script are read back from a PDF as they were written."""

import unicodedata

import pytest

from faktura.documents.sheet import Amount, Block, Column, Sheet
from tests.support.pdf_reading import (
    READERS,
    extracted,
    run_together,
    sheet,
)

NAMES = ("Łódź", "Nguyễn Thị Ánh", "Müller & Søn", "محمد", "יוסף", "สมชาย", "山田太郎", "Оля", "₹ €")
"""Names in many scripts."""

FURTHER = (
    "علاء",
    "لاریجانی",
    "الله",
    "น้ำ",
    "김철수",
    "Γιώργος",
    "გიორგი",
    "Արամ",
    "ሰላም",
    "शर्मा",
    "किरण",
    "ক্ষি",
    "ਸਿੰਘ",
    "ગુજરાતી",
    "తెలుగు",
    "ಕನ್ನಡ",
    "മലയാളം",
    "සිංහල",
    "ໄຊ",
    "ကြည်",
    "髙﨑𠮷",
    "→ ✓",
)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", [*NAMES, *FURTHER])
def test_a_name_is_read_back_from_every_part_of_a_document(name: str, reader: str) -> None:
    document = _named(name)

    text = extracted(document.pdf(), reader)

    assert run_together(text).count(run_together(name)) == 5


@pytest.mark.parametrize("reader", READERS)
def test_all_scripts_in_one_line_are_read_back(reader: str) -> None:
    document = sheet()
    document.note("Everyone", " ".join(NAMES))

    text = extracted(document.pdf(), reader)

    assert [name for name in NAMES if name not in text] == []


@pytest.mark.parametrize("reader", ["pypdf", "pdfium"])
@pytest.mark.parametrize("name", ["محمد علي", "(محمد علي)", "יוסף בן-גוריון", "مُحَمَّد"])
def test_words_from_right_to_left_keep_their_order(name: str, reader: str) -> None:
    document = sheet()
    document.heading(name)

    assert name in extracted(document.pdf(), reader)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "Łódź", "Müller"])
def test_a_decomposed_name_is_read_back_as_the_composed_one(name: str, reader: str) -> None:
    document = _named(unicodedata.normalize("NFD", name))

    text = extracted(document.pdf(), reader)

    assert text.count(name) == 5
    assert document.pdf() == _named(name).pdf()


def _named(name: str) -> Sheet:
    """A document with the name as heading, in a block, in a cell, as an amount and as a bold amount."""
    document = sheet()
    document.heading(name)
    document.blocks([Block("Bill To", (name,)), Block("Date", ("today",))])
    document.table([Column("Service", 2), Column("Amount", 1, "right")], [[name, "$1.00"]])
    document.totals([Amount("Paid by", name), Amount("Total", name, strong=True)])
    return document
