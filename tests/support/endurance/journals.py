"""The journals of numbers, as an auditor reads and verifies them."""

from typing import Any

from faktura.audit.chain import Report, verify
from faktura.audit.errors import Broken
from faktura.audit.journal_file import pages_of
from tests.support.endurance.caller import Persistent


def pages(calls: Persistent, path: str, **query: str) -> str:
    """All pages of a journal, with what they disclose."""
    texts: list[str] = []
    after, end = 0, 1
    while after < end:
        answer = calls.call("GET", path, params={"after": str(after), "disclose": "true", **query})
        if answer.status != 200:
            raise Broken(f"{path} answered {answer.status}")
        texts.append(answer.response.text)
        body = answer.response.json()
        end = body["end"]["position"]
        after = body["entries"][-1]["entry"]["position"] if body["entries"] else end
    return "".join(texts)


def issued(journal: str) -> list[dict[str, Any]]:
    """The content of each ISSUED change, with its number."""
    changes = (change for page in pages_of(journal) for one in page.entries for change in one.entry.changes)
    return [{"number": one.number, **(one.content or {})} for one in changes if one.kind == "ISSUED"]


def verified(journal: str) -> Report:
    """What the journal holds. Raises Broken."""
    return verify(list(pages_of(journal)))
