"""Which alarms of the translated template ring for the logs and metrics of each of their periods."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.architecture import log_patterns
from tests.support.architecture.template import Resource, references, translated

Metric = tuple[str, str]
"""A metric's name and the logical id that its dimensions name, empty where they name none."""

Values = Mapping[Metric, Sequence[float]]

_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
}


@dataclass(frozen=True)
class Moment:
    """What one period of an alarm saw, and all periods that it looks at: lines of the functions' and of the gateway's
    log, and the metrics that AWS services have of themselves.
    """

    functions: Sequence[Mapping[str, Any]] = ()
    calls: Sequence[Mapping[str, Any]] = ()
    measured: Values = field(default_factory=dict)


def alarms() -> dict[str, Resource]:
    """The alarms' properties by logical id."""
    return {
        name: resource["Properties"]
        for name, resource in translated().items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }


def filters() -> dict[str, Resource]:
    """The metric filters' properties by logical id."""
    return {
        name: resource["Properties"]
        for name, resource in translated().items()
        if resource["Type"] == "AWS::Logs::MetricFilter"
    }


def ringing(moment: Moment) -> set[str]:
    """The alarms that ring while every period is such a moment."""
    values = {**moment.measured, **_counted(moment)}
    values[("Count", "")] = [1.0] * len(moment.calls)
    return {name for name, alarm in alarms().items() if _rings(alarm, values)}


def metrics_of(alarm: Resource) -> list[Resource]:
    """The metrics that an alarm watches; each is paid for."""
    if "Metrics" in alarm:
        return [one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one]
    return [alarm]


def identity(metric: Resource) -> Metric:
    """The identity of a metric, wherever it is named."""
    named = set(references(metric.get("Dimensions", []))) - {"AWS::StackName"}
    return metric["MetricName"], "".join(sorted(named))


def _counted(moment: Moment) -> dict[Metric, list[float]]:
    """The values that the metric filters count in the lines."""
    logs = {"LogGroup": moment.functions, "AccessLogGroup": moment.calls}
    values: dict[Metric, list[float]] = {}
    for one in filters().values():
        [transformation] = one["MetricTransformations"]
        points = values.setdefault((transformation["MetricName"], ""), [])
        for line in logs[one["LogGroupName"]["Ref"]]:
            if log_patterns.matches(one["FilterPattern"], line):
                points.append(_worth(transformation["MetricValue"], line))
            elif "DefaultValue" in transformation:
                points.append(transformation["DefaultValue"])
    return values


def _worth(value: str, line: Mapping[str, Any]) -> float:
    return float(log_patterns.field(line, value) if value.startswith("$.") else value)


def _rings(alarm: Resource, values: Values) -> bool:
    value = _expression(alarm["Metrics"], values) if "Metrics" in alarm else _statistic(alarm, values)
    if value is None:
        return bool(alarm["TreatMissingData"] == "breaching")
    return _COMPARISONS[alarm["ComparisonOperator"]](value, alarm["Threshold"])


def _statistic(alarm: Resource, values: Values) -> float | None:
    points = values.get(identity(alarm), [])
    return _of(points, alarm.get("Statistic") or alarm["ExtendedStatistic"])


def _of(points: Sequence[float], statistic: str) -> float | None:
    if not points:
        return None
    if statistic.startswith("p"):
        return sorted(points)[math.ceil(len(points) * float(statistic[1:]) / 100) - 1]
    return {"Sum": sum, "Maximum": max}[statistic](points)


def _expression(queries: Iterable[Resource], values: Values) -> float | None:
    """Metric math: nothing if a metric that the expression names has no value; SUM skips such metrics."""
    stats = {one["Id"]: one["MetricStat"] for one in queries if "MetricStat" in one}
    known = {name: _of(values.get(identity(stat["Metric"]), []), stat["Stat"]) for name, stat in stats.items()}
    [expression] = [one["Expression"] for one in queries if "Expression" in one]
    there = [value for value in known.values() if value is not None]
    if expression == "SUM(METRICS())":
        return sum(there) if there else None
    if len(there) < len(known):
        return None
    names = {**known, "IF": lambda condition, then, otherwise: then if condition else otherwise}
    return float(eval(expression, {"__builtins__": {}}, names))  # noqa: S307 -- our own template's


def call(path: str, status: int = 200, milliseconds: int = 80, refusal: str = "-") -> dict[str, Any]:
    """A line of the gateway's log, in the template's own format."""
    line: str = translated()["ApiliveStage"]["Properties"]["AccessLogSetting"]["Format"]
    known = {
        "error.responseType": refusal,
        "resourcePath": path,
        "responseLatency": str(milliseconds),
        "responseLength": "2",
        "status": str(status),
    }
    for name in ("extendedRequestId", "requestTime", "httpMethod", *known):
        line = line.replace(f"$context.{name}", known.get(name, name))
    spelt: dict[str, Any] = json.loads(line)
    return spelt


def report(status: str) -> dict[str, Any]:
    """Lambda's own line at the end of a call (Lambda's telemetry API, "platform.report")."""
    metrics = {"durationMs": 12.5, "billedDurationMs": 13, "memorySizeMB": 512, "maxMemoryUsedMB": 90}
    record = {"requestId": "8f1c", "status": status, "metrics": metrics}
    return {"time": "2026-11-28T12:00:00.000Z", "type": "platform.report", "record": record}
