"""Import files: how CSV becomes the documents of the API, and where a fault is in the file."""

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from faktura.core.errors import Fault, InvalidRequest, NotFound
from faktura.imports.column import Column, FileFormat
from faktura.imports.digest import digest
from faktura.imports.problem import FileRefused
from faktura.imports.record import Record, records_of
from faktura.imports.table import ENCODING

BOOKS = FileFormat(
    "books",
    key="title",
    array="chapters",
    columns=(
        Column("title", is_required=True),
        Column("price.net", "number"),
        Column("readers", "numbers"),
        Column("shelves", "texts"),
        Column("chapters.name"),
        Column("chapters.size.pages", "number"),
    ),
)


def records(content: str | bytes) -> list[Record]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(records_of(io.TextIOWrapper(io.BytesIO(raw), encoding=ENCODING, newline=""), BOOKS))


def documents(content: str | bytes) -> list[Mapping[str, Any]]:
    found = records(content)
    assert [problem for record in found for problem in record.problems] == []
    return [record.document for record in found]


def refused(content: str | bytes) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        records(content)
    return list(map(str, refusal.value.problems))


def test_rows_of_one_record_become_one_document_with_the_elements_of_its_array() -> None:
    content = (
        "title,price.net,readers,shelves,chapters.name,chapters.size.pages\n"
        "Ice,12.50,1 2,a b,North,10\n"
        "Ice,,,,South,\n"
        "Fire,-3,,,,\n"
    )

    assert documents(content) == [
        {
            "title": "Ice",
            "price": {"net": Decimal("12.50")},
            "readers": [1, 2],
            "shelves": ["a", "b"],
            "chapters": [{"name": "North", "size": {"pages": 10}}, {"name": "South"}],
        },
        {"title": "Fire", "price": {"net": -3}},
    ]


@pytest.mark.parametrize(
    "content",
    [
        "title,readers\nÄ,1 2\n",
        "\ufefftitle,readers\r\nÄ,1 2\r\n",
        "title;readers\nÄ;1, 2\n",
        ' title ,readers\n\n"Ä","1,2"\n,\n , \n',
        "readers,title\n1  2,Ä",
    ],
    ids=["plain", "from a spreadsheet", "semicolons", "spaces and empty rows", "another order"],
)
def test_the_habits_of_spreadsheets_do_not_matter(content: str) -> None:
    assert documents(content) == [{"title": "Ä", "readers": [1, 2]}]


def test_a_quoted_cell_keeps_line_breaks_delimiters_and_quotes() -> None:
    [document] = documents('title,price.net\n"A ""b""\r\nc, d; =1+1\n",1\n')

    assert document["title"] == 'A "b"\r\nc, d; =1+1\n'


@pytest.mark.parametrize("text", ["12,50", "1.234,50", "$12", "1e3", "+1", ".5", "5.", "NaN", "\u0661", "1 2", "--1"])
def test_what_is_no_plain_number_is_a_problem_of_its_cell(text: str) -> None:
    [record] = records(f'title;price.net\nIce;"{text}"\n')

    assert list(map(str, record.problems)) == ["row 2, column price.net: must be a number such as 1234.50"]


def test_each_cell_that_is_no_number_is_named_with_its_row() -> None:
    [record] = records("title,readers,chapters.size.pages\nIce,1 x,\nIce,,many\n")

    assert list(map(str, record.problems)) == [
        "row 2, column readers: must be a number such as 1234.50",
        "row 3, column chapters.size.pages: must be a number such as 1234.50",
    ]


def test_a_further_row_must_not_say_something_else_of_the_record() -> None:
    [record] = records("title,price.net,chapters.name\nIce,1,North\nIce,1,South\nIce,,West\nIce,2,East\n")

    assert list(map(str, record.problems)) == [
        "row 5, column price.net: must be empty or as in row 2, to which this row belongs"
    ]


@pytest.mark.parametrize("row", ["Ice,1,", "Ice,,"], ids=["the same", "the name alone"])
def test_a_further_row_that_adds_nothing_is_another_record_with_the_same_name(row: str) -> None:
    [record] = records(f"title,price.net,chapters.name\nIce,1,North\n{row}\n")

    assert list(map(str, record.problems)) == [
        "row 3, column title: is that of row 2, and this row adds nothing to chapters: each record needs its own"
    ]


def test_rows_count_as_a_spreadsheet_counts_them() -> None:
    found = records('title,price.net\n"two\nlines",1\n\nIce,x\n')

    assert [record.row for record in found] == [2, 4]


def test_a_row_with_more_or_fewer_cells_than_the_header_is_a_problem() -> None:
    short, long = records("title,price.net\nIce\nFire,1,2\n")

    assert [list(map(str, record.problems)) for record in (short, long)] == [
        ["row 2: The row has 1 cells, and the header has 2."],
        ["row 3: The row has 3 cells, and the header has 2."],
    ]


def test_rows_without_a_name_are_records_of_their_own() -> None:
    assert [record.row for record in records("title,price.net\n,1\n,2\n")] == [2, 3]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("", ["row 1, column title: is required"]),
        ("price.net\n1\n", ["row 1, column title: is required"]),
        ("title,prize\nIce,1\n", ["row 1, column prize: is not a column of a file of books"]),
        ("title,title\nIce,Fire\n", ["row 1, column title: is there twice"]),
        ("title,\nIce,\n", ["row 1: The 2. column has no name."]),
        ('title,price.net\n"Ice,1\n', ["row 2: The file is not CSV from here on: unexpected end of data."]),
        ("title\nÄ\n".encode("cp1252"), ["row 1: The file is not UTF-8 from about here on. Save it as CSV UTF-8."]),
        ("title\nIce\n".encode("utf-16"), ["row 1: The file is not UTF-8 from about here on. Save it as CSV UTF-8."]),
    ],
    ids=["empty", "a column is missing", "misspelt", "twice", "nameless", "open quote", "CP1252", "UTF-16"],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(content: str | bytes, problems: list[str]) -> None:
    assert refused(content) == problems


def test_a_fault_of_the_api_is_shown_at_its_row_and_column() -> None:
    [record] = records("title,readers,chapters.name,chapters.size.pages\nIce,1 2,,\nIce,,North,1\nIce,,South,2\n")
    faults = [
        Fault("readers[1]", "must be less"),
        Fault("chapters[1].size.pages", "must be more"),
        Fault("chapters", "must be fewer"),
        Fault("", "must be shorter"),
    ]

    found = [*record.problems_of(InvalidRequest(*faults)), *record.problems_of(NotFound("No such book"))]

    assert list(map(str, found)) == [
        "row 2, column readers: must be less",
        "row 4, column chapters.size.pages: must be more",
        "row 2, column chapters: must be fewer",
        "row 2: must be shorter",
        "row 2, column title: No such book",
    ]


def test_the_digest_is_of_the_content_and_not_of_how_it_is_written() -> None:
    one = {"a": Decimal("1.50"), "b": [{"c": 3, "d": "ä"}]}

    assert digest(one) == digest({"b": [{"d": "ä", "c": 3}], "a": Decimal("1.5")})
    assert digest({"a": 3}) == digest({"a": Decimal("3.0")})
    assert digest({"a": 3}) not in (digest({"a": "3"}), digest({"a": 30}), digest({"a": True}), digest({"a": None}))
    assert digest(one) != digest({**one, "a": Decimal("1.51")})
    assert digest(one) != digest({**one, "b": [{"c": 3, "d": "a"}]})
