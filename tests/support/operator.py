"""The operator's commands on the deployed product, and damage to restore it from."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import dynamodb_backends

from faktura.core.attributes import marshalled
from faktura.core.aws import client
from faktura.operations.__main__ import main
from faktura.operations.restore.table import TABLES
from local.dynamodb import history
from tests.support.deployment import Deployment

Item = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a command answered: its status, its report and what it said besides."""

    status: int
    report: Any
    said: str


@dataclass
class Operator:
    """Runs commands, and moves the time of the tables on."""

    faktura: Deployment
    offset: float = 0.0

    def __call__(self) -> float:
        """The time of the tables."""
        return time.time() + self.offset

    def moment(self) -> datetime:
        """A moment between what was written before and what is written from now on."""
        self.offset += 2
        moment = datetime.fromtimestamp(int(self()), UTC)
        self.offset += 2
        return moment

    def run(self, *arguments: str) -> Outcome:
        """Run a command on the stack."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main([arguments[0], "--stack", "faktura", *arguments[1:]])
        return Outcome(status, json.loads(out.getvalue()) if out.getvalue() else None, err.getvalue())

    def restore(self, table: str, moment: datetime, *arguments: str) -> Outcome:
        """Restore a table, while the stack runs."""
        terms = ("--table", table, "--at", moment.isoformat(), "--while-running")
        return self.run("restore", *terms, *arguments)

    def damage(self, table: str, is_hit: Callable[[Item], bool], change: Item | None = None) -> int:
        """Delete the items of a table that are hit, or overwrite attributes of them; how many."""
        name, kinds = self.faktura.stack.physical[TABLES[table].logical_id], TABLES[table].books.KINDS
        hit = [item for item in self.items(table) if is_hit(item)]
        for item in hit:
            if change is None:
                key = marshalled({attribute: item[attribute] for attribute in kinds.attributes})
                client("dynamodb").delete_item(TableName=name, Key=key)
            else:
                client("dynamodb").put_item(TableName=name, Item=marshalled(item | change))
        return len(hit)

    def items(self, table: str) -> list[Item]:
        """Everything in a table."""
        return self.faktura.items(TABLES[table].logical_id)

    def problems(self, table: str) -> list[str]:
        """What the table's books do not agree on, for all its tenants."""
        books, by_tenant = TABLES[table].books, dict[str, dict[Any, Item]]()
        for item in self.items(table):
            tenant = "" if books.IS_WHOLE else books.KINDS.of(item).tenant
            by_tenant.setdefault(tenant, {})[books.key_of(item)] = item
        return [problem for items in by_tenant.values() for problem in books.problems(items)]


@contextmanager
def operating(faktura: Deployment) -> Iterator[Operator]:
    """An operator whose tables have their own time. Side tables that are left are dropped at the end."""
    operator = Operator(faktura)
    try:
        with patch.object(history, "clock", operator):
            yield operator
    finally:
        drop_side_tables()


def drop_side_tables() -> None:
    """Drop the tables that restores have left."""
    for backend in (one["us-east-1"] for one in dynamodb_backends.values()):
        for name in side_tables(backend.tables):
            del backend.tables[name]


def side_tables(tables: Iterable[str]) -> list[str]:
    """Those of the tables that a restore has made."""
    return [name for name in tables if "-at-" in name]
