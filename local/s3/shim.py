"""The shim over moto's S3, in process (`mock_aws`) and behind `ThreadedMotoServer` alike.

moto takes any presigned form and link: expired, forged, or for another object or size than was signed. It also tells
of an object before it has its metadata. Every bucket here is private, as all of ours are.
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from moto.s3 import notifications
from moto.s3.responses import S3Response

from local.s3 import signatures
from local.s3.policies import Policy
from local.s3.refusals import BAD_REQUEST, Refused, denied, missing_field

_NO_CONTENT = 204
_SIGNED = ("X-Amz-Signature=", "Signature=", "X-Amz-Algorithm=")
_XML = {"content-type": "application/xml"}

Answer = Any
Event = tuple[Any, ...]

_secrets: dict[str, str] = {}
_untold: ContextVar[list[Event] | None] = ContextVar("untold", default=None)

_moto_form = S3Response._bucket_response_post
_moto_bucket = S3Response._bucket_response
_moto_key = S3Response._key_response
_moto_tell = notifications.send_event


def install(secrets: signatures.Secrets) -> None:
    """Hold moto's S3 to S3's rules. `secrets` (by access key id) are all that sign; of a second call, only those."""
    _secrets.clear()
    _secrets.update(secrets)
    S3Response._bucket_response_post = _form
    S3Response._bucket_response = _asked(_moto_bucket)
    S3Response._key_response = _asked(_moto_key)
    notifications.send_event = _tell


def _asked(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """Check a presigned link first; tell of what became of the request when it is done."""

    def checked(self: Any, request: Any, full_url: str) -> Answer:
        query = request.query_string.decode()
        untold: list[Event] = []
        token = _untold.set(untold)
        try:
            if any(part.startswith(_SIGNED) for part in query.split("&")):
                signatures.check_link(request.method, request.raw_url, request.headers, _secrets, datetime.now(UTC))
            return answer(self, request, full_url)
        except Refused as refused:
            return refused.status, dict(_XML), refused.xml
        finally:
            _untold.reset(token)
            for event in untold:
                _moto_tell(*event)

    return checked


def _tell(*event: Any) -> None:
    untold = _untold.get()
    if untold is None:
        _moto_tell(*event)
    else:
        untold.append(event)


def _form(self: Any, request: Any, bucket: str) -> Answer:
    """A POST to a bucket: an upload by form, or DeleteObjects, which is not ours."""
    if "multipart/form-data" not in request.headers.get("Content-Type", ""):
        return _moto_form(self, request, bucket)
    fields = {name.lower(): value for name, value in request.form.items()}
    if [*request.files, *("file" for name in fields if name == "file")] != ["file"]:
        said = "POST requires exactly one file upload per request."
        raise Refused(BAD_REQUEST, "InvalidArgument", said, ArgumentName="file", ArgumentValue=len(request.files))
    if "key" not in fields:
        raise missing_field("key")
    if "policy" not in fields:
        raise denied("Access Denied")
    signatures.check_form(fields, _secrets)
    policy = Policy.parsed(fields["policy"])
    key = self.querystring["key"][0]  # with the file's name in it
    policy.check({**fields, "key": key, "bucket": bucket}, datetime.now(UTC))
    policy.check_size(len(self.body.encode() if isinstance(self.body, str) else self.body))
    wanted = self.querystring.pop("success_action_status", [""])[0]
    status, headers, body = _moto_form(self, request, bucket)
    etag, location = self.backend.get_object(bucket, key).etag, f"{request.url_root}{bucket}/{quote(key)}"
    headers = {"Location": location, **headers, "ETag": etag}
    if wanted == "201" and status == _NO_CONTENT:
        members = {"Location": location, "Bucket": bucket, "Key": key, "ETag": etag}
        told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in members.items())
        return 201, {**headers, **_XML}, f"<PostResponse>{told}</PostResponse>"
    return 200 if wanted == "200" and status == _NO_CONTENT else status, headers, body
