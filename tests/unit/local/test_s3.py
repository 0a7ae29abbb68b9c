"""Signed requests, presigned forms and links, on moto with S3's rules."""

import base64
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import boto3
import pytest
import requests
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from moto import mock_aws

from local.s3 import shim

BUCKET = "uploads"


def s3_client(version: str) -> Any:
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    return boto3.client("s3", "us-east-1", config=Config(signature_version=version), **keys)


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    shim.install({"local": "local"})
    with mock_aws():
        client = s3_client("s3v4")
        client.create_bucket(Bucket=BUCKET)
        yield client


class InAMinute(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return datetime.now(tz) + timedelta(minutes=1)


def form(s3: Any, *conditions: Any, key: str = "in/a.pdf", seconds: int = 60, **fields: str) -> dict[str, Any]:
    made: dict[str, Any] = s3.generate_presigned_post(BUCKET, key, fields, list(conditions), seconds)
    return made


def sent(form: dict[str, Any], content: bytes = b"%PDF-", name: str = "a.pdf", **fields: str) -> requests.Response:
    return requests.post(form["url"], {**form["fields"], **fields}, files={"file": (name, content)}, timeout=10)


def refusal(answer: requests.Response) -> tuple[int, str, str]:
    error = fromstring(answer.text)  # noqa: S314 -- our own answer
    return answer.status_code, str(error.findtext("Code")), str(error.findtext("Message"))


def signed_by_hand(s3: Any, policy: Any) -> dict[str, Any]:
    """A correctly signed form with this policy, given as an object or as text."""
    made = form(s3)
    text = policy if isinstance(policy, bytes) else json.dumps(policy).encode()
    encoded = base64.b64encode(text).decode()
    auth = s3._request_signer.get_auth("s3", "us-east-1", signature_version="s3v4-presign-post")
    made["fields"]["policy"] = encoded
    request = AWSRequest()
    request.context["timestamp"] = made["fields"]["x-amz-date"]
    made["fields"]["x-amz-signature"] = auth.signature(encoded, request)
    return made


def without(fields: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    return [(one, value) for one, value in fields.items() if one != name]


def signed_header(method: str, url: str, headers: dict[str, str] | None = None, signed: bool = True) -> dict[str, str]:
    """The headers of a request, with an `Authorization` for the key `local`."""
    request = AWSRequest(method=method, url=url, headers=headers or {})
    if signed:
        S3SigV4Auth(Credentials("local", "local"), "s3", "us-east-1").add_auth(request)
    return dict(request.headers.items())


def as_signed(made: dict[str, Any]) -> dict[str, Any]:
    policy: dict[str, Any] = json.loads(base64.b64decode(made["fields"]["policy"]))
    return policy


def test_an_unchanged_form_stores_its_file_with_its_metadata(s3: Any) -> None:
    kept = {"x-amz-meta-request": "r1", "Content-Type": "application/pdf"}
    made = form(s3, *({name: value} for name, value in kept.items()), ["content-length-range", 1, 9], **kept)

    answer = sent(made, b"123456789")

    stored = s3.get_object(Bucket=BUCKET, Key="in/a.pdf")
    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["ETag"] == stored["ETag"]
    assert (stored["Body"].read(), stored["Metadata"], stored["ContentType"]) == (
        b"123456789",
        {"request": "r1"},
        "application/pdf",
    )


def test_a_file_of_9_mb_fits(s3: Any) -> None:
    made = form(s3, ["content-length-range", 1, 10_000_000], key="in/large.pdf")

    answer = sent(made, os.urandom(9_000_000))

    assert answer.status_code == 204
    assert s3.head_object(Bucket=BUCKET, Key="in/large.pdf")["ContentLength"] == 9_000_000


@pytest.mark.parametrize(("wanted", "status"), [("200", 200), ("201", 201), ("204", 204), ("418", 204)])
def test_a_form_chooses_the_status_of_its_success(s3: Any, wanted: str, status: int) -> None:
    made = form(s3, {"success_action_status": wanted}, success_action_status=wanted)

    answer = sent(made)

    assert answer.status_code == status
    if status == 201:
        shown = {member.tag: member.text for member in fromstring(answer.text)}  # noqa: S314 -- our own answer
        location = answer.headers["Location"]
        assert shown == {"Location": location, "Bucket": BUCKET, "Key": "in/a.pdf", "ETag": answer.headers["ETag"]}


@pytest.mark.parametrize(
    ("conditions", "fields", "failed"),
    [
        ([], {"key": "in/b.pdf"}, '["eq", "$key", "in/a.pdf"]'),
        ([["eq", "$x-amz-meta-a", "1"]], {"x-amz-meta-a": "2"}, '["eq", "$x-amz-meta-a", "1"]'),
        ([["eq", "$x-amz-meta-a", "1"]], {}, '["eq", "$x-amz-meta-a", "1"]'),
        ([{"x-amz-meta-a": "1"}], {"x-amz-meta-a": "11"}, '["eq", "$x-amz-meta-a", "1"]'),
        ([["starts-with", "$x-amz-meta-a", "ab"]], {"x-amz-meta-a": "ac"}, '["starts-with", "$x-amz-meta-a", "ab"]'),
        ([["starts-with", "$x-amz-meta-a", ""]], {}, '["starts-with", "$x-amz-meta-a", ""]'),
        (
            [["starts-with", "$Content-Type", "image/"]],
            {"Content-Type": "image/png,text/html"},
            '["starts-with", "$content-type", "image/"]',
        ),
    ],
)
def test_a_broken_condition_is_refused_by_name(
    s3: Any, conditions: list[Any], fields: dict[str, str], failed: str
) -> None:
    answer = sent(form(s3, *conditions), **fields)

    expected = (403, "AccessDenied", f"Invalid according to Policy: Policy Condition failed: {failed}")

    assert refusal(answer) == expected


@pytest.mark.parametrize(
    ("conditions", "fields"),
    [
        ([["starts-with", "$x-amz-meta-a", "ab"]], {"x-amz-meta-a": "abc"}),
        ([["starts-with", "$x-amz-meta-a", ""]], {"X-Amz-Meta-A": "anything"}),
        ([["starts-with", "$Content-Type", "image/"]], {"content-type": "image/png, image/gif"}),
        ([], {"x-ignore-me": "1"}),
        ([], {"AWSAccessKeyId": "other"}),
    ],
)
def test_fields_that_meet_their_conditions_or_need_none_are_accepted(
    s3: Any, conditions: list[Any], fields: dict[str, str]
) -> None:
    answer = sent(form(s3, *conditions), **fields)

    assert answer.status_code == 204


def test_the_files_name_is_inserted_into_the_key_before_the_key_is_checked(s3: Any) -> None:
    made = form(s3, key="in/${filename}")

    statuses = [sent(made, name="b.pdf").status_code, sent(made, key="out/${filename}").status_code]

    assert statuses == [204, 403]
    assert s3.head_object(Bucket=BUCKET, Key="in/b.pdf")["ContentLength"] == 5


def test_fields_without_a_condition_are_refused(s3: Any) -> None:
    answer = sent(form(s3), acl="public-read", **{"x-amz-meta-a": "1"})

    expected = (403, "AccessDenied", "Invalid according to Policy: Extra input fields: acl, x-amz-meta-a")

    assert refusal(answer) == expected


@pytest.mark.parametrize(
    ("size", "code", "bound"), [(4, "EntityTooSmall", "MinSizeAllowed"), (11, "EntityTooLarge", "MaxSizeAllowed")]
)
def test_a_file_outside_the_size_range_is_refused_with_the_limit(s3: Any, size: int, code: str, bound: str) -> None:
    answer = sent(form(s3, ["content-length-range", 5, 10]), b"x" * size)

    error = fromstring(answer.text)  # noqa: S314 -- our own answer

    assert refusal(answer)[:2] == (400, code)
    assert (error.findtext("ProposedSize"), error.findtext(bound)) == (str(size), "5" if size < 5 else "10")


def test_an_expired_form_is_refused_and_stores_nothing(s3: Any) -> None:
    made = form(s3, key="in/late.pdf", seconds=-1)

    answer = sent(made)

    assert refusal(answer) == (403, "AccessDenied", "Invalid according to Policy: Policy expired.")
    assert s3.list_objects_v2(Bucket=BUCKET, Prefix="in/late.pdf")["KeyCount"] == 0


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"x-amz-signature": "0" * 64}, (403, "SignatureDoesNotMatch")),
        ({"x-amz-credential": "other/20270101/us-east-1/s3/aws4_request"}, (403, "InvalidAccessKeyId")),
        ({"x-amz-credential": "local/20270101/us-east-1/s3/aws4_request"}, (403, "SignatureDoesNotMatch")),
        ({"x-amz-credential": "local"}, (400, "AuthorizationQueryParametersError")),
        ({"x-amz-algorithm": "AWS4-HMAC-SHA1"}, (400, "InvalidRequest")),
    ],
)
def test_a_form_with_another_signature_is_refused(s3: Any, fields: dict[str, str], expected: tuple[int, str]) -> None:
    answer = sent(form(s3), **fields)

    assert refusal(answer)[:2] == expected


