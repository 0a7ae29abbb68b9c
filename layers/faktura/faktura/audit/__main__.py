"""The auditor's command: verify an exported journal without AWS and without a network. And the key that signs heads.

    python -m faktura.audit verify journal.json --since head.jws --key THUMBPRINT
    python -m faktura.audit key

`journal.json` has the pages of `GET .../numbering/audit`, one after another. `head.jws` is a signed head that the
auditor already holds. The result is 0 if everything holds, 1 if not, 2 if a file cannot be read.

`key` is the operator's: it shows the thumbprint and the public key that `JOURNAL_KEY` names, as KMS has it.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from faktura.audit.chain import Report, verify
from faktura.audit.errors import BadHead, Broken
from faktura.audit.head import SignedHead, Statement, thumbprint, verified
from faktura.audit.journal_file import pages_of
from faktura.core import json
from faktura.core.settings import run_command


def main(arguments: list[str]) -> int:
    """Do what the arguments say; returns the result of the process."""
    options = _parser().parse_args(list(_joined(arguments)))
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def _joined(arguments: list[str]) -> Iterator[str]:
    """`--key X` as `--key=X`: a thumbprint may begin with a dash, which would make it an option."""
    rest = iter(arguments)
    for argument in rest:
        yield "=".join([argument, *islice(rest, 1)]) if argument == "--key" else argument


def _verify(options: argparse.Namespace) -> int:
    if options.key is not None and not options.since:
        print("--key is about the head that --since names.", file=sys.stderr)
        return 2
    try:
        since = _head(_text(options.since).strip(), options.key) if options.since else None
        report = verify(pages_of(_text(options.file)), since)
    except Broken as fault:
        print(f"BROKEN: {fault}", file=sys.stderr)
        return 1
    except (BadHead, OSError, UnicodeError) as fault:
        print(fault, file=sys.stderr)
        return 2
    print("\n".join(_lines(report, since)))
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")  # an editor may have put a byte order mark before it
    except UnicodeError as fault:
        raise UnicodeError(f"{file} is no text in UTF-8. If it is compressed, unpack it.") from fault


def _key(_: argparse.Namespace) -> int:
    from faktura.audit.key_client import KeyClient  # here, because an auditor needs nothing of AWS

    jwk = KeyClient.from_settings().jwk
    print(f"{thumbprint(jwk)}\n{json.dumps(jwk).decode()}")
    return 0


def _head(text: str, key: str | None) -> SignedHead:
    head = verified(text)
    if key is not None and key != head.thumbprint:
        raise BadHead(f"The head is signed by the key {head.thumbprint}, not by {key}.")
    return head


def _lines(report: Report, since: SignedHead | None) -> list[str]:
    entries = f"entries {report.first} to {report.last}" if report.last >= report.first else "no entries"
    lines = [
        f"OK: {report.range}, {entries}: "
        f"{report.issued} documents got a number, {report.skipped} numbers were left out for a stated reason.",
        f"Of the commitments, {report.disclosed} agree with their content; {report.withheld} are without content.",
        _shown_by_head(report, since.statement, since.thumbprint)
        if since
        else "No head was given: the entries agree with each other, but all of them could have been replaced.",
    ]
    past = report.last - (since.statement.position if since else 0)
    return [*lines, f"Entries past the head: {past}. Only a later head can show that they stay."] if past else lines


def _shown_by_head(report: Report, head: Statement, key: str) -> str:
    signed = f"the head of {head.at}, which is signed by the key {key}"
    if report.first > 1:
        return (
            f"The entries go on from entry {head.position} as it was at {signed}. "
            f"Whether the entries up to {head.position} are still there, only an export from the beginning shows."
        )
    return f"Nothing up to entry {head.position} was added, removed or changed since {signed}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m faktura.audit", description="Verify the journal of a number range."
    )
    commands = parser.add_subparsers(required=True)
    commands.add_parser("key", help="show the key that signs heads").set_defaults(command=_key)
    command = commands.add_parser("verify", help="show that nothing was added, removed or changed since a head")
    command.set_defaults(command=_verify)
    command.add_argument("file", type=Path, help="the exported pages, one after another")
    command.add_argument("--since", type=Path, metavar="HEAD", help="a file with a signed head that you already hold")
    command.add_argument("--key", help="the thumbprint of the key that must have signed the head")
    return parser


if __name__ == "__main__":
    run_command(main)
