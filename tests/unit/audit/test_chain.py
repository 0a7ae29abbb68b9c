"""Verifying a journal offline: every change of the file is found, and the first broken link is named."""

import gzip
from collections.abc import Callable
from pathlib import Path
from random import Random

import jwt
import pytest

from faktura.audit.__main__ import main
from faktura.audit.chain import verify
from faktura.audit.entry import Change, Entry
from faktura.audit.errors import BadHead, Broken
from faktura.audit.head import verified
from faktura.audit.journal_file import pages_of
from tests.support.journals import chained, exported, head, issued, new_key

COUNT = 10_000
KEY = new_key()


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return chained([[issued(n)] for n in range(1, COUNT + 1)])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]) -> Path:
    """A folder with a head that the auditor holds, of an entry before the last."""
    folder = tmp_path_factory.mktemp("audit")
    (folder / "head.jws").write_text(head(entries[-51], KEY) + "\n")
    return folder


@pytest.fixture(scope="module")
def whole(entries: list[Entry]) -> bytes:
    """The export of all entries with their content."""
    return exported(entries, disclose=True)


def run(files: Path, content: bytes, *options: str) -> int:
    """The exit status of the auditor's command for a file with this content."""
    (files / "journal.json").write_bytes(content)
    return main(["verify", str(files / "journal.json"), "--since", str(files / "head.jws"), *options])


def test_ten_thousand_entries_are_verified(files: Path, whole: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, whole) == 0

    said = capsys.readouterr().out
    assert "OK: jobs/acme/R-*, entries 1 to 10000: 10000 documents got a number" in said
    assert "10000 agree with their content" in said
    assert "Nothing up to entry 9950 was added, removed or changed" in said
    assert "Entries past the head: 50" in said


