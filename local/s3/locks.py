"""Versions and Object Lock: what S3 refuses to delete or to change, which moto lets through or does not know.

Source: S3 User Guide, "Locking objects with Object Lock"; S3 API reference, PutObjectLockConfiguration,
PutObjectRetention and GetObjectRetention. Permissions are not evaluated here, so the header alone bypasses governance.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from moto.s3.models import FakeBucket, FakeKey, S3Backend

from local.s3.errors import BAD_REQUEST, CONFLICT, NOT_FOUND, S3Error, denied

_MODES = ("GOVERNANCE", "COMPLIANCE")
_moto_put = S3Backend.put_object
_moto_versioning = S3Backend.put_bucket_versioning


def install() -> None:
    """Lock each new version as its bucket's default says, and let a bucket that has objects be configured."""
    S3Backend.put_bucket_versioning = _keep_versions
    S3Backend.put_object = _put
    S3Backend.put_object_lock_configuration = _configure


def check_delete(version: FakeKey | None, bypasses: bool) -> None:
    """Raise S3Error if a version is locked. `bypasses` says that the request wants to bypass governance."""
    if version is not None and version.is_locked(bypasses):
        raise _protected()


def check_versioning(bucket: FakeBucket, body: bytes) -> None:
    """Raise S3Error if a bucket with Object Lock would stop keeping versions."""
    if bucket.object_lock_enabled and b"<Status>Enabled</Status>" not in body:
        message = "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
        raise S3Error(CONFLICT, "InvalidBucketState", message)


def check_retention(bucket: FakeBucket, version: FakeKey | None, body: bytes, bypasses: bool) -> None:
    """Raise S3Error if this retention, in XML, must not replace that of the version.

    It may always be made longer. Anything else needs the bypass of governance, and is impossible in compliance mode.
    """
    _check_enabled(bucket)
    if version is None:
        raise S3Error(NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
    wanted = ElementTree.fromstring(body)  # noqa: S314 -- a request of this machine
    mode, until = wanted.findtext("{*}Mode"), wanted.findtext("{*}RetainUntilDate")
    if (mode is None) != (until is None) or (mode and mode not in _MODES):
        raise S3Error(BAD_REQUEST, "MalformedXML", "The XML you provided was not well-formed.")
    if until and _moment(until) <= datetime.now(UTC):
        raise S3Error(BAD_REQUEST, "InvalidArgument", "The retain until date must be in the future!")
    extends = until and mode == version.lock_mode and _moment(until) >= _moment(version.lock_until or until)
    if _is_retained(version, bypasses) and not extends:
        raise _protected()


def retention(bucket: FakeBucket, version: FakeKey | None) -> str:
    """The retention of a version as XML. Raises S3Error if it has none."""
    _check_enabled(bucket)
    if version is None or not version.lock_mode:
        message = "The specified object does not have a ObjectLock configuration"
        raise S3Error(NOT_FOUND, "NoSuchObjectLockConfiguration", message)
    members = f"<Mode>{version.lock_mode}</Mode><RetainUntilDate>{version.lock_until}</RetainUntilDate>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Retention>{members}</Retention>'


def _keep_versions(self: S3Backend, bucket_name: str, status: str) -> None:
    """What was stored before is the version `null`, which moto does not say when it is read."""
    _moto_versioning(self, bucket_name, status)
    for _, versions in self.get_bucket(bucket_name).keys.iterlists():
        for version in versions:
            version._is_versioned = True


def _put(self: S3Backend, bucket_name: str, key_name: str, value: bytes, *rest: Any, **terms: Any) -> FakeKey:
    """moto locks what is put or copied, but neither what a form uploads nor what is put in parts."""
    bucket = self.get_bucket(bucket_name)
    if bucket.has_default_lock and not terms.get("lock_mode"):
        terms |= {"lock_mode": bucket.default_lock_mode, "lock_until": bucket.default_retention()}
    put: Callable[..., FakeKey] = _moto_put
    return put(self, bucket_name, key_name, value, *rest, **terms)


def _configure(
    self: S3Backend,
    bucket_name: str,
    lock_enabled: bool,
    mode: str | None = None,
    days: int | None = None,
    years: int | None = None,
) -> None:
    """Enable Object Lock, which nothing disables, and set the default retention of new versions, or remove it."""
    bucket = self.get_bucket(bucket_name)
    if not bucket.is_versioned:
        message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
        raise S3Error(CONFLICT, "InvalidBucketState", message)
    if not lock_enabled or (mode is not None and (mode not in _MODES or not (days or years))):
        raise S3Error(BAD_REQUEST, "MalformedXML", "The XML you provided was not well-formed.")
    bucket.object_lock_enabled = True
    bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days or 0, years or 0


def _check_enabled(bucket: FakeBucket) -> None:
    if not bucket.object_lock_enabled:
        raise S3Error(BAD_REQUEST, "InvalidRequest", "Bucket is missing Object Lock Configuration")


def _is_retained(version: FakeKey, bypasses: bool) -> bool:
    """Whether its retention lasts. A legal hold, which is apart from it, keeps nobody from changing it."""
    if not version.lock_mode or (version.lock_mode == "GOVERNANCE" and bypasses):
        return False
    return _moment(version.lock_until) > datetime.now(UTC)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _protected() -> S3Error:
    return denied("Access Denied because object protected by object lock.")
