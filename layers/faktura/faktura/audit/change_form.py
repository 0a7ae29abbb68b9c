"""What a change must say, so that a journal accounts for every number of its range (docs/apis/audit.md)."""

from functools import lru_cache
from urllib.parse import unquote

from faktura.audit.entry import Change, Entry


def fault_of(entry: Entry) -> str:
    """What is wrong with the first of its changes that says too little, too much or another number; else empty."""
    for change in entry.changes:
        fault = _of_left_out(change, entry) if change.kind == "SKIPPED" else _of_document(change, entry)
        if fault:
            return fault
    return ""


def _of_left_out(change: Change, entry: Entry) -> str:
    if change.first is None or change.last is None or change.reason is None:
        return "leaves numbers out and does not say which ones, or why"
    if change.first > change.last:
        return f"leaves out the numbers from {change.first} to {change.last}"
    if change.reason == "BEFORE_JOURNAL" and entry.position > 1:
        return "leaves numbers out as if the journal began with it"
    members = (change.number, change.ordinal, change.former_number, change.content, change.commitment)
    return "leaves numbers out and has a document" if any(one is not None for one in members) else ""


def _of_document(change: Change, entry: Entry) -> str:
    number, is_issued = change.number, change.kind == "ISSUED"
    if number is None or change.content is None:
        return "has a document without a number or without content"
    if any(one is not None for one in (change.first, change.last, change.reason)):
        return f"leaves numbers out with the document {number}"
    if is_issued and change.former_number is not None:
        return f"issues {number}, which had a number before"
    if not is_issued and change.ordinal is not None:
        return f"gives {number} a place in the sequence, but does not issue it"
    return _of_number(number, change.ordinal, entry.range) if is_issued else ""


def _of_number(number: str, ordinal: int | None, range_name: str) -> str:
    """Numbers by hand have no place in the sequence; only offices have them."""
    texts = _texts_of(range_name)
    if ordinal is None:
        return "" if texts is None else f"issues {number} without a place in the sequence"
    before, after = texts or ("", "")
    digits = number[len(before) : len(number) - len(after)]
    is_right = number == f"{before}{digits}{after}" and digits.lstrip("0") == str(ordinal)
    return "" if is_right else f"issues {number} at place {ordinal} of the sequence, which has another number"


@lru_cache(maxsize=16)
def _texts_of(range_name: str) -> tuple[str, str] | None:
    """The texts around the digits of a shop's numbers; `None` for an office, whose sequence has none."""
    api, _, rest = range_name.partition("/")
    before, star, after = rest.partition("/")[2].partition("*")
    return (unquote(before), unquote(after)) if api == "jobs" and star else None
