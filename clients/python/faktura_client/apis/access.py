"""Access. This file is generated from the OpenAPI document: `make client`."""

from typing import Literal

from faktura_client import models
from faktura_client.api import Api, AsyncApi
from faktura_client.apis.error_bodies import AccessErrorBody
from faktura_client.calls import Call, as_json, as_nothing


class Access(Api):
    """Access.

    Tokens for clients (OAuth 2.0, client credentials), and the keys that verify them.
    """

    def get_sign_in(
        self,
    ) -> models.SignInTerms:
        """Get what an application needs to let people sign in (OpenID Connect).

        Send the browser to `authorizationEndpoint` for a code, with a state, a nonce and a PKCE challenge of S256.
        Check the state when the browser comes back, and the nonce in the ID token.
        """

        return self._result(
            Call[models.SignInTerms](
                "access.get_sign_in",
                "GET",
                "/oauth/sign-in",
                {
                    200: as_json(models.SignInTerms),
                },
                AccessErrorBody,
                needs_token=False,
            )
        )

    def issue_token(
        self,
        grant_type: Literal["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"],
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        scope: str | None = None,
        subject_token: str | None = None,
        subject_token_type: str | None = None,
        requested_token_type: str | None = None,
    ) -> models.AccessToken:
        """Exchange a client's id and secret, or a person's ID token, for an access token.

        A client sends its credentials (OAuth 2.0, client credentials). For a person who has signed in, an
        application sends the ID token (RFC 8693, token exchange) and no credentials.

        Args:
            grant_type: `client_credentials` for a client, or the token exchange (RFC 8693) for a person who has signed in.
            client_id: The client's id, unless it is sent as HTTP Basic.
            client_secret: The client's secret, unless it is sent as HTTP Basic.
            scope: The scopes to grant, separated by spaces; by default all scopes of the client or the person.
            subject_token: For the token exchange: the person's ID token.
            subject_token_type: For the token exchange: `urn:ietf:params:oauth:token-type:id_token`.
            requested_token_type: For the token exchange, optional: `urn:ietf:params:oauth:token-type:access_token`.
        """

        return self._result(
            Call[models.AccessToken](
                "access.issue_token",
                "POST",
                "/oauth/token",
                {
                    200: as_json(models.AccessToken),
                },
                AccessErrorBody,
                form={
                    "grant_type": grant_type,
                    "client_id": client_id,
                    "client_secret": client_secret,
                    "scope": scope,
                    "subject_token": subject_token,
                    "subject_token_type": subject_token_type,
                    "requested_token_type": requested_token_type,
                },
                needs_token=False,
            )
        )

    def publish_keys(
        self,
    ) -> models.PublicKeys:
        """Get the public keys that verify access tokens (a JSON Web Key Set)."""

        return self._result(
            Call[models.PublicKeys](
                "access.publish_keys",
                "GET",
                "/.well-known/jwks.json",
                {
                    200: as_json(models.PublicKeys),
                },
                AccessErrorBody,
                needs_token=False,
            )
        )

    def redeem_sign_in(
        self,
        *,
        code: str | None = None,
        code_verifier: str | None = None,
        refresh_token: str | None = None,
    ) -> models.RedeemedTokens:
        """Redeem a person's authorization code, or a refresh token, at the identity provider.

        The ID token in the response is exchanged for an access token at `/oauth/token`.

        Args:
            code: The authorization code, with its `code_verifier`.
            code_verifier: The verifier whose S256 challenge the browser sent (RFC 7636).
            refresh_token: The refresh token, instead of a code.
        """

        return self._result(
            Call[models.RedeemedTokens](
                "access.redeem_sign_in",
                "POST",
                "/oauth/sign-in",
                {
                    200: as_json(models.RedeemedTokens),
                },
                AccessErrorBody,
                form={
                    "code": code,
                    "code_verifier": code_verifier,
                    "refresh_token": refresh_token,
                },
                may_repeat=False,
                needs_token=False,
            )
        )

    def revoke_token(
        self,
        token: str,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        token_type_hint: str | None = None,
    ) -> None:
        """Revoke one of the client's own access tokens, or a person's token.

        A person's token needs no credentials: whoever has the token may revoke it. The response is 200 even if the
        token is no longer valid. APIs may accept a revoked token for up to 30 seconds.

        Args:
            token: The access token to revoke.
            client_id: The client's id, unless it is sent as HTTP Basic.
            client_secret: The client's secret, unless it is sent as HTTP Basic.
            token_type_hint: Accepted for OAuth 2.0 clients that send it; it has no effect.
        """

        return self._result(
            Call[None](
                "access.revoke_token",
                "POST",
                "/oauth/revoke",
                {
                    200: as_nothing,
                },
                AccessErrorBody,
                form={
                    "token": token,
                    "client_id": client_id,
                    "client_secret": client_secret,
                    "token_type_hint": token_type_hint,
                },
                needs_token=False,
            )
        )


