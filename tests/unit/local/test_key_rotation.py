"""The rotation of the signing keys: no token is refused, and no unpublished key signs."""

import json
from collections.abc import Iterator

import boto3
import jwt
import pytest

from local.template import deployable
from tests.support.architecture.template import written
from tests.support.builders import http_event
from tests.support.deployment import (
    PARAMETERS,
    REGION,
    TEMPLATE,
    Deployment,
    Reply,
    deployed,
    forget,
)

STAGES = written()["Parameters"]["SigningKeyStage"]["AllowedValues"]
"""The stages in an operator's order. After the last comes the first."""


@pytest.fixture(scope="module")
def faktura() -> Iterator[Deployment]:
    with deployed() as deployment:
        yield deployment


def enter(faktura: Deployment, stage: str) -> None:
    """Update the stack to a stage of the rotation."""
    parameters = {**PARAMETERS, "SigningKeyStage": stage}
    cloudformation = boto3.client("cloudformation", region_name=REGION)
    cloudformation.update_stack(
        StackName="faktura",
        TemplateBody=json.dumps(deployable(TEMPLATE, parameters), default=str),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    outputs = cloudformation.describe_stacks(StackName="faktura")["Stacks"][0]["Outputs"]
    [keys] = [output["OutputValue"] for output in outputs if output["OutputKey"] == "SigningKeys"]
    faktura.variables["SIGNING_KEYS"] = keys
    forget(clients=False)


def published(faktura: Deployment) -> set[str]:
    answer = faktura.request("access.publish_keys", http_event("GET", "/.well-known/jwks.json"))
    return {key["kid"] for key in answer.json["keys"]}


def signer(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


def used(faktura: Deployment, token: str) -> Reply:
    event = http_event("GET", "/api/detached-invoices", token=token)
    return faktura.request("billing.list_detached_invoices", event)


def test_a_full_rotation_of_both_keys_refuses_no_token_and_signs_with_no_unpublished_key(faktura: Deployment) -> None:
    signers = []
    enter(faktura, STAGES[0])
    for stage, following in zip(STAGES, [*STAGES[1:], STAGES[0]], strict=True):
        token, announced = faktura.token(scopes=["invoices:read"], office="main"), published(faktura)
        signers.append(signer(token))

        enter(faktura, following)

        after = faktura.token(scopes=["invoices:read"], office="main")
        assert signer(after) in announced, f"{following} signs with a key that {stage} does not publish"
        if following not in (
            "first",
            "second",
        ):  # which an operator enters when the last token of the other key is over
            assert used(faktura, token).status == 200, f"{following} refuses a token of {stage}"
        assert used(faktura, after).status == 200

    assert [signers[0]] * 2 + [signers[2]] * 3 + [signers[5]] == signers
    assert signers[0] == signers[5] != signers[2]


def test_a_retired_key_is_neither_published_nor_honoured(faktura: Deployment) -> None:
    enter(faktura, "first")
    token = faktura.token(scopes=["invoices:read"], office="main")

    enter(faktura, "second")

    assert signer(token) not in published(faktura)
    assert used(faktura, token).status == 401
