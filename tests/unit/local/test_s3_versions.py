"""Versions, conditional writes and Object Lock, on moto with S3's rules."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import requests
import time_machine
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.s3.models import S3Backend

from local.s3 import shim

KEPT, LOCKED, PLAIN = "kept", "locked", "plain"
"""Buckets that keep versions, that also lock them by default for a day in governance mode, and that do neither."""

AccessDenied = ("AccessDenied", 403)
PreconditionFailed = ("PreconditionFailed", 412)


@pytest.fixture
def s3() -> Iterator[Any]:
    shim.install({"local": "local"})
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    with mock_aws():
        client: Any = boto3.client("s3", "us-east-1", config=Config(signature_version="s3v4"), **keys)
        for bucket in (KEPT, LOCKED, PLAIN):
            client.create_bucket(Bucket=bucket)
        for bucket in (KEPT, LOCKED):
            client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        lock(client, "GOVERNANCE")
        yield client


def lock(s3: Any, mode: str, **period: int) -> None:
    retention = {"Mode": mode, **(period or {"Days": 1})}
    configuration = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
    s3.put_object_lock_configuration(Bucket=LOCKED, ObjectLockConfiguration=configuration)


def put(s3: Any, bucket: str, body: bytes = b"first", **terms: Any) -> str:
    """Put the object `a`; its version's id."""
    return str(s3.put_object(Bucket=bucket, Key="a", Body=body, **terms).get("VersionId"))


def body(s3: Any, bucket: str, **terms: Any) -> bytes:
    return bytes(s3.get_object(Bucket=bucket, Key="a", **terms)["Body"].read())


def versions(s3: Any, bucket: str) -> list[str]:
    """The ids of the versions of `a`, the newest first."""
    return [one["VersionId"] for one in s3.list_object_versions(Bucket=bucket).get("Versions", [])]


def refusal(call: Callable[..., Any], **terms: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as refused:
        call(**terms)
    return refused.value.response["Error"]["Code"], refused.value.response["ResponseMetadata"]["HTTPStatusCode"]


def tomorrow(days: int = 1) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)


def retained(s3: Any, version: str, mode: str, until: datetime, **terms: Any) -> None:
    retention = {"Mode": mode, "RetainUntilDate": until}
    s3.put_object_retention(Bucket=LOCKED, Key="a", VersionId=version, Retention=retention, **terms)


# ---------------------------------------------------------------- versions


def test_an_overwrite_and_a_delete_leave_the_first_version(s3: Any) -> None:
    first, second = put(s3, KEPT), put(s3, KEPT, b"second")

    marker = s3.delete_object(Bucket=KEPT, Key="a")

    assert (marker["DeleteMarker"], versions(s3, KEPT)) == (True, [second, first])
    assert body(s3, KEPT, VersionId=first) == b"first"
    assert refusal(s3.get_object, Bucket=KEPT, Key="a") == ("NoSuchKey", 404)


def test_a_version_is_back_when_the_delete_marker_is_deleted(s3: Any) -> None:
    put(s3, KEPT)
    marker = s3.delete_object(Bucket=KEPT, Key="a")["VersionId"]

    s3.delete_object(Bucket=KEPT, Key="a", VersionId=marker)

    assert body(s3, KEPT) == b"first"


def test_a_link_that_names_a_version_gives_it_whatever_is_put_over_it(s3: Any) -> None:
    first = put(s3, KEPT)
    link = s3.generate_presigned_url("get_object", {"Bucket": KEPT, "Key": "a", "VersionId": first})

    put(s3, KEPT, b"second")
    s3.delete_object(Bucket=KEPT, Key="a")

    assert requests.get(link, timeout=10).content == b"first"


def test_what_was_stored_before_versions_were_kept_is_the_version_null(s3: Any) -> None:
    s3.put_object(Bucket=PLAIN, Key="a", Body=b"first")
    s3.put_bucket_versioning(Bucket=PLAIN, VersioningConfiguration={"Status": "Enabled"})

    earlier = s3.head_object(Bucket=PLAIN, Key="a")["VersionId"]
    put(s3, PLAIN, b"second")

    assert (earlier, body(s3, PLAIN, VersionId="null")) == ("null", b"first")


# ---------------------------------------------------------------- conditional writes


@pytest.mark.parametrize("bucket", [KEPT, LOCKED, PLAIN])
def test_a_put_that_must_be_the_first_fails_where_an_object_is(s3: Any, bucket: str) -> None:
    put(s3, bucket, IfNoneMatch="*")

    again = refusal(put, s3=s3, bucket=bucket, body=b"second", IfNoneMatch="*")

    assert (again, body(s3, bucket), len(versions(s3, bucket))) == (PreconditionFailed, b"first", 1)


def test_a_put_that_must_be_the_first_succeeds_over_a_delete_marker(s3: Any) -> None:
    first = put(s3, KEPT, IfNoneMatch="*")
    s3.delete_object(Bucket=KEPT, Key="a")

    second = put(s3, KEPT, b"second", IfNoneMatch="*")

    assert versions(s3, KEPT) == [second, first]


