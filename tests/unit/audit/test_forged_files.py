"""Files that somebody forged for an auditor: each link holds, and the whole must not pass for what it is not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faktura.audit.__main__ import main
from faktura.audit.chain import verify
from faktura.audit.entry import Change, Entry, first_previous
from faktura.audit.errors import Broken
from faktura.audit.head import verified
from faktura.audit.journal_file import pages_of
from faktura.audit.schemas import JournalPage
from tests.support.journals import RANGE, chained, exported, head, issued, new_key

KEY = new_key()


def without_entries(position: int, previous: str) -> str:
    """A page without entries that says the journal ends there."""
    return json.dumps({"range": RANGE, "entries": [], "end": {"position": position, "hash": previous}})


def continued(entries: list[Entry], *changes: Change) -> list[Entry]:
    """The entries and one more for each change."""
    made = list(entries)
    for change in changes:
        last = made[-1]
        made.append(Entry(range=RANGE, position=last.position + 1, previous=last.hash, at=last.at, changes=[change]))
    return made


def run(folder: Path, content: str, since: Entry) -> int:
    """The exit status of the auditor's command, with the head of an entry."""
    (folder / "journal.json").write_text(content)
    (folder / "head.jws").write_text(head(since, KEY))
    return main(["verify", str(folder / "journal.json"), "--since", str(folder / "head.jws")])


def test_an_emptied_journal_does_not_pass_as_one_without_news(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = chained([[issued(n)] for n in range(1, 6)])

    assert run(tmp_path, without_entries(0, first_previous(RANGE)), entries[-1]) == 1

    assert "The file ends with entry 0, but the journal had 5 entries." in capsys.readouterr().err


def test_an_export_from_the_head_on_does_not_claim_what_is_not_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = chained([[issued(n)] for n in range(1, 8)])

    assert run(tmp_path, exported(entries[5:]).decode(), entries[4]) == 0
    partial = capsys.readouterr().out
    assert run(tmp_path, without_entries(5, entries[4].hash), entries[4]) == 0
    empty = capsys.readouterr().out
    assert run(tmp_path, exported(entries).decode(), entries[4]) == 0
    whole = capsys.readouterr().out

    for said in (partial, empty):
        assert "Nothing up to entry 5 was added, removed or changed" not in said
        assert "Whether the entries up to 5 are still there, only an export from the beginning shows." in said
    assert "no entries" in empty
    assert "Nothing up to entry 5 was added, removed or changed" in whole


@pytest.mark.parametrize("ordinal", [3, 5, 7, 9])
def test_a_sequence_that_does_not_go_on_after_the_head_is_found(ordinal: int) -> None:
    entries = chained([[issued(n)] for n in range(1, 6)])
    since = verified(head(entries[-1], KEY))

    with pytest.raises(Broken, match=f"Entry 6 goes on with place {ordinal} of the sequence after place 5"):
        verify(pages_of(exported(continued(entries, issued(ordinal))[5:]).decode()), since)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (Change(kind="SKIPPED", first=2, last=4), "does not say which ones, or why"),
        (Change(kind="SKIPPED", reason="TAKEN"), "does not say which ones, or why"),
        (Change(kind="SKIPPED", first=4, last=2, reason="TAKEN"), "leaves out the numbers from 4 to 2"),
        (Change(kind="SKIPPED", first=2, last=4, reason="BEFORE_JOURNAL"), "as if the journal began with it"),
        (Change(kind="SKIPPED", first=2, last=4, reason="TAKEN", content={}), "leaves numbers out and has a document"),
        (Change(kind="ISSUED", ordinal=2, content={}), "without a number or without content"),
        (Change(kind="ISSUED", number="R-00002", ordinal=2), "without a number or without content"),
        (Change(kind="ISSUED", number="R-2", first=2, last=4, content={}), "leaves numbers out with the document"),
        (Change(kind="ISSUED", number="R-2", ordinal=2, former_number="R-9", content={}), "had a number before"),
        (Change(kind="CHANGED", number="R-2", ordinal=2, content={}), "but does not issue it"),
        (Change(kind="ISSUED", number="R-00077", ordinal=2, content={}), "which has another number"),
        (Change(kind="ISSUED", number="X-00002", ordinal=2, content={}), "which has another number"),
        (Change(kind="ISSUED", number="R-00002-A", ordinal=2, content={}), "which has another number"),
        (Change(kind="ISSUED", number="R-٢", ordinal=2, content={}), "which has another number"),
        (Change(kind="ISSUED", number="R-00077", content={}), "without a place in the sequence"),
    ],
)
def test_a_change_that_hides_a_gap_is_found(change: Change, fault: str) -> None:
    entries = continued(chained([[issued(1)]]), change)

    with pytest.raises(Broken, match=f"Entry 2 .*{fault}"):
        verify(pages_of(exported(entries).decode()))


@pytest.mark.parametrize(
    ("name", "number", "ordinal"),
    [
        ("jobs/acme/%C3%9F%2A*%2F7", "ß*0001/7", 1),
        ("jobs/acme/*", "1", 1),
        ("jobs/acme/R-1*1", "R-111", 1),
        ("jobs/acme/R-*", f"R-{1:020d}", 1),
        ("billing/main", "0001", 1),
        ("billing/*", "0001", 1),
        ("billing/main", "by hand", None),
    ],
)
def test_numbers_of_any_texts_are_verified(name: str, number: str, ordinal: int | None) -> None:
    change = Change(kind="ISSUED", number=number, ordinal=ordinal, content={})

    assert verify(pages_of(exported(chained([[change]], name)).decode())).issued == 1


def test_content_that_is_there_twice_is_found() -> None:
    page: dict[str, Any] = json.loads(exported(chained([[issued(1)]]), disclose=True))
    page["entries"][0]["disclosed"] *= 2

    with pytest.raises(Broken, match="Entry 1 has the content of a change twice"):
        verify(pages_of(json.dumps(page)))


def test_a_document_that_was_removed_is_found() -> None:
    page: dict[str, Any] = json.loads(exported(chained([[issued(1)]]), disclose=True))
    del page["entries"][0]["disclosed"][0]["document"]

    with pytest.raises(Broken, match="Entry 1: the document of change 0 was removed, and not by an erasure"):
        verify(pages_of(json.dumps(page)))


def test_half_a_character_is_no_text() -> None:
    content = exported(chained([[issued(1)]])).decode().replace('"gross":"1.90"', '"gross":"\\ud800"')

    with pytest.raises(Broken, match="The file is not as it was exported"):
        verify(pages_of(content))


def test_pages_do_not_stay_in_memory() -> None:
    entries = chained([[issued(n)] for n in range(1, 301)])

    def forgotten() -> Iterator[JournalPage]:
        for page in pages_of(exported(entries, page_size=100).decode()):
            yield page
            page.entries.clear()  # before the next one is read

    assert verify(forgotten()).issued == 300
