"""The AWS account to deploy to."""

import os

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from deployment.errors import DeploymentError


def session_in(region: str | None) -> boto3.Session:
    """A session with the operator's credentials and profile, in `region` or else the region of the AWS settings.

    boto3 does not read `AWS_REGION`. The AWS CLI and the other SDKs prefer it to `AWS_DEFAULT_REGION`.
    """
    try:
        return boto3.Session(region_name=region or os.environ.get("AWS_REGION") or None)
    except BotoCoreError as wrong:  # such as a profile that does not exist
        raise DeploymentError(f"The AWS settings cannot be used: {wrong}.") from wrong


def account_of(session: boto3.Session) -> str:
    """The id of the account that the credentials belong to."""
    try:
        identity = session.client("sts", region_name=session.region_name or "us-east-1").get_caller_identity()
    except (BotoCoreError, ClientError) as refused:
        raise DeploymentError(
            f"AWS does not accept your credentials ({refused}). Sign in first, for example with `aws configure` or "
            "`aws sso login`, or name a profile in AWS_PROFILE."
        ) from refused
    return str(identity["Account"])


def writes_gateway_logs(session: boto3.Session) -> bool:
    """Whether API Gateway already has a role for its logs. All APIs of an account and region share it.

    Also false if the operator may not ask.
    """
    try:
        return bool(session.client("apigateway").get_account().get("cloudwatchRoleArn"))
    except ClientError:
        return False
