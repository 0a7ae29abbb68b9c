"""Structured logs: one JSON line per change of state, ids as fields, no personal data.

Every line carries a correlation id, which is the same in all functions that work on the same thing. It is the id of the
request that began the work (`Request.id`); work without a request has an id of its own.

A count is a field with the name of its metric, in a line that a metric filter reads (`RequestsFailed=1`) or in one in
CloudWatch's embedded metric format (`count`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

log = Logger(service="faktura", use_rfc3339=True)


@contextmanager
def correlated(correlation_id: str | None) -> Iterator[None]:
    """Inside, every line carries this id, in other threads too; afterwards the former id is restored.

    Every invocation begins with it, so that a warm process does not log the id of the invocation before.
    """
    former = log.get_correlation_id()
    set_correlation_id(correlation_id)
    try:
        yield
    finally:
        set_correlation_id(former)


def set_correlation_id(correlation_id: str | None) -> None:
    """Every line carries this id from now on, until the invocation ends."""
    log.set_correlation_id(correlation_id)


def reason_of(fault: BaseException) -> str:
    """Why something failed, for a log line: the kind of the exception and its text."""
    return f"{type(fault).__name__}: {fault}"


def count(**metrics: int) -> None:
    """Add to these metrics, in a line in CloudWatch's embedded metric format; no line if all counts are 0.

    For tasks, whose lines may exceed the 512 bytes of a request. The work is done by now, so a failure to count is only
    logged.
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