class AsyncAccess(AsyncApi):
    """Access.

    The methods are those of `Access`, with `await`.
    """

    async def get_sign_in(
        self,
    ) -> models.SignInTerms:
        """Get what an application needs to let people sign in (OpenID Connect)."""

        return await self._result(
            Call[models.SignInTerms](
                "access.get_sign_in",
                "GET",
                "/oauth/sign-in",
                {
                    200: as_json(models.SignInTerms),
                },
                AccessErrorBody,
                needs_token=False,
            )
        )

    async def issue_token(
        self,
        grant_type: Literal["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"],
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        scope: str | None = None,
        subject_token: str | None = None,
        subject_token_type: str | None = None,
        requested_token_type: str | None = None,
    ) -> models.AccessToken:
        """Exchange a client's id and secret, or a person's ID token, for an access token."""

        return await self._result(
            Call[models.AccessToken](
                "access.issue_token",
                "POST",
                "/oauth/token",
                {
                    200: as_json(models.AccessToken),
                },
                AccessErrorBody,
                form={
                    "grant_type": grant_type,
                    "client_id": client_id,
                    "client_secret": client_secret,
                    "scope": scope,
                    "subject_token": subject_token,
                    "subject_token_type": subject_token_type,
                    "requested_token_type": requested_token_type,
                },
                needs_token=False,
            )
        )

    async def publish_keys(
        self,
    ) -> models.PublicKeys:
        """Get the public keys that verify access tokens (a JSON Web Key Set)."""

        return await self._result(
            Call[models.PublicKeys](
                "access.publish_keys",
                "GET",
                "/.well-known/jwks.json",
                {
                    200: as_json(models.PublicKeys),
                },
                AccessErrorBody,
                needs_token=False,
            )
        )

    async def redeem_sign_in(
        self,
        *,
        code: str | None = None,
        code_verifier: str | None = None,
        refresh_token: str | None = None,
    ) -> models.RedeemedTokens:
        """Redeem a person's authorization code, or a refresh token, at the identity provider."""

        return await self._result(
            Call[models.RedeemedTokens](
                "access.redeem_sign_in",
                "POST",
                "/oauth/sign-in",
                {
                    200: as_json(models.RedeemedTokens),
                },
                AccessErrorBody,
                form={
                    "code": code,
                    "code_verifier": code_verifier,
                    "refresh_token": refresh_token,
                },
                may_repeat=False,
                needs_token=False,
            )
        )

    async def revoke_token(
        self,
        token: str,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        token_type_hint: str | None = None,
    ) -> None:
        """Revoke one of the client's own access tokens, or a person's token."""

        return await self._result(
            Call[None](
                "access.revoke_token",
                "POST",
                "/oauth/revoke",
                {
                    200: as_nothing,
                },
                AccessErrorBody,
                form={
                    "token": token,
                    "client_id": client_id,
                    "client_secret": client_secret,
                    "token_type_hint": token_type_hint,
                },
                needs_token=False,
            )
        )