def test_a_put_may_name_the_object_that_it_replaces(s3: Any) -> None:
    etag = s3.put_object(Bucket=KEPT, Key="a", Body=b"first")["ETag"]

    put(s3, KEPT, b"second", IfMatch=etag)

    assert refusal(put, s3=s3, bucket=KEPT, IfMatch=etag) == PreconditionFailed
    assert refusal(s3.put_object, Bucket=KEPT, Key="b", Body=b"", IfMatch=etag) == ("NoSuchKey", 404)


def test_a_condition_on_another_etag_is_not_implemented_for_puts(s3: Any) -> None:
    refused = refusal(put, s3=s3, bucket=KEPT, IfNoneMatch='"0123"')

    assert (refused, versions(s3, KEPT)) == (("NotImplemented", 501), [])


def test_of_many_puts_at_once_exactly_one_is_the_first(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    won: list[bytes] = []
    store = S3Backend.put_object

    def slowly(*arguments: Any, **terms: Any) -> Any:
        time.sleep(0.01)  # moto has checked the condition, and others may do so now
        return store(*arguments, **terms)

    monkeypatch.setattr(S3Backend, "put_object", slowly)

    def race(number: int) -> None:
        try:
            s3.put_object(Bucket=KEPT, Key="a", Body=b"%d" % number, IfNoneMatch="*")
        except ClientError:
            return
        won.append(b"%d" % number)

    racers = [threading.Thread(target=race, args=(number,)) for number in range(16)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert (won, len(versions(s3, KEPT))) == ([body(s3, KEPT)], 1)


# ---------------------------------------------------------------- locked versions


@pytest.mark.parametrize("mode", ["GOVERNANCE", "COMPLIANCE"])
def test_a_new_version_is_locked_as_the_bucket_says(s3: Any, mode: str) -> None:
    lock(s3, mode, Years=2)

    version = put(s3, LOCKED)

    retention = s3.get_object_retention(Bucket=LOCKED, Key="a", VersionId=version)["Retention"]
    assert retention["Mode"] == mode
    assert tomorrow(729) < retention["RetainUntilDate"] < tomorrow(731)
    assert s3.head_object(Bucket=LOCKED, Key="a")["ObjectLockMode"] == mode


def test_what_is_uploaded_by_a_form_or_in_parts_is_locked_too(s3: Any) -> None:
    form = s3.generate_presigned_post(LOCKED, "a")
    requests.post(form["url"], form["fields"], files={"file": b"first"}, timeout=10)
    place = {"Bucket": LOCKED, "Key": "b"}
    upload = {**place, "UploadId": s3.create_multipart_upload(**place)["UploadId"]}
    part = {"PartNumber": 1, "ETag": s3.upload_part(**upload, PartNumber=1, Body=b"first")["ETag"]}

    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [part]})

    modes = [s3.get_object_retention(Bucket=LOCKED, Key=key)["Retention"]["Mode"] for key in "ab"]
    assert modes == ["GOVERNANCE", "GOVERNANCE"]


def test_a_locked_version_is_not_deleted_alone_or_with_others(s3: Any) -> None:
    version = put(s3, LOCKED)

    alone = refusal(s3.delete_object, Bucket=LOCKED, Key="a", VersionId=version)
    among = s3.delete_objects(Bucket=LOCKED, Delete={"Objects": [{"Key": "a", "VersionId": version}]})

    assert (alone, [one["Code"] for one in among["Errors"]]) == (AccessDenied, ["AccessDenied"])
    assert body(s3, LOCKED) == b"first"


def test_governance_is_bypassed_by_who_says_so(s3: Any) -> None:
    version = put(s3, LOCKED)
    place = {"Bucket": LOCKED, "Key": "a", "VersionId": version}

    assert refusal(s3.delete_object, **place, BypassGovernanceRetention=False) == AccessDenied
    s3.delete_object(**place, BypassGovernanceRetention=True)

    assert versions(s3, LOCKED) == []


def test_compliance_is_bypassed_by_nobody_until_its_date(s3: Any) -> None:
    lock(s3, "COMPLIANCE")
    version = put(s3, LOCKED)
    place = {"Bucket": LOCKED, "Key": "a", "VersionId": version}

    assert refusal(s3.delete_object, **place, BypassGovernanceRetention=True) == AccessDenied
    with time_machine.travel(tomorrow(2), tick=False):
        s3.delete_object(**place)

    assert versions(s3, LOCKED) == []


def test_a_lock_hinders_neither_another_version_nor_a_delete_marker(s3: Any) -> None:
    first, second = put(s3, LOCKED), put(s3, LOCKED, b"second")

    s3.delete_object(Bucket=LOCKED, Key="a")

    assert versions(s3, LOCKED) == [second, first]


