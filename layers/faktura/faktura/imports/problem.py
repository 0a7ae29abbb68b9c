"""What is wrong with an import file, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A broken rule. Rows count from 1, the header; `column` is empty where the whole row is meant."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.message}"


class FileRefused(Exception):
    """The file cannot be read on: its header is wrong, or it is not CSV in UTF-8."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*map(str, problems))
        self.problems = problems