@pytest.mark.parametrize("seed", range(6))
def test_one_changed_byte_is_found(files: Path, whole: bytes, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    chance, content = Random(seed), bytearray(whole)
    place = chance.randrange(len(content))
    content[place] ^= 1 << chance.randrange(8)

    assert run(files, bytes(content)) in (1, 2)
    assert capsys.readouterr().out == ""


def test_every_single_changed_bit_of_a_page_is_found() -> None:
    entries = chained([[issued(n)] for n in range(1, 4)])
    since = verified(head(entries[-1], KEY))
    content = exported(entries, disclose=True)

    for place in range(len(content)):
        for bit in range(8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            with pytest.raises((Broken, UnicodeDecodeError)):
                verify(list(pages_of(changed.decode())), since)


@pytest.mark.parametrize("place", [0, 1, 4_999, 9_948, 9_949, 9_950, 9_998])
def test_a_removed_entry_is_found_and_its_place_named(
    files: Path, entries: list[Entry], place: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, exported([*entries[:place], *entries[place + 1 :]])) == 1

    said = capsys.readouterr().err
    assert f"Entry {place + 2} comes after entry {place}" in said or f"The file begins with entry {place + 2}" in said


def test_entries_removed_at_the_end_are_found_by_the_head(
    files: Path, entries: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, exported(entries[:9_900])) == 1

    assert "The file ends with entry 9900, but the journal had 9950 entries." in capsys.readouterr().err


def test_an_inserted_entry_is_found_even_if_all_later_ones_are_chained_anew(
    files: Path, entries: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    changes = [one.changes for one in entries]
    inserted = Change(kind="CHANGED", number="R-00003", content={"gross": "0.00"})

    assert run(files, exported(chained([*changes[:5_000], [inserted], *changes[5_000:]]))) == 1

    assert "Entry 9950, or one before it, was changed since the head was made." in capsys.readouterr().err


def test_a_changed_entry_is_found_even_if_all_later_ones_are_chained_anew(
    files: Path, entries: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    changes = [one.changes for one in entries]
    changes[6_000] = [changes[6_000][0].model_copy(update={"content": {"gross": "0.01"}})]

    assert run(files, exported(chained(changes))) == 1

    assert "was changed since the head was made" in capsys.readouterr().err


def test_the_first_broken_link_is_named(files: Path, entries: list[Entry], capsys: pytest.CaptureFixture[str]) -> None:
    changed = entries[41].model_copy(update={"at": "2026-11-27T02:00:00.000Z"})

    assert run(files, exported([*entries[:41], changed, *entries[42:]])) == 1

    assert "Entry 43 does not follow from entry 42: one of the two was changed." in capsys.readouterr().err


def test_an_export_from_the_head_on_is_enough(files: Path, entries: list[Entry]) -> None:
    assert run(files, exported(entries[9_950:])) == 0


def test_an_export_from_the_head_on_must_follow_from_it(files: Path) -> None:
    other = chained([[issued(n)] for n in range(2, COUNT + 2)])

    assert run(files, exported(other[9_950:])) == 1


def test_a_gap_in_the_sequence_is_found() -> None:
    entries = chained([[issued(1)], [issued(3)]])

    with pytest.raises(Broken, match="Entry 2 goes on with place 3 of the sequence after place 1"):
        verify(list(pages_of(exported(entries).decode())))


def test_numbers_that_are_left_out_for_a_reason_are_no_gap() -> None:
    left_out = Change(kind="SKIPPED", first=2, last=4, reason="TAKEN")

    report = verify(list(pages_of(exported(chained([[issued(1)], [left_out, issued(5)]])).decode())))

    assert (report.issued, report.skipped) == (2, 3)


def test_a_number_given_twice_is_found() -> None:
    second = Change(kind="ISSUED", number="00001", content={})

    with pytest.raises(Broken, match="Entry 2 gives number 00001 a second time"):
        verify(pages_of(exported(chained([[issued(1, "")], [second]], "billing/main")).decode()))


def test_content_that_is_not_what_was_committed_to_is_found() -> None:
    content = exported(chained([[issued(1)]]), disclose=True).replace("Müller".encode(), "Möller".encode())

    with pytest.raises(Broken, match="Entry 1: the content of change 0 is not what the entry commits to"):
        verify(list(pages_of(content.decode())))


def test_content_that_was_erased_leaves_the_chain_intact() -> None:
    report = verify(list(pages_of(exported(chained([[issued(1)]])).decode())))

    assert (report.disclosed, report.withheld) == (0, 1)


def test_the_journal_of_another_range_is_refused(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, exported(chained([[issued(1)]], "jobs/globex/R-*"))) == 1

    assert "These are two journals" in capsys.readouterr().err


def test_a_head_of_another_key_is_refused(
    files: Path, entries: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, exported(entries), "--key", verified(head(entries[0], new_key())).thumbprint) == 2

    assert "The head is signed by the key" in capsys.readouterr().err


def test_a_thumbprint_may_begin_with_a_dash(
    files: Path, entries: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, exported(entries), "--key", "-u2Y") == 2

    assert "The head is signed by the key" in capsys.readouterr().err


def test_a_key_without_a_head_is_not_ignored(files: Path, whole: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "journal.json").write_bytes(whole)

    assert main(["verify", str(files / "journal.json"), "--key", "u2Y"]) == 2

    assert capsys.readouterr().err == "--key is about the head that --since names.\n"


def test_an_empty_thumbprint_is_that_of_no_key(
    files: Path, entries: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, exported(entries), "--key", "") == 2

    assert "The head is signed by the key" in capsys.readouterr().err


def test_a_byte_order_mark_is_no_change(files: Path, whole: bytes) -> None:
    assert run(files, b"\xef\xbb\xbf" + whole) == 0


@pytest.mark.parametrize("encoded", [gzip.compress, lambda whole: whole.decode().encode("utf-16")])
def test_a_file_that_is_no_text_is_named(
    files: Path, whole: bytes, encoded: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, encoded(whole)) == 2

    told = f"{files / 'journal.json'} is no text in UTF-8. If it is compressed, unpack it.\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("other", [b"1", b'"page"', b"null", b"[]", b"{}", b'{"message": "Tenant not found"}'])
def test_what_is_no_page_is_refused(files: Path, other: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, other) == 1

    assert (
        capsys.readouterr().err == "BROKEN: The file is not as it was exported: it holds something that is no page.\n"
    )


@pytest.mark.parametrize("place", range(0, 600, 7))
def test_a_changed_head_is_refused(place: int) -> None:
    text = head(chained([[issued(1)]])[0], KEY)
    place %= len(text)
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]

    with pytest.raises(BadHead):
        verified(changed)


def test_a_token_of_the_same_kind_of_key_is_no_head() -> None:
    token = jwt.encode({"range": "jobs/acme/R-*"}, KEY, algorithm="ES256")

    with pytest.raises(BadHead):
        verified(token)


def moved(*numbers: tuple[str, str], invoice: str = "") -> list[Change]:
    """One change for each invoice that gives up a number for another: the one with its id, or the one that has it."""
    return [
        Change(kind="CHANGED", former_number=former, number=number, content={"invoiceId": invoice or former})
        for former, number in numbers
    ]


def of_office(*numbers: str) -> list[list[Change]]:
    """Invoices that got these numbers by hand, each as its id."""
    return [[Change(kind="ISSUED", number=number, content={"invoiceId": number})] for number in numbers]


def test_documents_may_exchange_their_numbers_in_one_entry() -> None:
    entries = chained([*of_office("A", "B"), moved(("A", "B"), ("B", "A"))], "billing/main")

    assert verify(list(pages_of(exported(entries).decode()))).last == 3


def test_a_number_that_was_given_up_may_be_given_again() -> None:
    entries = chained([*of_office("A"), moved(("A", "B")), *of_office("A")], "billing/main")

    assert verify(list(pages_of(exported(entries).decode()))).issued == 2


def test_a_number_is_given_up_by_nobody_but_who_has_it() -> None:
    office = chained([*of_office("A"), moved(("A", "B"), invoice="other")], "billing/main")
    shop = chained([[issued(1)], [Change(kind="CHANGED", former_number="R-00001", number="R-00002", content={})]])

    for entries, number in ((office, "A"), (shop, "R-00001")):
        with pytest.raises(Broken, match=f"Entry 2 gives up number {number}, which another document has"):
            verify(list(pages_of(exported(entries).decode())))


def test_a_number_that_is_not_given_up_is_not_taken_in_the_same_entry() -> None:
    entries = chained([*of_office("A", "B"), moved(("A", "B"))], "billing/main")

    with pytest.raises(Broken, match="Entry 3 gives number B a second time"):
        verify(list(pages_of(exported(entries).decode())))