def test_a_policy_loosened_after_signing_is_refused(s3: Any) -> None:
    made = form(s3)
    loosened = {**as_signed(made), "expiration": (datetime.now(UTC) + timedelta(days=1)).isoformat()}

    made["fields"]["policy"] = base64.b64encode(json.dumps(loosened).encode()).decode()

    assert refusal(sent(made))[:2] == (403, "SignatureDoesNotMatch")


@pytest.mark.usefixtures("s3")
def test_a_form_with_an_old_kind_of_signature_is_refused() -> None:
    older = s3_client("s3")

    answers = [
        sent(form(older)),
        requests.get(older.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "a"}), timeout=10),
    ]

    assert [refusal(answer)[:2] for answer in answers] == [(400, "InvalidRequest")] * 2


@pytest.mark.parametrize(
    "policy",
    [
        b"no json",
        [],
        {"conditions": []},
        {"expiration": "2100-01-01T00:00:00Z"},
        {"expiration": "2100-01-01T00:00:00", "conditions": []},
        {"expiration": "2100-01-01T00:00:00Z", "conditions": [["ends-with", "$key", "a"]]},
        {"expiration": "2100-01-01T00:00:00Z", "conditions": [["eq", "key", "a"]]},
        {"expiration": "2100-01-01T00:00:00Z", "conditions": [["eq", "$key"]]},
        {"expiration": "2100-01-01T00:00:00Z", "conditions": [{"key": 1}]},
        {"expiration": "2100-01-01T00:00:00Z", "conditions": [["content-length-range", "a", "b"]]},
    ],
)
def test_an_unreadable_policy_is_refused_even_if_it_is_signed(s3: Any, policy: Any) -> None:
    answer = sent(signed_by_hand(s3, policy))

    assert refusal(answer)[:2] == (400, "InvalidPolicyDocument")


