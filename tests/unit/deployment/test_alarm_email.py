"""Whether alarms are received."""

from collections.abc import Iterator

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.sns.models import SNSBackend, sns_backends

from deployment.alarm_email import why_alarms_are_not_received
from tests.support.deployment import CREDENTIALS, REGION

ADDRESS = "ops@example.com"


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.Session]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield boto3.Session(region_name=REGION)


@pytest.fixture
def topic(session: boto3.Session) -> str:
    """It has more subscriptions than one page."""
    sns = session.client("sns")
    arn = str(sns.create_topic(Name="alarms")["TopicArn"])
    for number in range(101):
        sns.subscribe(TopicArn=arn, Protocol="email", Endpoint=f"{number}@example.com")
    return arn


def test_a_confirmed_address_receives_alarms(session: boto3.Session, topic: str) -> None:
    session.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)

    assert why_alarms_are_not_received(session, topic, ADDRESS) is None


def test_an_unconfirmed_address_is_named(session: boto3.Session, topic: str) -> None:
    arn = session.client("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint=ADDRESS)["SubscriptionArn"]
    [backend] = [one for regions in sns_backends.values() for one in regions.values() if one.topics]
    backend.subscriptions[arn].arn = "PendingConfirmation"  # as SNS lists one whose link nobody has followed

    reason = why_alarms_are_not_received(session, topic, ADDRESS)

    assert reason == f"No alarm is received until {ADDRESS} follows the link in the e-mail that AWS has sent to it."


def test_an_unsubscribed_address_is_named(session: boto3.Session, topic: str) -> None:
    reason = why_alarms_are_not_received(session, topic, ADDRESS)

    assert reason is not None
    assert reason.startswith(f"No alarm is received: {ADDRESS} has unsubscribed")


def test_a_deployment_does_not_fail_if_the_operator_may_not_list_subscriptions(
    session: boto3.Session, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ClientError({"Error": {"Code": "AuthorizationError", "Message": "not yours"}}, "ListSubscriptionsByTopic")

    monkeypatch.setattr(SNSBackend, "list_subscriptions_by_topic", refuse)

    reason = why_alarms_are_not_received(session, topic, ADDRESS)

    assert reason is not None
    assert reason.startswith(f"It is unknown whether {ADDRESS} receives alarms: ")
