"""Bulkheads: what a flood on one method, one address or one queue can take from all others."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from faktura.core.endpoint import Endpoint
from tests.support.architecture.template import modules, translated, written

APIS = {
    "pims": "PimsThrottle",
    "billing": "BillingThrottle",
    "capture": "CaptureThrottle",
    "jobs": "JobsThrottle",
    "cases": "CasesThrottle",
}
PARAMETERS = written()["Parameters"]
SETTINGS = {
    (setting["HttpMethod"], setting["ResourcePath"].replace("/~1", "/").replace("~1", "/")): setting
    for setting in written()["Resources"]["Api"]["Properties"]["MethodSettings"]
}


def _endpoints() -> Iterator[tuple[str, Endpoint]]:
    for module in modules():
        if isinstance(handler := import_module(module).handler, Endpoint):
            yield module, handler


ENDPOINTS = dict(_endpoints())


def test_every_method_has_a_throttle_of_its_own_and_no_other_has() -> None:
    methods = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS.values()}

    assert set(SETTINGS) == methods | {("*", "/*")}


@pytest.mark.parametrize("module", ENDPOINTS)
def test_a_method_takes_what_the_parameter_of_its_api_says_or_less_if_it_asks_for_no_token(module: str) -> None:
    endpoint = ENDPOINTS[module]
    needs_token = endpoint.scope is not None
    setting = SETTINGS[endpoint.method, endpoint.path]

    parameter = APIS[module.split(".")[0]] if needs_token else "PublicThrottle"

    assert setting["ThrottlingRateLimit"] == setting["ThrottlingBurstLimit"] == {"Ref": parameter}


def test_a_method_that_needs_no_token_takes_least() -> None:
    public = PARAMETERS["PublicThrottle"]["Default"]

    assert [api for api, parameter in APIS.items() if PARAMETERS[parameter]["Default"] <= public] == []
    assert SETTINGS["*", "/*"]["ThrottlingRateLimit"] == {"Ref": "PublicThrottle"}


def test_methods_have_metrics_of_their_own_only_if_that_is_paid_for() -> None:
    detailed = {str(setting["MetricsEnabled"]) for setting in SETTINGS.values()}

    assert detailed == {str({"Fn::If": ["HasDetailedMetrics", True, False]})}
    assert PARAMETERS["DetailedMetrics"]["Default"] == ""


def test_the_firewall_counts_by_address_and_stands_before_the_stage() -> None:
    firewall, association = translated()["Firewall"], translated()["FirewallOfTheApi"]
    [rule] = firewall["Properties"]["Rules"]

    assert firewall["Condition"] == association["Condition"] == "HasWaf"
    assert rule["Statement"]["RateBasedStatement"] == {"AggregateKeyType": "IP", "Limit": {"Ref": "WafRateLimit"}}
    assert association["Properties"]["ResourceArn"]["Fn::Sub"].endswith("::/restapis/${Api}/stages/${ApiliveStage}")
    assert PARAMETERS["WafRateLimit"]["Default"] == "0"


def test_every_queue_has_a_most_of_messages_at_once() -> None:
    mappings: dict[str, Any] = {
        name: resource["Properties"].get("ScalingConfig")
        for name, resource in translated().items()
        if resource["Type"] == "AWS::Lambda::EventSourceMapping"
    }

    assert [name for name, scaling in mappings.items() if "MaximumConcurrency" not in str(scaling)] == []
    assert len(mappings) >= 2