def test_a_policy_for_no_bucket_or_for_another_is_refused(s3: Any) -> None:
    signed = as_signed(form(s3))
    elsewhere = [{"bucket": "other"} if "bucket" in one else one for one in signed["conditions"]]
    anywhere = [one for one in signed["conditions"] if "bucket" not in one]

    answers = [sent(signed_by_hand(s3, {**signed, "conditions": conditions})) for conditions in (elsewhere, anywhere)]

    messages = [
        'Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "other"]',
        "Invalid according to Policy: Extra input fields: bucket",
    ]
    assert [refusal(answer) for answer in answers] == [(403, "AccessDenied", one) for one in messages]


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        ("policy", (403, "AccessDenied")),
        ("key", (400, "InvalidArgument")),
        ("x-amz-signature", (400, "InvalidArgument")),
        ("x-amz-credential", (400, "InvalidArgument")),
    ],
)
def test_a_form_without_a_required_field_is_refused(s3: Any, left_out: str, expected: tuple[int, str]) -> None:
    made = form(s3)
    del made["fields"][left_out]

    assert refusal(sent(made))[:2] == expected


def test_a_form_without_a_file_is_refused(s3: Any) -> None:
    made = form(s3)

    answer = requests.post(
        made["url"], files={name: (None, value) for name, value in made["fields"].items()}, timeout=10
    )

    assert refusal(answer) == (400, "InvalidArgument", "POST requires exactly one file upload per request.")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("key", (400, "InvalidArgument")),
        ("policy", (403, "AccessDenied")),
        ("x-amz-signature", (400, "InvalidArgument")),
        ("x-amz-meta-a", (403, "AccessDenied")),
    ],
)
def test_a_field_after_the_file_is_ignored(s3: Any, after: str, expected: tuple[int, str]) -> None:
    made = form(s3, {"x-amz-meta-a": "1"}, **{"x-amz-meta-a": "1"})
    fields: dict[str, Any] = {name: (None, value) for name, value in made["fields"].items()}

    answer = requests.post(
        made["url"], files=[*without(fields, after), ("file", b"%PDF-"), (after, fields[after])], timeout=10
    )

    assert refusal(answer)[:2] == expected


def test_a_field_without_a_condition_is_ignored_after_the_file(s3: Any) -> None:
    made = form(s3, key="in/ordered.pdf")
    parts = [(name, (None, value)) for name, value in made["fields"].items()]
    after = [("file", b"first"), ("file", b"second"), ("x-amz-meta-a", (None, "1")), ("key", (None, "out/a.pdf"))]

    answer = requests.post(made["url"], files=[*parts, *after], timeout=10)

    stored = s3.get_object(Bucket=BUCKET, Key="in/ordered.pdf")
    assert (answer.status_code, stored["Body"].read(), stored["Metadata"]) == (204, b"first", {})


