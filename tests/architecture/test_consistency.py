"""The description says which responses may lack what was just written."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.support.architecture.samples import Run
from tests.support.architecture.template import ROOT, logical_id, written_of
from tests.support.faults.calls import Call

SAID = "ollows writes within seconds"
"""The words that the introduction explains."""

NOT_SHOWN: Mapping[str, str] = {
    "cases.put_case": "rewrites all of its case's invoices, until none is missing, and answers with the case",
}
"""Endpoints that read an index of which their answer shows nothing."""

BEHIND_OTHERS: Mapping[str, str] = {
    "jobs.create_job": "the job's workflow selects the orders that are due from an index",
    "billing.create_export": "the file is made of the invoices that an index names",
    "jobs.create_export": "the file is made of the documents that an index names",
}
"""Endpoints whose work others read from an index."""


def operations() -> Mapping[str, Any]:
    description = json.loads((ROOT / "layers/faktura/faktura/service/openapi.json").read_text("utf-8"))
    return {one["operationId"]: one for item in description["paths"].values() for one in item.values()}


def may_query(module: str) -> bool:
    """By its permissions, which are exactly what it does."""
    policies = written_of("AWS::Serverless::Function")[logical_id(module)]["Properties"].get("Policies", [])
    managed = written_of("AWS::IAM::ManagedPolicy")
    named = [managed[policy["Ref"]] for policy in policies if policy.get("Ref") in managed]
    return "dynamodb:Query" in str([*policies, *named])


def eventual_queries(sample: Run) -> list[Call]:
    """The queries of a function's sample that DynamoDB may answer with what was there before."""
    return [one for one in sample.calls if one.operation == "Query" and not one.parameters.get("ConsistentRead")]


def test_the_introduction_says_what_the_words_mean() -> None:
    assert SAID in (ROOT / "docs" / "api_page" / "introduction.md").read_text("utf-8")


@pytest.mark.parametrize("module", sorted(operations()))
def test_an_endpoint_says_that_it_follows_writes_and_only_then(module: str, run_sample: Callable[[str], Run]) -> None:
    follows = may_query(module) and bool(eventual_queries(run_sample(module)))

    says_so = SAID in operations()[module].get("description", "")

    assert says_so == ((follows and module not in NOT_SHOWN) or module in BEHIND_OTHERS)
