"""A warm request: route, validate and answer a push of one invoice and of a hundred, beside FastAPI + Mangum and Flask.

Goals: one invoice at most 0.10 of FastAPI and 0.5 of Flask (50 us); a hundred at most 0.5 of FastAPI. No peer verifies
a token here, so ours does not either.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.peers import fastapi, flask  # noqa: E402  # found from any folder
from faktura.core import json  # noqa: E402
from faktura.core.endpoint import Api  # noqa: E402
from faktura.pims.batch import Batch  # noqa: E402
from tests.builders import http_event, pims_invoice  # noqa: E402

ROUNDS = 15
PATH = "/api/data-on-demand/invoices"


@Api("Benchmark", lambda refusal, status, request: refusal.message).post(PATH, allow=None, status=202)
def ours(batch: Batch) -> dict[str, int]:
    """Accept a batch, as the peers do."""
    return {"invoices": len(batch.invoices)}


def microseconds(call: Callable[[], object], repeats: int) -> float:
    """One call; the median of `ROUNDS` rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        for _ in range(repeats):
            call()
        rounds.append((perf_counter() - begun) / repeats * 1e6)
    return median(rounds)


def compare(invoices: int, repeats: int) -> None:
    """Print our figure, and its ratio to each peer's."""
    body = {"invoices": [pims_invoice(id=str(n)) for n in range(invoices)]}
    event = http_event("POST", PATH, body)
    event["path"] = PATH
    event["resource"] = PATH
    assert ours(event, None)["statusCode"] == 202  # noqa: S101  # a benchmark of refusals would say nothing
    peers = {"FastAPI + Mangum": fastapi(), "Flask": flask(json.dumps(body))}
    mine = microseconds(lambda: ours(event, None), repeats)
    print(f"{invoices} invoice(s): Faktura {mine:.0f} us")
    assert peers["FastAPI + Mangum"](event)["statusCode"] == 202  # noqa: S101
    for name, peer in peers.items():
        theirs = microseconds(lambda peer=peer: peer(event), max(1, repeats // 4))
        print(f"    {name:17} {theirs:7.0f} us   Faktura takes {mine / theirs:.2f} of it")


if __name__ == "__main__":
    compare(1, 2_000)
    compare(100, 40)