def test_the_first_of_two_equal_fields_counts(s3: Any) -> None:
    made = form(s3, key="in/first.pdf")
    parts = [(name, (None, value)) for name, value in made["fields"].items()]

    answer = requests.post(made["url"], files=[*parts, ("Key", (None, "out/a.pdf")), ("file", b"1")], timeout=10)

    assert (answer.status_code, s3.head_object(Bucket=BUCKET, Key="in/first.pdf")["ContentLength"]) == (204, 1)


@pytest.mark.parametrize("cut", [40, 400, -12])
def test_a_truncated_form_is_refused(s3: Any, cut: int) -> None:
    made = form(s3)
    whole = requests.Request("POST", made["url"], data=made["fields"], files={"file": b"%PDF-"}).prepare()

    answer = requests.post(
        made["url"], bytes(whole.body or b"")[:cut], headers={"Content-Type": whole.headers["Content-Type"]}, timeout=10
    )

    assert refusal(answer)[:2] == (400, "MalformedPOSTRequest")


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", None])
@pytest.mark.usefixtures("s3")
def test_a_post_to_a_bucket_must_be_a_multipart_form(kind: str | None, signed: bool) -> None:
    url, headers = f"https://{BUCKET}.s3.amazonaws.com/", {"Content-Type": kind} if kind else {}

    answer = requests.post(url, b"key=in/b.pdf&file=1", headers=signed_header("POST", url, headers, signed), timeout=10)

    assert refusal(answer)[:2] == (412, "PreconditionFailed")


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE", "POST"])
@pytest.mark.parametrize(
    "path", ["in/open.pdf", "in/new.pdf?uploads", "?delete", "?delete&x=Signature=", "in/open.pdf?x=Signature="]
)
def test_an_unsigned_request_is_denied(s3: Any, method: str, path: str) -> None:
    s3.put_object(Bucket=BUCKET, Key="in/open.pdf", Body=b"kept")

    answer = requests.request(method, f"https://{BUCKET}.s3.amazonaws.com/{path}", data=b"1", timeout=10)

    assert refusal(answer) == (403, "AccessDenied", "Access Denied")
    assert s3.get_object(Bucket=BUCKET, Key="in/open.pdf")["Body"].read() == b"kept"


def test_the_list_of_buckets_needs_a_signature(s3: Any) -> None:
    answer = requests.get("https://s3.amazonaws.com/", timeout=10)

    assert refusal(answer)[:2] == (403, "AccessDenied")
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == [BUCKET]


def test_a_preflight_request_needs_no_signature(s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key="in/a.pdf", Body=b"")

    answers = [
        requests.options(
            f"https://{BUCKET}.s3.amazonaws.com/{path}", headers={"Origin": "https://a.example"}, timeout=10
        )
        for path in ("", "in/a.pdf")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("Credential=local/", "Credential=other/", (403, "InvalidAccessKeyId")),
        ("/us-east-1/", "/eu-west-1/", (403, "SignatureDoesNotMatch")),
        ("Signature=", "Signature=0", (403, "SignatureDoesNotMatch")),
        ("Signature=", "Signed=", (400, "AuthorizationHeaderMalformed")),
        ("/s3/", "/", (400, "AuthorizationHeaderMalformed")),
        ("AWS4-HMAC-SHA256 ", "AWS local:", (400, "InvalidRequest")),
    ],
)
@pytest.mark.usefixtures("s3")
def test_a_changed_header_is_refused(was: str, becomes: str, expected: tuple[int, str]) -> None:
    url = f"https://{BUCKET}.s3.amazonaws.com/?list-type=2&prefix=in%2F"
    headers = signed_header("GET", url)

    right = requests.get(url, headers=headers, timeout=10)
    wrong = requests.get(
        url, headers={**headers, "Authorization": headers["Authorization"].replace(was, becomes)}, timeout=10
    )

    assert (right.status_code, refusal(wrong)[:2]) == (200, expected)


