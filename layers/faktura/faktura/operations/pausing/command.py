"""The operator's commands `stop` and `start`."""

import argparse
import json
import sys

from faktura.operations.pausing.pause_service import DRAIN_SECONDS, MAX_WAIT_SECONDS, Patience, PauseService
from faktura.operations.pausing.record import Record
from faktura.operations.stack_store import StackStore


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Add the commands to the operator's commands. All of them have the arguments `shared`."""
    command = commands.add_parser("stop", parents=[shared], help=stop.__doc__)
    command.add_argument(
        "--wait", type=float, default=MAX_WAIT_SECONDS, help="seconds to wait for workflows (default: %(default)s)"
    )
    command.add_argument(
        "--drain", type=float, default=DRAIN_SECONDS, help="seconds to wait for functions (default: %(default)s)"
    )
    command.set_defaults(run=stop)
    command = commands.add_parser("start", parents=[shared], help=start.__doc__)
    command.set_defaults(run=start)


def stop(options: argparse.Namespace) -> int:
    """Stop a stack: refuse requests, leave queues and schedules alone, wait for what runs."""
    record = PauseService(StackStore(options.stack), _say).stop(Patience(options.wait, options.drain))
    _print("stopped", record)
    return 0


def start(options: argparse.Namespace) -> int:
    """Start a stopped stack again, as it was before."""
    record = PauseService(StackStore(options.stack), _say).start()
    _print("started" if record else "was not stopped", record or Record())
    return 0


def _print(state: str, record: Record) -> None:
    shown = {"subscriptions": sorted(record.subscriptions), "schedules": sorted(record.schedules)}
    print(json.dumps({"state": state, **shown}, indent=2))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
