"""Checks signature version 4 of requests, links and forms: botocore signs again, and the signatures must agree."""

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from botocore.auth import S3SigV4Auth, S3SigV4PostAuth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.s3.errors import BAD_REQUEST, FORBIDDEN, S3Error, denied, missing_field

_ALGORITHM = "AWS4-HMAC-SHA256"
_MAX_LINK_SECONDS = 7 * 24 * 3600
_IN_QUERY = {"X-Amz-Signature", "X-Amz-Algorithm", "Signature"}
_HEADER = re.compile(
    rf"{_ALGORITHM} +Credential=([^/,\s]+)/[^/,\s]+/([^/,\s]+)/s3/aws4_request,\s*"
    r"SignedHeaders=([^,\s]+),\s*Signature=([^,\s]+)"
)

Secrets = Mapping[str, str]


def check_form(fields: Mapping[str, str], secrets: Secrets) -> None:
    """Raise S3Error unless the form's policy is signed with one of `secrets` (by access key id).

    The names of fields are in lower case.
    """
    if "x-amz-algorithm" not in fields and "signature" in fields:
        raise _unsupported()
    for name in ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"):
        if name.lower() not in fields:
            raise missing_field(name)
    if fields["x-amz-algorithm"] != _ALGORITHM:
        raise _unsupported()
    access_key, day, region = _scope(fields["x-amz-credential"])
    auth = S3SigV4PostAuth(_credentials(access_key, secrets), "s3", region)
    asked = AWSRequest()
    asked.context["timestamp"] = day
    signed = auth.signature(fields["policy"], asked)
    _compare(signed, fields["x-amz-signature"])


def check_request(method: str, url: str, headers: Mapping[str, str], secrets: Secrets, now: datetime) -> None:
    """Raise S3Error unless a link or header is signed with one of `secrets`. `url` is the unchanged URL.

    A link must not have expired. The age of a header and the hash of the body are not checked.
    """
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    by_link, by_header = bool(_IN_QUERY & query.keys()), "Authorization" in headers
    if by_link and by_header:
        raise S3Error(BAD_REQUEST, "InvalidArgument", "Only one auth mechanism allowed")
    if by_link:
        _check_link(method, url, query, headers, secrets, now)
    elif by_header:
        _check_header(method, url, headers, secrets)
    else:
        raise denied("Access Denied")


def _check_link(
    method: str, url: str, query: Mapping[str, str], headers: Mapping[str, str], secrets: Secrets, now: datetime
) -> None:
    if "X-Amz-Signature" not in query:
        raise _unsupported()
    try:
        moment, seconds = query["X-Amz-Date"], int(query["X-Amz-Expires"])
        signed_at = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        access_key, _, region = _scope(query["X-Amz-Credential"])
        named = query["X-Amz-SignedHeaders"]
    except (KeyError, ValueError) as lacking:
        raise _malformed("Query-string authentication version 4 is incomplete or wrong.") from lacking
    if not 0 <= seconds <= _MAX_LINK_SECONDS:
        raise _malformed("X-Amz-Expires must be between 0 and a week (in seconds)")
    expires = signed_at + timedelta(seconds=seconds)
    if now >= expires:
        raise denied("Request has expired", Expires=f"{expires:%Y-%m-%dT%H:%M:%SZ}")
    auth = S3SigV4QueryAuth(_credentials(access_key, secrets), "s3", region)
    _compare(_signature(auth, method, _unsigned(url), _given(headers, named), moment), query["X-Amz-Signature"])


def _check_header(method: str, url: str, headers: Mapping[str, str], secrets: Secrets) -> None:
    authorization = headers["Authorization"]
    if not authorization.startswith(_ALGORITHM):
        raise _unsupported()
    parts = _HEADER.fullmatch(authorization)
    if not parts:
        raise S3Error(BAD_REQUEST, "AuthorizationHeaderMalformed", "The authorization header is malformed.")
    access_key, region, named, signature = parts.groups()
    auth = S3SigV4Auth(_credentials(access_key, secrets), "s3", region)
    if "X-Amz-Date" not in headers:
        raise denied("AWS authentication requires a valid Date or x-amz-date header")
    _compare(_signature(auth, method, url, _given(headers, named), headers["X-Amz-Date"]), signature)


def _given(headers: Mapping[str, str], named: str) -> dict[str, str]:
    return {name: headers[name] for name in named.split(";") if name in headers}


def _signature(auth: SigV4Auth, method: str, url: str, headers: Mapping[str, str], moment: str) -> str:
    asked = AWSRequest(method=method, url=url, headers=headers)
    asked.context["timestamp"] = moment
    signed: str = auth.signature(auth.string_to_sign(asked, auth.canonical_request(asked)), asked)
    return signed


def _scope(credential: str) -> tuple[str, str, str]:
    """Access key id, day and region of `id/day/region/s3/aws4_request`. Raises S3Error."""
    match credential.split("/"):
        case [access_key, day, region, "s3", "aws4_request"]:
            return access_key, day, region
    raise _malformed("Error parsing the X-Amz-Credential parameter.")


def _credentials(access_key: str, secrets: Secrets) -> Credentials:
    if access_key not in secrets:
        message = "The AWS Access Key Id you provided does not exist in our records."
        raise S3Error(FORBIDDEN, "InvalidAccessKeyId", message, AWSAccessKeyId=access_key)
    return Credentials(access_key, secrets[access_key])


def _compare(signed: str, given: str) -> None:
    if not hmac.compare_digest(signed.encode(), given.encode()):
        message = (
            "The request signature we calculated does not match the signature you provided. "
            "Check your key and signing method."
        )
        raise S3Error(FORBIDDEN, "SignatureDoesNotMatch", message)


def _unsigned(url: str) -> str:
    """The link without its signature, otherwise unchanged."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if not pair.startswith("X-Amz-Signature=")]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _unsupported() -> S3Error:
    message = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
    return S3Error(BAD_REQUEST, "InvalidRequest", message)


def _malformed(message: str) -> S3Error:
    return S3Error(BAD_REQUEST, "AuthorizationQueryParametersError", message)