@pytest.mark.usefixtures("s3")
def test_a_signed_header_is_for_its_own_request() -> None:
    url = f"https://{BUCKET}.s3.amazonaws.com/"
    headers = signed_header("GET", url)
    undated = {name: value for name, value in headers.items() if name != "X-Amz-Date"}

    answers = [
        requests.get(url + "?prefix=in", headers=headers, timeout=10),
        requests.delete(url, headers=headers, timeout=10),
        requests.get(url, headers=undated, timeout=10),
    ]

    assert [refusal(answer)[:2] for answer in answers] == [
        (403, "SignatureDoesNotMatch"),
        (403, "SignatureDoesNotMatch"),
        (403, "AccessDenied"),
    ]


def test_a_request_is_signed_in_one_way(s3: Any) -> None:
    link = s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "a.pdf"})

    answer = requests.get(link, headers=signed_header("GET", link), timeout=10)

    assert refusal(answer)[:2] == (400, "InvalidArgument")


def test_a_multipart_upload_needs_a_signature(s3: Any) -> None:
    place = {"Bucket": BUCKET, "Key": "in/é parts+&.pdf"}
    upload = s3.create_multipart_upload(**place)["UploadId"]
    part = s3.upload_part(**place, UploadId=upload, PartNumber=1, Body=b"%PDF-")

    s3.complete_multipart_upload(
        **place, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    )

    assert s3.get_object(**place)["Body"].read() == b"%PDF-"


def test_one_post_still_deletes_many_objects(s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key="gone", Body=b"")

    answer = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "gone"}]})

    assert [one["Key"] for one in answer["Deleted"]] == ["gone"]


@pytest.mark.parametrize("key", ["invoices/acme/IN 1%2F2.pdf", "é/ü+&?.pdf"])
def test_a_link_gives_its_object_until_it_expires(s3: Any, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    s3.put_object(Bucket=BUCKET, Key=key, Body=b"%PDF-")
    named = 'attachment; filename="a b.pdf"'
    asked = {"Bucket": BUCKET, "Key": key, "ResponseContentDisposition": named}
    link = s3.generate_presigned_url("get_object", asked, ExpiresIn=60)

    living = requests.get(link, timeout=10)
    monkeypatch.setattr(shim, "datetime", InAMinute)
    dead = requests.get(link, timeout=10)

    assert (living.content, living.headers["Content-Disposition"]) == (b"%PDF-", named)
    assert refusal(dead) == (403, "AccessDenied", "Request has expired")


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("/a.pdf?", "/b.pdf?", (403, "SignatureDoesNotMatch")),
        ("X-Amz-Expires=60", "X-Amz-Expires=61", (403, "SignatureDoesNotMatch")),
        ("X-Amz-Expires=60", "X-Amz-Expires=604801", (400, "AuthorizationQueryParametersError")),
        ("X-Amz-Expires=60", "X-Amz-Never=1", (400, "AuthorizationQueryParametersError")),
        ("Credential=local", "Credential=other", (403, "InvalidAccessKeyId")),
        ("&X-Amz-Signature=", "&X-Amz-Signature=0", (403, "SignatureDoesNotMatch")),
        ("&X-Amz-Signature=", "&X-Amz-Other=", (400, "InvalidRequest")),
    ],
)
def test_a_changed_link_is_refused(s3: Any, was: str, becomes: str, expected: tuple[int, str]) -> None:
    s3.put_object(Bucket=BUCKET, Key="b.pdf", Body=b"secret")
    link = s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "a.pdf"}, ExpiresIn=60)
    assert was in link

    answer = requests.get(link.replace(was, becomes), timeout=10)

    assert refusal(answer)[:2] == expected


def test_a_put_link_is_valid_for_the_signed_request_only(s3: Any) -> None:
    asked = {"Bucket": BUCKET, "Key": "put.pdf", "ContentType": "application/pdf"}
    link = s3.generate_presigned_url("put_object", asked)

    statuses = [
        requests.put(link, b"1", headers={"Content-Type": kind}, timeout=10).status_code
        for kind in ("application/pdf", "text/html")
    ]

    assert statuses == [200, 403]
    assert requests.get(link, timeout=10).status_code == 403


def test_a_notification_is_sent_after_the_object_has_its_metadata(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []
    kept = {"x-amz-meta-request": "r1"}

    def note(_: str, event: str, __: Any, key: Any) -> None:
        seen.append((event, key.metadata.get("x-amz-meta-request")))

    monkeypatch.setattr(shim, "_moto_notify", note)
    s3.put_object(Bucket=BUCKET, Key="in/put.pdf", Body=b"", Metadata={"request": "r1"})
    sent(form(s3, kept, **kept))

    assert [one for one in seen if one[0].startswith("s3:ObjectCreated")] == [
        ("s3:ObjectCreated:Put", "r1"),
        ("s3:ObjectCreated:Post", "r1"),
    ]
