"""Whose account it is, and what it has already."""

import os

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from deployment.refusal import Refusal


def session_in(region: str | None) -> boto3.Session:
    """A session with the operator's credentials and profile, in `region`, else in that of the AWS settings.

    boto3 does not read `AWS_REGION`, which goes before `AWS_DEFAULT_REGION` in the AWS CLI and the other SDKs.
    """
    try:
        return boto3.Session(region_name=region or os.environ.get("AWS_REGION") or None)
    except BotoCoreError as wrong:  # such as a profile that does not exist
        raise Refusal(f"The AWS settings cannot be used: {wrong}.") from wrong


def account_of(session: boto3.Session) -> str:
    """The number of the account that the credentials are of."""
    try:
        identity = session.client("sts", region_name=session.region_name or "us-east-1").get_caller_identity()
    except (BotoCoreError, ClientError) as refused:
        raise Refusal(
            f"AWS does not know who you are ({refused}). Sign in first, such as by `aws configure` or `aws sso login`, "
            "or name a profile in AWS_PROFILE."
        ) from refused
    return str(identity["Account"])


def writes_gateway_logs(session: boto3.Session) -> bool:
    """Whether API Gateway has a role for its logs already, which all APIs of an account and region share.

    False too where the operator may not ask.
    """
    try:
        return bool(session.client("apigateway").get_account().get("cloudwatchRoleArn"))
    except ClientError:
        return False
