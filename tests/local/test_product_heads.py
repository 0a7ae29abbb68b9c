"""The signed heads on the running stack: invoices over HTTP, the schedule, the bucket and its lock."""

import subprocess
import sys
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.serialization import load_der_public_key

from faktura.audit.head import SignedHead, public_jwk, thumbprint, verified
from tests.support.builders import sales_order
from tests.support.local.shops import Shop
from tests.support.local.stacks import ROOT, Served, eventually

RANGE = "jobs/acme/HEAD-*"


def test_the_schedule_signs_what_a_job_issued(running: Served) -> None:
    shop = Shop(running, "shop-acme")
    shop.configure("invoiceNumbering", preText="HEAD-", numberOfDigits=4)
    shop.put(sales_order("head 1"))

    [order] = shop.done(shop.start("head 1"))
    signed: SignedHead = eventually(lambda: head_of(running), 150)

    registered = register(running)
    assert order["invoiceNumber"] == "HEAD-0001"
    assert (signed.statement.range, signed.statement.position) == (RANGE, 1)
    assert signed.statement.hash == end(running)["hash"]["S"]
    assert verified(registered["signedHead"]["S"]).statement.hash == signed.statement.hash
    assert signed.thumbprint == key_of(running)
    assert said_by_the_command(running) == signed.thumbprint


def test_a_head_on_the_stack_is_locked(running: Served) -> None:
    eventually(lambda: objects(running), 150)
    s3, bucket = running.client("s3"), running.physical("JournalHeadBucket")
    version = s3.list_object_versions(Bucket=bucket, Prefix="heads/")["Versions"][0]

    with pytest.raises(ClientError) as refused:
        s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])

    assert refused.value.response["Error"]["Code"] == "AccessDenied"


def objects(running: Served) -> list[str]:
    found = running.client("s3").list_objects_v2(Bucket=running.physical("JournalHeadBucket"), Prefix="heads/")
    return [one["Key"] for one in found.get("Contents", [])]


def head_of(running: Served) -> SignedHead | None:
    keys = [key for key in objects(running) if "HEAD-" in key]
    if not keys:
        return None
    s3, bucket = running.client("s3"), running.physical("JournalHeadBucket")
    return verified(s3.get_object(Bucket=bucket, Key=keys[-1])["Body"].read().decode())


def register(running: Served) -> dict[str, Any]:
    """The item of the register, once it shows a head: it is written after the bucket."""
    key = {"tenant": {"S": "*#journals"}, "record": {"S": RANGE}}

    def shown() -> Any:
        item = running.client("dynamodb").get_item(TableName=running.physical("JobTable"), Key=key)["Item"]
        return item if "signedHead" in item else None

    return dict(eventually(shown, 30))


def end(running: Served) -> dict[str, Any]:
    key = {"tenant": {"S": "acme#journal#HEAD-*"}, "record": {"S": "head"}}
    return dict(running.client("dynamodb").get_item(TableName=running.physical("JobTable"), Key=key)["Item"])


def key_of(running: Served) -> str:
    """The thumbprint of the key in KMS."""
    public = running.client("kms").get_public_key(KeyId=running.physical("JournalKey"))["PublicKey"]
    key: Any = load_der_public_key(public)
    return thumbprint(public_jwk(key))


def said_by_the_command(running: Served) -> str:
    settings = {
        "JOURNAL_KEY": running.physical("JournalKey"),
        "AWS_ENDPOINT_URL": running.aws_url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "PYTHONPATH": str(ROOT / "layers" / "faktura"),
    }
    said = subprocess.run(
        [sys.executable, "-m", "faktura.audit", "key"], env=settings, capture_output=True, check=True, text=True
    )
    return said.stdout.splitlines()[0]
