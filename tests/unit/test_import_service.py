"""An import's two runs over a file: what is told, when it ends, and that nothing is written unless all is well."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import EndpointConnectionError

from faktura.core.errors import Fault, InvalidRequest
from faktura.imports.column import Column, FileFormat
from faktura.imports.import_service import ImportService, Outcome


@dataclass(frozen=True)
class Book:
    name: str


@dataclass
class Library:
    """Stores books by their titles; `at_most` is when its service goes away."""

    at_most: int = 1_000_000
    stored: list[str] = field(default_factory=list)
    checked: int = 0
    file_format = FileFormat("books", "title", "chapters", (Column("title", is_required=True),))

    def item(self, document: Any) -> Book:
        if "bad" in document["title"]:
            raise InvalidRequest(Fault("title", "must be good"))
        return Book(document["title"])

    def check(self, items: Sequence[Book]) -> list[Outcome]:
        self.checked += len(items)
        return ["unchanged" if item.name in self.stored else "created" for item in items]

    def write(self, items: Sequence[Book]) -> list[Outcome]:
        if len(self.stored) >= self.at_most:
            raise EndpointConnectionError(endpoint_url="https://library")
        outcomes = self.check(items)
        self.stored += [item.name for item in items if item.name not in self.stored]
        return outcomes


def books(*titles: str) -> io.StringIO:
    return io.StringIO("\n".join(("title", *titles)))


def test_each_thousand_is_told_once_for_the_check_and_once_for_the_writing() -> None:
    library, told = Library(), list[str]()

    report = ImportService(library, told.append).run(books(*map(str, range(2_050))), is_check_only=False)

    assert told == ["1,000 books checked", "2,000 books checked", "1,000 books imported", "2,000 books imported"]
    assert report.summary == "books: 2,050 created, 0 unchanged."
    assert len(library.stored) == 2_050


def test_what_is_all_stored_is_not_written_again() -> None:
    library = Library(stored=["1", "2"])

    report = ImportService(library, print).run(books("1", "2"), is_check_only=False)

    assert (report.summary, report.is_written, library.checked) == ("books: 0 new, 2 unchanged.", False, 2)


def test_one_problem_at_the_end_keeps_everything_out() -> None:
    library = Library()

    report = ImportService(library, print).run(books(*map(str, range(350)), "bad"), is_check_only=False)

    assert [str(problem) for problem in report.problems] == ["row 352, column title: must be good"]
    assert (library.stored, report.is_success) == ([], False)


def test_the_check_ends_at_a_hundred_problems() -> None:
    library = Library()

    report = ImportService(library, print).run(books(*(f"bad {n}" for n in range(500)), "1"), is_check_only=False)

    assert (len(report.problems), library.checked) == (100, 0)


def test_a_service_that_goes_away_ends_the_run_and_the_next_goes_on() -> None:
    library, file = Library(at_most=200), books(*map(str, range(300)))

    stopped = ImportService(library, print).run(file, is_check_only=False)
    library.at_most = 1_000
    file.seek(0)
    again = ImportService(library, print).run(file, is_check_only=False)

    assert stopped.summary.startswith("books: 200 created, 0 unchanged. The import stopped (EndpointConnectionError: ")
    assert again.summary == "books: 100 created, 200 unchanged."
    assert library.stored == list(map(str, range(300)))
