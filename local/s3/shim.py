"""The shim over moto's S3, for `mock_aws` in process and for the server alike.

moto accepts unsigned requests, and any presigned form or link: expired, forged, or for another object or size. It
sends notifications before an object has its metadata. Of two conditional writes at once both succeed, and locked
versions can be freed. Here every bucket is private, like all of Faktura's.
"""

import threading
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from moto.s3 import notifications
from moto.s3.responses import S3Response
from werkzeug.datastructures import MultiDict

from local.s3 import locks, signatures
from local.s3.errors import NOT_IMPLEMENTED, S3Error, denied, missing_field
from local.s3.forms import Form
from local.s3.policies import Policy

_LOCK = threading.RLock()
_NO_CONTENT = 204
_XML = {"content-type": "application/xml"}

Answer = Any
Event = tuple[Any, ...]

_secrets: dict[str, str] = {}
_pending: ContextVar[list[Event] | None] = ContextVar("pending", default=None)

_moto_setup = S3Response.setup_class
_moto_form = S3Response._bucket_response_post
_moto_bucket = S3Response._bucket_response
_moto_key = S3Response._key_response
_moto_notify = notifications.send_event


def install(secrets: signatures.Secrets) -> None:
    """Make moto's S3 follow S3's rules. Only `secrets` (by access key id) can sign. A second call replaces them."""
    _secrets.clear()
    _secrets.update(secrets)
    S3Response.setup_class = _setup
    S3Response._bucket_response = _refusing(_signed(_bucket))
    S3Response._key_response = _refusing(_signed(_key))
    S3Response._invalid_headers = lambda *_: False  # moto suspects links to an object whose current version is deleted
    notifications.send_event = _notify
    locks.install()


def _setup(self: Any, request: Any, *rest: Any) -> None:
    """Keep the body unread for moto: when moto reads a form, it loses the order of the parts."""
    request.form = request.files = MultiDict()
    _moto_setup(self, request, *rest)


def _refusing(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """Answer an S3Error like S3, and send the notifications after the request is done."""

    def answered(self: Any, request: Any, full_url: str) -> Answer:
        pending: list[Event] = []
        token = _pending.set(pending)
        try:
            return answer(self, request, full_url)
        except S3Error as refused:
            return refused.status, dict(_XML), refused.xml
        finally:
            _pending.reset(token)
            for event in pending:
                _moto_notify(*event)

    return answered


def _signed(answer: Callable[..., Answer]) -> Callable[..., Answer]:
    """Check the signature first. A browser's preflight request (CORS) has none."""

    def checked(self: Any, request: Any, full_url: str) -> Answer:
        if request.method == "OPTIONS":
            return self._response_options(request.headers, self.bucket_name)
        if request.method == "POST" and answer is _bucket and "delete" not in request.args:
            return _form(self, request)
        signatures.check_request(request.method, request.raw_url, request.headers, _secrets, datetime.now(UTC))
        return answer(self, request, full_url)

    return checked


def _bucket(self: Any, request: Any, full_url: str) -> Answer:
    """Answer a signed request about a bucket, or about many objects of it."""
    with _LOCK:
        if request.method == "PUT" and "versioning" in request.args:
            locks.check_versioning(self.backend.get_bucket(self.bucket_name), self.body)
        return _moto_bucket(self, request, full_url)


def _key(self: Any, request: Any, full_url: str) -> Answer:
    """Answer a signed request about one object. Of conditional writes at the same time only the first succeeds."""
    bypasses = request.headers.get("x-amz-bypass-governance-retention", "").lower() == "true"
    version_id, is_retention = request.args.get("versionId"), "retention" in request.args
    with _LOCK:
        if request.method == "DELETE" and version_id:
            locks.check_delete(_version(self, version_id), bypasses)
        if request.method == "PUT" and request.headers.get("If-None-Match", "*") != "*":
            message = "A header you provided implies functionality that is not implemented"
            raise S3Error(NOT_IMPLEMENTED, "NotImplemented", message, Header="If-None-Match")
        if is_retention:
            bucket, version = self.backend.get_bucket(self.bucket_name), _version(self, version_id)
            if request.method == "GET":
                return 200, dict(_XML), locks.retention(bucket, version)
            locks.check_retention(bucket, version, self.body, bypasses)
        return _moto_key(self, request, full_url)


def _version(self: Any, version_id: str | None) -> Any:
    """The version of the requested object, or without an id the current one; None if there is none."""
    return self.backend.get_object(self.bucket_name, self.parse_key_name(), version_id=version_id)


def _notify(*event: Any) -> None:
    pending = _pending.get()
    if pending is None:
        _moto_notify(*event)
    else:
        pending.append(event)


def _form(self: Any, request: Any) -> Answer:
    """Handle an upload by form, which is signed by its policy."""
    bucket = self.bucket_name
    form = Form.parsed(request.headers.get("Content-Type", ""), self.body)
    if "key" not in form.fields:
        raise missing_field("key")
    if "policy" not in form.fields:
        raise denied("Access Denied")
    signatures.check_form(form.fields, _secrets)
    key = form.fields["key"].replace("${filename}", form.filename)
    fields = {**form.fields, "key": key}
    policy = Policy.parsed(fields["policy"])
    policy.check({**fields, "bucket": bucket}, datetime.now(UTC))
    policy.check_size(len(form.file))
    wanted = fields.pop("success_action_status", "")
    self.body, self.form_data, self.querystring = form.file, fields, {name: [fields[name]] for name in fields}
    with _LOCK:
        status, headers, body = _moto_form(self, request, bucket)
    etag, location = self.backend.get_object(bucket, key).etag, f"{request.url_root}{bucket}/{quote(key)}"
    headers = {"Location": location, **headers, "ETag": etag}
    if wanted == "201" and status == _NO_CONTENT:
        members = {"Location": location, "Bucket": bucket, "Key": key, "ETag": etag}
        content = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in members.items())
        return 201, {**headers, **_XML}, f"<PostResponse>{content}</PostResponse>"
    return 200 if wanted == "200" and status == _NO_CONTENT else status, headers, body
