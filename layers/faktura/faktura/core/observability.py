"""Structured logs: one JSON line per change of state, ids as fields, no personal data.

Every line carries the correlation id: the id of the piece of work that it is about, in whichever function. It is the id
of the request that began the work (`Request.id`); work that no request began has one of its own.

What is counted is a field with its metric's name, in a line that a metric filter reads (`RequestsFailed=1`) or in one
of CloudWatch's embedded metric format (`count`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

log = Logger(service="faktura", use_rfc3339=True)


@contextmanager
def correlated(correlation_id: str | None) -> Iterator[None]:
    """Inside, every line carries this id, those of other threads too; the former id is back afterwards.

    An invocation begins with it: its process is warm, and the former invocation's id must not be on its lines.
    """
    former = log.get_correlation_id()
    set_correlation_id(correlation_id)
    try:
        yield
    finally:
        set_correlation_id(former)


def set_correlation_id(correlation_id: str | None) -> None:
    """From here on, until the invocation ends, every line carries this id."""
    log.set_correlation_id(correlation_id)


def reason_of(fault: BaseException) -> str:
    """How a line says why something failed: the kind of the exception and its text."""
    return f"{type(fault).__name__}: {fault}"


def count(**metrics: int) -> None:
    """Publish what one change of state adds to these metrics, in a line of CloudWatch's embedded metric format.

    For tasks, whose lines are not limited to 512 bytes as a request's are; nothing is printed where nothing is added.
    What is counted is done by then, so what cannot be counted is logged and fails nothing.
    """
    if not any(metrics.values()):
        return
    try:
        line = EphemeralMetrics()
        for name, added in metrics.items():
            line.add_metric(name, MetricUnit.Count, added)
        line.add_metadata("correlation_id", log.get_correlation_id())
        line.flush_metrics()
    except Exception:
        log.exception("not counted", metrics=metrics)
