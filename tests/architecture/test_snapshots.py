"""SnapStart: which functions start from snapshots if the operator wishes, and what that costs."""

import re
from collections.abc import Iterator

import pytest

from tests.support.architecture.costs import PRICES
from tests.support.architecture.template import ROOT, translated, written, written_of

SNAPSHOTTED = {
    name: one["Properties"]
    for name, one in written_of("AWS::Serverless::Function").items()
    if "SnapStart" in one["Properties"]
}
MONTH, FORTNIGHT = 365 / 12 * 24 * 3600, 14 * 24 * 3600
"""Seconds."""


@pytest.mark.parametrize("name", SNAPSHOTTED)
def test_a_snapshot_is_of_the_version_that_is_called(name: str) -> None:
    """Lambda makes none of a function without versions, nor with more than 512 MB of files or a file system."""
    properties = SNAPSHOTTED[name]

    assert "AutoPublishAlias" in properties
    assert properties.keys().isdisjoint({"EphemeralStorage", "FileSystemConfigs", "ProvisionedConcurrencyConfig"})


def test_there_are_snapshots_only_if_the_operator_wants_them() -> None:
    settings = [translated()[name]["Properties"]["SnapStart"] for name in SNAPSHOTTED]

    assert settings == [{"ApplyOn": {"Fn::If": ["HasSnapStart", "PublishedVersions", "None"]}}] * len(SNAPSHOTTED)
    assert written()["Conditions"]["HasSnapStart"] == {"Fn::Equals": [{"Ref": "SnapStart"}, "yes"]}
    assert written()["Parameters"]["SnapStart"]["Default"] == ""


def test_the_runbook_says_what_snapshots_cost() -> None:
    told = [float(amount) for amount in re.findall(r"\$([0-9.]*[0-9])", _paragraph())]

    assert told == pytest.approx(list(_costs()), rel=0.05)


def _costs() -> Iterator[float]:
    """Dollars: a month, a thousand restored environments, the two prices, and the former versions of an update."""
    gigabytes = [properties["MemorySize"] / 1024 for properties in SNAPSHOTTED.values()]
    kept, restored = PRICES["Lambda snapshot, GB-second"], PRICES["Lambda snapshot, GB restored"]
    yield sum(gigabytes) * MONTH * kept
    yield max(gigabytes) * 1000 * restored
    yield from (kept, restored)
    yield sum(gigabytes) * FORTNIGHT * kept


def _paragraph() -> str:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    return next(part for part in text.split("\n\n") if part.startswith("`SnapStart` adds"))
