"""Whether alarms are received. AWS sends e-mail only to an address that has confirmed its subscription."""

import boto3
from botocore.exceptions import ClientError


def why_alarms_are_not_received(session: boto3.Session, topic: str, address: str) -> str | None:
    """Why messages to the topic (an ARN) do not reach the address, in a sentence. None if they do."""
    pages = session.client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    try:
        subscriptions = [one for page in pages for one in page["Subscriptions"] if one["Endpoint"] == address]
    except ClientError as refused:
        return f"It is unknown whether {address} receives alarms: {refused}."
    if any(one["SubscriptionArn"].startswith("arn:") for one in subscriptions):  # else `PendingConfirmation`, `Deleted`
        return None
    if subscriptions:
        return f"No alarm is received until {address} follows the link in the e-mail that AWS has sent to it."
    return f"No alarm is received: {address} has unsubscribed, or has not followed AWS's link in time."