@pytest.mark.parametrize("mode", ["GOVERNANCE", "COMPLIANCE"])
def test_a_retention_may_be_made_longer_but_not_shorter(s3: Any, mode: str) -> None:
    lock(s3, mode, Days=2)
    version = put(s3, LOCKED)

    retained(s3, version, mode, tomorrow(9))

    assert refusal(retained, s3=s3, version=version, mode=mode, until=tomorrow(8)) == AccessDenied
    kept = s3.get_object_retention(Bucket=LOCKED, Key="a", VersionId=version)["Retention"]
    assert kept["RetainUntilDate"] > tomorrow(8)


def test_only_governance_is_shortened_or_changed_by_who_may_bypass_it(s3: Any) -> None:
    version = put(s3, LOCKED)
    terms = {"s3": s3, "version": version, "BypassGovernanceRetention": True}

    assert refusal(retained, s3=s3, version=version, mode="COMPLIANCE", until=tomorrow(3)) == AccessDenied
    retained(**terms, mode="COMPLIANCE", until=tomorrow(1))

    assert refusal(retained, **terms, mode="GOVERNANCE", until=tomorrow(3)) == AccessDenied
    assert refusal(retained, **terms, mode="COMPLIANCE", until=tomorrow(0) + timedelta(hours=1)) == AccessDenied


def test_a_retention_that_cannot_be_is_refused(s3: Any) -> None:
    version, unlocked = put(s3, LOCKED), put(s3, KEPT)
    whole = {"Mode": "GOVERNANCE", "RetainUntilDate": tomorrow()}

    past = refusal(retained, s3=s3, version=version, mode="GOVERNANCE", until=tomorrow(-1))
    partly = refusal(s3.put_object_retention, Bucket=LOCKED, Key="a", Retention={"Mode": "GOVERNANCE"})
    absent = refusal(s3.put_object_retention, Bucket=LOCKED, Key="b", Retention=whole)
    elsewhere = refusal(s3.put_object_retention, Bucket=KEPT, Key="a", VersionId=unlocked, Retention=whole)

    assert [past, partly, absent, elsewhere] == [
        ("InvalidArgument", 400),
        ("MalformedXML", 400),
        ("NoSuchKey", 404),
        ("InvalidRequest", 400),
    ]


def test_a_legal_hold_outlasts_the_retention(s3: Any) -> None:
    version = put(s3, LOCKED)
    place = {"Bucket": LOCKED, "Key": "a", "VersionId": version}
    s3.put_object_legal_hold(**place, LegalHold={"Status": "ON"})

    with time_machine.travel(tomorrow(2), tick=False):
        assert refusal(s3.delete_object, **place, BypassGovernanceRetention=True) == AccessDenied
        s3.put_object_legal_hold(**place, LegalHold={"Status": "OFF"})
        s3.delete_object(**place)

    assert versions(s3, LOCKED) == []


# ---------------------------------------------------------------- the bucket


def test_object_lock_is_enabled_on_a_bucket_that_has_objects_and_locks_only_new_versions(s3: Any) -> None:
    earlier = put(s3, KEPT)
    retention = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}

    s3.put_object_lock_configuration(
        Bucket=KEPT, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": retention}
    )

    later = put(s3, KEPT, b"second")
    place = {"Bucket": KEPT, "Key": "a"}
    unlocked = refusal(s3.get_object_retention, **place, VersionId=earlier)
    assert unlocked == ("NoSuchObjectLockConfiguration", 404)
    assert refusal(s3.delete_object, **place, VersionId=later) == AccessDenied


def test_a_bucket_with_object_lock_keeps_versions_for_ever(s3: Any) -> None:
    suspended = refusal(s3.put_bucket_versioning, Bucket=LOCKED, VersioningConfiguration={"Status": "Suspended"})

    s3.put_object_lock_configuration(Bucket=LOCKED, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})

    assert suspended == ("InvalidBucketState", 409)
    assert s3.get_bucket_versioning(Bucket=LOCKED)["Status"] == "Enabled"
    assert s3.get_object_lock_configuration(Bucket=LOCKED)["ObjectLockConfiguration"] == {
        "ObjectLockEnabled": "Enabled"
    }


@pytest.mark.parametrize(
    ("bucket", "retention", "expected"),
    [
        (PLAIN, {"Mode": "GOVERNANCE", "Days": 1}, ("InvalidBucketState", 409)),
        (KEPT, {"Mode": "GOVERNANCE"}, ("MalformedXML", 400)),
        (KEPT, {"Mode": "NONE", "Days": 1}, ("MalformedXML", 400)),
        (KEPT, {"Mode": "GOVERNANCE", "Days": 1, "Years": 1}, ("MalformedXML", 400)),
    ],
)
def test_a_default_that_cannot_be_is_refused(
    s3: Any, bucket: str, retention: dict[str, Any], expected: tuple[str, int]
) -> None:
    configuration = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}

    refused = refusal(s3.put_object_lock_configuration, Bucket=bucket, ObjectLockConfiguration=configuration)

    assert refused == expected
