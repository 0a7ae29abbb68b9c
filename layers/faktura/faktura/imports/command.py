"""The part of an operator's command that imports a file."""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TextIO

from faktura.core.observability import log
from faktura.imports.import_service import Importer, ImportService
from faktura.imports.problem import FileRefused
from faktura.imports.report import Report
from faktura.imports.table import ENCODING


def add_options(parser: argparse.ArgumentParser, records: str) -> None:
    """The options that every import has."""
    parser.add_argument("file", type=Path, help=f"CSV with {records}; docs/imports.md has its columns")
    parser.add_argument("--dry-run", action="store_true", help="check the file and write nothing")


def import_file(options: argparse.Namespace, importer_for: Callable[[TextIO], Importer[Any]]) -> int:
    """Import the file and print what became of it. The result is 0, or 1 if anything was wrong."""
    try:
        file = _copy_of(options.file)
    except OSError as error:
        _tell(str(error))
        return 1
    with file, _quiet_log():
        report = _run(file, importer_for, options.dry_run)
    for problem in report.problems:
        _tell(str(problem))
    (sys.stdout if report.is_success else sys.stderr).write(f"{report.summary}\n")
    return 0 if report.is_success else 1


def _copy_of(path: Path) -> TextIO:
    """A copy to read twice: what is written is then what was checked, and a pipe will do."""
    with path.open("rb") as file:
        copy = TextIOWrapper(TemporaryFile(), encoding=ENCODING, newline="")  # noqa: SIM115 -- the caller closes it
        shutil.copyfileobj(file, copy.buffer)
    copy.seek(0)
    return copy


def _run(file: TextIO, importer_for: Callable[[TextIO], Importer[Any]], is_check_only: bool) -> Report:
    try:
        importer = importer_for(file)
    except FileRefused as refused:
        return Report("The file", problems=refused.problems)
    return ImportService(importer, _tell).run(file, is_check_only)


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextmanager
def _quiet_log() -> Iterator[None]:
    """Without a log line for each record: the report has their number."""
    level = log.log_level
    log.setLevel("WARNING")
    try:
        yield
    finally:
        log.setLevel(level)
