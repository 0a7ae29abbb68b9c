"""The calculated tables of docs/operations.md and docs/scale.md; `make figures` rewrites them.

Each stands between two comments, `<!-- costs -->` and `<!-- end of costs -->`. The dashboard shows the costs too.
"""

import json
import logging
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from unittest.mock import patch

from tests.support.architecture.costs import (
    KINDS,
    Cost,
    cost_of,
    in_dollars,
)
from tests.support.architecture.quotas import quotas
from tests.support.architecture.samples import run
from tests.support.architecture.scale import RESOURCES, Units, load_table, scale_table
from tests.support.architecture.template import ROOT
from tests.support.deployment import PARAMETERS, deployed

OPERATIONS, SCALE, TEMPLATE = ROOT / "docs" / "operations.md", ROOT / "docs" / "scale.md", ROOT / "template.yaml"

_COSTS = (
    "| a thousand of | AWS calls of one | write units | read units | Lambda ms | USD |\n|---|---|---|---|---|---|\n"
)
_QUOTAS = "| quota | limit | used | adjustable |\n|---|---|---|---|\n"
_SHOWN = re.compile(r'"markdown": "## Approximate cost[^"]*"')


def cost_table(costs: Sequence[Cost]) -> str:
    """The table of docs/operations.md."""
    return _COSTS + "".join(f"{cost.row()}\n" for cost in costs)


def quota_table() -> str:
    """The table of docs/operations.md."""
    return _QUOTAS + "".join(f"{quota.row()}\n" for quota in quotas())


def cost_widget(costs: Sequence[Cost]) -> str:
    """The text of the dashboard, as a member of its JSON."""
    rows = "".join(f"{cost.kind} | {in_dollars(cost.dollars)}\n" for cost in costs)
    text = f"## Approximate cost\nper thousand | USD\n---|---\n{rows}\nSee docs/operations.md, Costs"
    return f'"markdown": {json.dumps(text)}'


def shown(table: str, page: Path = OPERATIONS) -> str:
    """The text between the comments of a table in docs/operations.md, or on another page."""
    [found] = _between(table).findall(page.read_text("utf-8"))
    return str(found)


def shown_widget() -> str:
    """The dashboard's text, as the template has it."""
    [found] = _SHOWN.findall(TEMPLATE.read_text("utf-8"))
    return str(found)


def _between(table: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- {table} -->\n)(.*?)(?=<!-- end of {table} -->)", re.DOTALL)


def _write(table: str, content: str, page: Path = OPERATIONS) -> None:
    page.write_text(_between(table).sub(lambda _: content, page.read_text("utf-8")), "utf-8")


def main() -> int:
    """Write the tables and the dashboard's text."""
    sys.path.insert(0, str(ROOT / "functions"))
    logging.disable()  # the samples' log lines are of no interest
    with patch.dict(PARAMETERS, SmallestFile="1"), deployed() as faktura:
        run_once = cache(lambda function: run(faktura, function))
        costs = [cost_of(kind, run_once) for kind in KINDS]
        units = Units(run_once, faktura.stack.physical)
        tables = {api: scale_table(api, units) for api in RESOURCES}
    TEMPLATE.write_text(_SHOWN.sub(lambda _: cost_widget(costs), TEMPLATE.read_text("utf-8")), "utf-8")
    _write("costs", cost_table(costs))
    _write("quotas", quota_table())
    _write("load", load_table(), SCALE)
    for api, table in tables.items():
        _write(api, table, SCALE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
