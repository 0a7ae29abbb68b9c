"""Whether alarms reach anybody: AWS sends e-mail only to an address that has followed the link in its first one."""

import boto3
from botocore.exceptions import ClientError


def why_alarms_reach_nobody(session: boto3.Session, topic: str, address: str) -> str | None:
    """Why what is sent to the topic (its ARN) does not reach the address, in a sentence; None where it does."""
    pages = session.client("sns").get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    try:
        subscriptions = [one for page in pages for one in page["Subscriptions"] if one["Endpoint"] == address]
    except ClientError as refused:
        return f"Whether {address} is told of alarms cannot be seen: {refused}."
    if any(one["SubscriptionArn"].startswith("arn:") for one in subscriptions):  # else `PendingConfirmation`, `Deleted`
        return None
    if subscriptions:
        return f"Alarms reach nobody until {address} follows the link in the e-mail that AWS has sent there."
    return f"Alarms reach nobody: {address} has unsubscribed, or has not followed AWS's link in time."
