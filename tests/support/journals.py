"""Journals for tests: a chain of entries as the API exports it, and heads that a key signs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from faktura.audit.chain import Report, verify
from faktura.audit.commitment import commitment
from faktura.audit.entry import Change, Entry, first_previous, ordinals
from faktura.audit.head import Statement, signed, signing_input
from faktura.audit.journal_file import pages_of
from faktura.audit.schemas import Disclosure, JournalEnd, JournalEntry, JournalPage
from faktura.core import json
from tests.support.jobs import Shop
from tests.support.offices import OfficeDesk, done

RANGE = "jobs/acme/R-*"
DAY = "2026-11-28T02:00:00.000Z"


def chained(changes: Sequence[Sequence[Change]], range_name: str = RANGE) -> list[Entry]:
    """One entry for each list of changes."""
    entries: list[Entry] = []
    previous = first_previous(range_name)
    for position, one in enumerate(changes, 1):
        entries.append(Entry(range=range_name, position=position, previous=previous, at=DAY, changes=list(one)))
        previous = entries[-1].hash
    return entries


def issued(ordinal: int, text: str = "R-") -> Change:
    """The change that issues one invoice with a committed buyer; `text` precedes the digits of its number."""
    content = {"issuedAt": DAY, "currency": "EUR", "net": "10.00", "tax": "1.90", "gross": f"{ordinal}.90"}
    return Change(
        kind="ISSUED",
        number=f"{text}{ordinal:05d}",
        ordinal=ordinal,
        content=content,
        commitment=commitment(_salt(ordinal), _document(ordinal)),
    )


def exported(entries: Sequence[Entry], page_size: int = 1_000, disclose: bool = False) -> bytes:
    """The pages that the API returns for these entries, one after another."""
    pages = []
    for first in range(0, len(entries), page_size):
        shown = [
            JournalEntry(entry=one, disclosed=_disclosed(one) if disclose else None)
            for one in entries[first:][:page_size]
        ]
        end = JournalEnd(position=entries[-1].position, hash=entries[-1].hash)
        pages.append(JournalPage(range=entries[0].range, entries=shown, end=end))
    return b"".join(json.dumps(page.model_dump(by_alias=True, exclude_none=True)) for page in pages)


def exported_pages(page: Callable[[Mapping[str, str]], str], size: int, **query: str) -> str:
    """All pages of a journal, as an auditor saves them; `page` asks the API for one and returns its body."""
    pages: list[str] = []
    after, end = 0, 1
    while after < end:
        pages.append(page({"after": str(after), "pageSize": str(size), **query}))
        found = json.loads(pages[-1].encode())
        end = found["end"]["position"]
        read = [one["entry"]["position"] for one in found["entries"]]
        read += [one["position"] for one in found.get("damaged", []) if "position" in one]
        after = max(read, default=end)
    return "\n".join(pages)


def of_shop(shop: Shop, name: str = RANGE, size: int = 100, **query: str) -> str:
    """All pages of the journal of a shop's range."""
    path = "/invoice/{tenant}/numbering/audit"

    def page(terms: Mapping[str, str]) -> str:
        return done(shop.request("jobs.audit_numbering", "GET", path, query={"range": name, **terms})).text

    return exported_pages(page, size, **query)


def of_office(desk: OfficeDesk, **query: str) -> str:
    """All pages of the journal of an office."""
    return exported_pages(lambda terms: done(desk.call("audit_numbering", query=terms)).text, 100, **query)


def changes(pages: str) -> list[dict[str, Any]]:
    """Every change of the exported pages, without commitments."""
    found = [one for page in pages_of(pages) for entry in page.entries for one in entry.entry.changes]
    return [one.model_dump(by_alias=True, exclude_none=True, exclude={"commitment"}) for one in found]


def verified(pages: str) -> Report:
    """What an auditor learns from the exported pages."""
    return verify(list(pages_of(pages)))


def head(entry: Entry, key: EllipticCurvePrivateKey, at: str = DAY) -> str:
    """The signed head after an entry, whose documents end a sequence at their last place."""
    ordinal = max((places[-1] for places in ordinals(entry.changes)), default=None)
    statement = Statement(range=entry.range, position=entry.position, hash=entry.hash, at=at, ordinal=ordinal)
    message = signing_input(statement, key.public_key())
    return signed(message, key.sign(message, ECDSA(SHA256())))


def new_key() -> EllipticCurvePrivateKey:
    """A key as KMS holds it."""
    return generate_private_key(SECP256R1())


def _disclosed(entry: Entry) -> list[Disclosure]:
    return [
        Disclosure(change=n, salt=_salt(change.ordinal).hex(), document=_document(change.ordinal).decode())
        for n, change in enumerate(entry.changes)
        if change.commitment and change.ordinal
    ]


def _salt(ordinal: int | None) -> bytes:
    return f"{ordinal:016d}".encode()


def _document(ordinal: int | None) -> bytes:
    return f'{{"billTo":"Jörg \\"{ordinal}\\" Müller","lines":[]}}'.encode()
