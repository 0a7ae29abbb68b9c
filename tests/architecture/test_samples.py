"""Every function runs its sample event: `sam local invoke`, the console and the docs may use it as it is."""

import json
from collections.abc import Callable
from importlib import import_module

import pytest

from faktura.core.endpoint import Endpoint
from faktura.service.description.responses import responses_of
from tests.support.architecture.samples import Run, sample
from tests.support.architecture.template import logical_id, modules, queue_workers

ENDPOINTS = [module for module in modules() if isinstance(import_module(module).handler, Endpoint)]
WORKERS = [module for module in modules() if logical_id(module) in queue_workers()]
TASKS = [module for module in modules() if module not in [*ENDPOINTS, *WORKERS]]


@pytest.mark.parametrize("module", ENDPOINTS)
def test_an_endpoint_answers_its_sample_with_success(module: str, run_sample: Callable[[str], Run]) -> None:
    answer = run_sample(module).answer

    assert answer["statusCode"] == next(iter(responses_of(import_module(module).handler))), answer["body"]


@pytest.mark.parametrize("module", WORKERS)
def test_a_worker_handles_every_message_of_its_sample(module: str, run_sample: Callable[[str], Run]) -> None:
    assert run_sample(module).answer == {"batchItemFailures": []}


@pytest.mark.parametrize("module", TASKS)
def test_a_task_answers_its_sample_with_json(module: str, run_sample: Callable[[str], Run]) -> None:
    answer = run_sample(module).answer

    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("module", ENDPOINTS)
def test_a_sample_is_sent_to_its_functions_route(module: str) -> None:
    event, handler = sample(module), import_module(module).handler
    variables = event["pathParameters"] or {}

    assert (event["httpMethod"], event["resource"]) == (handler.method, handler.path)
    assert event["path"] == handler.path.format(**variables)
    assert event["requestContext"]["resourcePath"] == handler.path


@pytest.mark.parametrize("module", modules())
def test_a_sample_holds_no_real_token(module: str) -> None:
    assert "eyJ" not in sample(module).get("headers", {}).get("Authorization", "")
