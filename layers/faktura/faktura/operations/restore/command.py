"""The operator's command `restore`."""

import argparse
import json
import sys
from datetime import UTC, datetime

from faktura.operations.errors import CannotRestore
from faktura.operations.pausing.record_store import RecordStore
from faktura.operations.restore.request import RestoreRequest
from faktura.operations.restore.restore_service import RestoreService
from faktura.operations.restore.scope import IdRange, Scope
from faktura.operations.restore.table import TABLES, table_called
from faktura.operations.stack_store import StackStore


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Add the command to the operator's commands. All of them have the arguments `shared`."""
    command = commands.add_parser("restore", parents=[shared], help=restore.__doc__)
    command.add_argument("--table", required=True, help=", ".join(TABLES))
    command.add_argument("--at", required=True, help="the moment, such as 2026-11-29T02:55:00Z")
    command.add_argument("--tenant", help="an office, tenant, provider, MGA or practice; by default all")
    command.add_argument("--kind", action="append", default=[], help="such as invoice; may be repeated; by default all")
    command.add_argument("--ids", help="the first and the last id of a range, such as 17..25")
    command.add_argument("--only-missing", action="store_true", help="leave alone what is there")
    command.add_argument("--remove-later", action="store_true", help="remove what came later, unless it is numbered")
    command.add_argument(
        "--apply", action="store_true", help="write; by default the command only says what it would do"
    )
    command.add_argument("--while-running", action="store_true", help="write although the stack is not stopped")
    command.add_argument("--keep-side-table", action="store_true", help="do not delete the side table at the end")
    command.set_defaults(run=restore)


def restore(options: argparse.Namespace) -> int:
    """Bring items of a table back to a point in time. Without --apply it only says what it would do."""
    service = RestoreService(StackStore(options.stack), RecordStore(options.stack), _say)
    report = service.restore(_request(options))
    print(json.dumps(report.as_json(), indent=2))
    return int(bool(report.new_problems))


def _request(options: argparse.Namespace) -> RestoreRequest:
    known = table_called(options.table).books.KINDS.names
    if unknown := set(options.kind) - set(known):
        raise CannotRestore(f"{options.table} has no kind {', '.join(sorted(unknown))}; it has {', '.join(known)}")
    scope = Scope(
        tenant=options.tenant,
        kinds=frozenset(options.kind),
        ids=_range(options.ids) if options.ids else None,
        only_missing=options.only_missing,
        remove_later=options.remove_later,
    )
    return RestoreRequest(
        table=options.table,
        moment=_moment(options.at),
        scope=scope,
        apply=options.apply,
        while_running=options.while_running,
        keep_side_table=options.keep_side_table,
    )


def _moment(text: str) -> datetime:
    """The whole second; the zone is required, because an hour more or less would restore other data."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise CannotRestore(f"{text} is no moment with a time zone, such as 2026-11-29T02:55:00Z")
    return moment.astimezone(UTC).replace(microsecond=0)


def _range(text: str) -> IdRange:
    first, dots, last = text.partition("..")
    found = IdRange(first, last)
    if not (first and dots and last and found.covers(first)):
        raise CannotRestore(f"{text} is no range, such as 17..25")
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr)
