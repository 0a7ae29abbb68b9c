"""The metrics that tasks publish, in CloudWatch's embedded metric format."""

import json
from collections import Counter

import pytest


def published(capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """The sums of the metrics that tasks have published."""
    sums = Counter[str]()
    for text in capsys.readouterr().out.splitlines():
        line = json.loads(text)
        for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]:
            sums[metric["Name"]] += int(sum(line[metric["Name"]]))
    return sums
