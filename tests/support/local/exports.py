"""Exports as a caller of the running product asks for them, waits for them and downloads them."""

import csv
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import requests

from tests.support.local.calls import Caller
from tests.support.local.stacks import eventually


@dataclass(frozen=True)
class Exporter:
    """A caller of one API, the path of its exports, and the period that it exports."""

    caller: Caller
    path: str
    period: Mapping[str, str]

    def ask(self, form: str = "CSV", **terms: Any) -> requests.Response:
        """Ask for an export; `datev` are the accounts that the request names."""
        accounts = {"datev": terms.pop("datev")} if "datev" in terms else {}
        terms.setdefault("json", {"format": form, **self.period, **accounts})
        return self.caller.call("POST", self.path + terms.pop("query", ""), **terms)

    def found(self, export_id: str) -> requests.Response:
        """Look at an export."""
        return self.caller.call("GET", f"{self.path}/{export_id}")

    def listed(self) -> list[dict[str, Any]]:
        """The newest exports."""
        answer = self.caller.call("GET", self.path)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    def ended(self, form: str = "CSV", **terms: Any) -> dict[str, Any]:
        """A new export once it has ended."""
        asked = self.ask(form, **terms)
        assert asked.status_code == 202, asked.text

        def over() -> Any:
            time.sleep(0.2)
            export = self.found(asked.json()["exportId"]).json()
            return export if export["status"] != "IN_PROGRESS" else None

        export: dict[str, Any] = eventually(over, seconds=120)
        return export

    def file(self, form: str = "CSV", **terms: Any) -> bytes:
        """The file of a new export, as a browser downloads it."""
        export = self.ended(form, **terms)
        assert export["status"] == "DONE", export
        return downloaded(export)

    def rows(self, **terms: Any) -> list[dict[str, str]]:
        """The rows of a new CSV file by the names of its columns."""
        return csv_rows(self.file("CSV", **terms))


def downloaded(export: Mapping[str, Any]) -> bytes:
    """The file of an export, which arrives without a token and under its name."""
    answer = requests.get(export["downloadLink"], timeout=60)
    assert answer.status_code == 200, answer.text
    assert f'filename="{export["fileName"]}"' in answer.headers["Content-Disposition"]
    return answer.content


def csv_rows(file: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file that keeps to RFC 4180, in UTF-8 with a byte order mark."""
    assert file.startswith(b"\xef\xbb\xbf")
    assert file.count(b"\n") == file.count(b"\r") == file.count(b"\r\n")
    lines = list(csv.reader(StringIO(file.decode("utf-8-sig"), newline=""), strict=True))
    names, *rows = lines
    return [dict(zip(names, row, strict=True)) for row in rows]


def archived(file: bytes) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """The files of an archive by their names, and the rows of its index."""
    with ZipFile(BytesIO(file)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        files = {name: archive.read(name) for name in archive.namelist()}
    return files, csv_rows(files.pop("index.csv"))
