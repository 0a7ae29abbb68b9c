"""What is asked of an ID token besides its signature, issuer, audience and expiry (OpenID Connect Core, 3.1.3.7).

It is no security event either, such as a logout token (OpenID Connect Back-Channel Logout, 2.4; RFC 8417).
"""

from collections.abc import Mapping
from typing import Any

from faktura.access.errors import IdTokenRefused
from faktura.access.people.person import MAX_EMAIL_LENGTH, Identity, SignedIn
from faktura.core.auth import LEEWAY_SECONDS, MAX_NAME_LENGTH

MAX_AGE_SECONDS = 3_600
"""An older ID token is refused, however long its issuer lets it live."""

_VERIFIED = ("true",)
"""Cognito sends the claim as text."""


def signed_in(claims: Mapping[str, Any], client_id: str, at: float) -> SignedIn:
    """Whom verified claims name; `IdTokenRefused` if they are no ID token for this client, or an old one.

    `at` is in seconds since 1970.
    """
    audience, party = claims["aud"], claims.get("azp")
    if (party is not None or (isinstance(audience, list) and len(audience) > 1)) and party != client_id:
        raise IdTokenRefused
    if not _is_number(claims["iat"]) or not _is_number(claims["exp"]):
        raise IdTokenRefused
    if claims["iat"] < at - MAX_AGE_SECONDS - LEEWAY_SECONDS:
        raise IdTokenRefused
    if claims.get("token_use", "id") != "id" or claims.get("typ", "ID") != "ID":  # an access token of Cognito, Keycloak
        raise IdTokenRefused
    if "events" in claims:  # a logout token has the same issuer, audience, key and, by many providers, type
        raise IdTokenRefused
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_NAME_LENGTH or not _is_unicode(subject):
        raise IdTokenRefused
    return SignedIn(identity=Identity(issuer=claims["iss"], subject=subject), email=_verified_email(claims))


def _verified_email(claims: Mapping[str, Any]) -> str:
    email, is_verified = claims.get("email"), claims.get("email_verified")
    if is_verified is not True and is_verified not in _VERIFIED:
        return ""
    return email if isinstance(email, str) and len(email) <= MAX_EMAIL_LENGTH and _is_unicode(email) else ""


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _is_unicode(text: str) -> bool:
    """Whether DynamoDB can hold the text: not half a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
