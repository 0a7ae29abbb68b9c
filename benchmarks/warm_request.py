"""A warm request: routes, validates and answers a push of one invoice and of a hundred.

The peers are FastAPI with Mangum, and Flask. Goals: one invoice in at most 0.10 of FastAPI's time and 0.5 of Flask's
(50 us); a hundred in at most 0.5 of FastAPI's time. Nothing verifies a token here.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402  # found from any folder
from faktura.core import json  # noqa: E402
from faktura.core.endpoint import Api  # noqa: E402
from faktura.core.response import Accepted  # noqa: E402
from faktura.pims.batch import Batch  # noqa: E402
from tests.support.builders import http_event, pims_invoice  # noqa: E402

ROUNDS = 15
PATH = "/api/data-on-demand/invoices"


@Api("Benchmark", lambda refusal, _status, _request: refusal.message).post(PATH, scope=None)
def ours(batch: Batch) -> Accepted[dict[str, int]]:
    """Accept a batch, like the peers."""
    return Accepted({"invoices": len(batch.invoices)})


def microseconds(call: Callable[[], object], repeats: int) -> float:
    """The mean CPU time of one call in one round: other programs may use the machine."""
    begun = process_time()
    for _ in range(repeats):
        call()
    return (process_time() - begun) / repeats * 1e6


def compare(invoices: int, repeats: int) -> None:
    """Print Faktura's and each peer's figure and their ratio."""
    try:
        from benchmarks.peers import fastapi, flask
    except ImportError as reason:
        raise NotMeasured(f"a peer is not installed ({reason}); `make bench` installs it") from reason
    body = {"invoices": [pims_invoice(id=str(n)) for n in range(invoices)]}
    event = http_event("POST", PATH, body)
    event["path"] = PATH
    event["resource"] = PATH
    assert ours(event, None)["statusCode"] == 202  # noqa: S101  # a benchmark of errors would be meaningless
    peers = {"FastAPI + Mangum": fastapi(), "Flask": flask(json.dumps(body))}
    assert peers["FastAPI + Mangum"](event)["statusCode"] == 202  # noqa: S101
    for name, peer in peers.items():
        mine = partial(microseconds, lambda: ours(event, None), repeats)
        theirs = partial(microseconds, partial(peer, event), max(1, repeats // 4))
        pairs = paired(mine, theirs, ROUNDS)
        print(f"{invoices:3} invoice(s) {pairs.ours:7.0f} us   {pairs.ratio} {name} ({pairs.theirs:.0f} us)")


if __name__ == "__main__":
    run({"1 invoice": partial(compare, 1, 2_000), "100 invoices": partial(compare, 100, 40)})
