"""What an operator switches off and on: queue subscriptions, schedules and the API's stage, as moto keeps them.

moto cannot create these of a template, and acts on none of them. They are created by their own calls instead, so that
commands change them as on AWS, and the local stack asks here before it polls, fires or passes a request on.
"""

from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from moto.apigateway.models import apigateway_backends
from moto.awslambda.models import lambda_backends
from moto.cloudformation.models import cloudformation_backends
from moto.core import DEFAULT_ACCOUNT_ID
from moto.scheduler.models import scheduler_backends
from moto.sqs.models import Queue

from local.identity import REGION

_SCHEDULE_TERMS = {
    *("Name", "ScheduleExpression", "ScheduleExpressionTimezone", "State", "Target", "Description"),
    *("FlexibleTimeWindow", "GroupName", "StartDate", "EndDate"),
}
Client = Callable[[str], Any]


class Switches:
    """The switches of the deployed stack. The names are logical ids, and each `physical` is what AWS would give."""

    def __init__(self, physical: Mapping[str, str], stage: tuple[str, str] | None) -> None:
        self._physical, self._stage = physical, stage

    def polls(self, subscription: str) -> bool:
        """Whether a queue subscription is enabled."""
        backend = lambda_backends[DEFAULT_ACCOUNT_ID][REGION]
        mapping = backend.get_event_source_mapping(self._physical[subscription])
        return mapping is None or bool(mapping.enabled)

    def fires(self, schedule: str) -> bool:
        """Whether a schedule is enabled."""
        found = scheduler_backends[DEFAULT_ACCOUNT_ID][REGION].get_schedule(None, self._physical[schedule])
        return bool(found.state == "ENABLED")

    def stage_variables(self) -> dict[str, str] | None:
        """The variables of the API's stage, as its events carry them; `None` if there are none."""
        if self._stage is None:
            return None
        api, stage = self._stage
        found = apigateway_backends[DEFAULT_ACCOUNT_ID][REGION].get_stage(api, stage)
        return dict(found.variables) or None


def create(stack: str, wiring: Mapping[str, Any], client: Client, function_name: Callable[[str], str]) -> Switches:
    """Create the switches of a stack, and list them among its resources."""
    Queue.lambda_event_source_mappings = property(lambda _queue: {}, lambda _queue, _none: None)  # else moto polls, too
    subscriptions = dict(_subscriptions(wiring["queues"], client, function_name))
    physical = subscriptions | dict(_schedules(wiring["schedules"], client))
    apis = {name: _api(stack, client) for name in wiring["gateway_responses"]}
    stages = dict.fromkeys(wiring["stages"], "live") if apis else {}
    kinds = (
        dict.fromkeys(wiring["queues"], "AWS::Lambda::EventSourceMapping")
        | dict.fromkeys(wiring["schedules"], "AWS::Scheduler::Schedule")
        | dict.fromkeys(apis, "AWS::ApiGateway::RestApi")
        | dict.fromkeys(stages, "AWS::ApiGateway::Stage")
    )
    physical |= apis | stages
    _list(stack, physical, kinds)
    stage = (next(iter(apis.values())), "live") if stages else None
    return Switches(physical, stage)


def _subscriptions(
    queues: Mapping[str, Any], client: Client, function_name: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    for logical_id, properties in queues.items():
        created = client("lambda").create_event_source_mapping(
            EventSourceArn=properties["EventSourceArn"],
            FunctionName=function_name(properties["FunctionName"]),  # moto's mapping takes no alias
            BatchSize=int(properties.get("BatchSize", 10)),
            Enabled=properties.get("Enabled", True) in (True, "true"),
        )
        yield logical_id, created["UUID"]


def _schedules(schedules: Mapping[str, Any], client: Client) -> Iterator[tuple[str, str]]:
    for logical_id, properties in schedules.items():
        terms = {name: value for name, value in properties.items() if name in _SCHEDULE_TERMS}
        name = str(terms.setdefault("Name", logical_id))
        client("scheduler").create_schedule(**terms)
        yield logical_id, name


def _api(stack: str, client: Client) -> str:
    """An API with a stage `live`. It has one method, because moto deploys none without."""
    gateway = client("apigateway")
    api = gateway.create_rest_api(name=stack)["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    method = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="NONE")
    gateway.put_integration(**method, type="MOCK")
    gateway.create_deployment(restApiId=api, stageName="live")
    return str(api)


def _list(stack: str, physical: Mapping[str, str], kinds: Mapping[str, str]) -> None:
    resources = cloudformation_backends[DEFAULT_ACCOUNT_ID][REGION].get_stack(stack).resource_map
    for logical_id, kind in kinds.items():
        resources._resource_json_map[logical_id] = {"Type": kind}
        resources._parsed_resources[logical_id] = SimpleNamespace(
            logical_resource_id=logical_id,
            physical_resource_id=physical[logical_id],
            type=kind,
            cf_resource_type=kind,
            delete=lambda *_place: None,  # an update deletes what its template lacks; a switch outlives it
        )
