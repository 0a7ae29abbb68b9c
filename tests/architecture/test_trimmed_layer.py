"""What is left of botocore in the dependencies layer describes the services as botocore does."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path

import botocore
import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape
from botocore.session import get_session

from tests.support.architecture.template import ROOT

TRIM = run_path(str(ROOT / "layers" / "dependencies" / "trim.py"))
PUBLISHED = Path(botocore.__file__).parent / "data"
CALLS = {
    "dynamodb": "list_tables",
    "kms": "list_keys",
    "s3": "list_buckets",
    "sqs": "list_queues",
    "ssm": "describe_parameters",
    "stepfunctions": "list_state_machines",
    "textract": "list_adapters",
}
"""A call of each service that needs no terms."""


class _SentError(Exception):
    """The request is ready; it stays here."""


@pytest.fixture(scope="module")
def trimmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The descriptions that the layer has, and one of a service that no function calls."""
    data = tmp_path_factory.mktemp("layer") / "botocore" / "data"
    for name in (*TRIM["SERVICES"], "polly"):
        shutil.copytree(PUBLISHED / name, data / name)
    for description in PUBLISHED.glob("*.json"):
        shutil.copy(description, data)
    TRIM["trim"](data.parents[1])
    return data


@pytest.mark.parametrize("service", sorted(TRIM["SERVICES"]))
def test_operations_and_their_shapes_are_those_that_were_published(trimmed: Path, service: str) -> None:
    published, ours = _model(PUBLISHED, service), _model(trimmed, service)

    assert list(ours.operation_names) == list(published.operation_names)
    assert list(_described(ours)) == list(_described(published))


@pytest.mark.parametrize("kind", ["endpoint-rule-set-1", "paginators-1", "waiters-2"])
@pytest.mark.parametrize("service", ["dynamodb", "s3"])
def test_rules_of_endpoints_pages_and_waits_are_those_that_were_published(
    trimmed: Path, service: str, kind: str
) -> None:
    published, ours = (_loader(data).load_service_model(service, kind) for data in (PUBLISHED, trimmed))

    assert ours.keys() == published.keys()
    assert ours.get("rules") == published.get("rules")
    assert ours.get("pagination") == published.get("pagination")


@pytest.mark.parametrize("service", sorted(TRIM["SERVICES"]))
def test_botocore_makes_a_client_that_calls_the_service(trimmed: Path, service: str) -> None:
    session = get_session()
    session.register_component("data_loader", _loader(trimmed))
    made = session.create_client(service, "us-east-1", aws_access_key_id="id", aws_secret_access_key="key")

    made.meta.events.register_first("before-send", _stop)

    with pytest.raises(_SentError):
        getattr(made, CALLS[service])()


def test_no_documentation_and_no_other_service_is_left(trimmed: Path) -> None:
    descriptions = [file for file in trimmed.rglob("*") if file.is_file()]

    assert [file for file in descriptions if file.suffix != ".json"] == []
    assert not re.search('"documentation":"[^"]', "".join(file.read_text("utf-8") for file in descriptions))
    assert {folder.name for folder in trimmed.iterdir() if folder.is_dir()} == TRIM["SERVICES"]


def test_documentation_is_written_for_whoever_asks() -> None:
    layer = ROOT / ".faktura" / "layers" / "dependencies" / "python"
    ask = (
        "import botocore.session; client = botocore.session.get_session().create_client('dynamodb', 'us-east-1'); "
        "print(client.get_item.__doc__, client.get_paginator('query').paginate.__doc__, "
        "client.get_waiter('table_exists').wait.__doc__)"
    )

    written = subprocess.check_output([sys.executable, "-S", "-c", ask], env={"PYTHONPATH": str(layer)}, text=True)  # noqa: S603  # our own

    examples = [line.strip() for line in written.splitlines() if line.endswith("(")]
    assert examples == ["response = client.get_item(", "response_iterator = paginator.paginate(", "waiter.wait("]


def test_trimming_again_changes_nothing(trimmed: Path) -> None:
    before = {file: file.read_bytes() for file in trimmed.rglob("*.json")}

    TRIM["trim"](trimmed.parents[1])

    assert {file: file.read_bytes() for file in trimmed.rglob("*.json")} == before


def _loader(data: Path) -> Loader:
    return Loader(extra_search_paths=[str(data)], include_default_search_paths=False)


def _model(data: Path, service: str) -> ServiceModel:
    return ServiceModel(_loader(data).load_service_model(service, "service-2"), service)


def _described(model: ServiceModel) -> Iterator[object]:
    """Whatever a request or a response is written or read by."""
    for name in model.operation_names:
        operation = model.operation_model(name)
        yield name, operation.http, operation.endpoint, operation.auth, operation.static_context_parameters
        yield [shape.name if shape else None for shape in (operation.input_shape, operation.output_shape)]
    for name in model.shape_names:
        shape: Shape = model.shape_for(name)
        yield name, shape.type_name, shape.serialization, shape.metadata, list(getattr(shape, "members", {}))


def _stop(**_: object) -> None:
    raise _SentError
