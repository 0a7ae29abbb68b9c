"""The provider as a web application: discovery, keys, the page of demo people, tokens, and the end of a session."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify, make_response, redirect, render_template_string, request
from joserfc import jwt
from joserfc.jwk import ECKey

from local.openid.authorization import Authorization, Client, Refused, Unredirectable
from local.openid.grants import Grants, InvalidGrant, SignIn
from local.openid.pages import CHOICE, ENDED, HEADERS, UNREDIRECTABLE

ID_TOKEN_SECONDS = 900
_COOKIE = "faktura-openid"


@dataclass(frozen=True)
class Account:
    """Someone who can sign in. `about` tells whoever chooses from the list who it is."""

    subject: str
    name: str
    email: str
    about: str
    is_verified: bool = True


class Provider:
    """Signs people in for one client. `issuer` is its own URL."""

    def __init__(self, issuer: str, client: Client, accounts: Sequence[Account], grants: Grants | None = None) -> None:
        self._issuer, self._client = issuer, client
        self._accounts = {account.subject: account for account in accounts}
        self._grants = grants or Grants()
        self._key = ECKey.generate_key("P-256", {"kid": uuid4().hex, "use": "sig", "alg": "ES256"})
        self._form_tokens: set[str] = set()

    def application(self) -> Flask:
        """The web application."""
        application = Flask(__name__, static_folder=None)
        application.config["MAX_CONTENT_LENGTH"] = 65_536
        application.add_url_rule("/.well-known/openid-configuration", view_func=self.configuration)
        application.add_url_rule("/jwks", view_func=self.jwks)
        application.add_url_rule("/authorize", view_func=self.ask, methods=["GET"])
        application.add_url_rule("/authorize", view_func=self.choose, methods=["POST"])
        application.add_url_rule("/token", view_func=self.token, methods=["POST"])
        application.add_url_rule("/end-session", view_func=self.end_session)
        application.after_request(_with_headers)
        application.register_error_handler(Unredirectable, _unredirectable)
        application.register_error_handler(Refused, lambda refused: redirect(refused.location, 303))
        return application

    def configuration(self) -> Response:
        """The discovery document."""
        return jsonify(
            issuer=self._issuer,
            authorization_endpoint=f"{self._issuer}/authorize",
            token_endpoint=f"{self._issuer}/token",
            jwks_uri=f"{self._issuer}/jwks",
            end_session_endpoint=f"{self._issuer}/end-session",
            response_types_supported=["code"],
            subject_types_supported=["public"],
            id_token_signing_alg_values_supported=["ES256"],
            scopes_supported=["openid", "profile", "email", "offline_access"],
            token_endpoint_auth_methods_supported=["none"],
            grant_types_supported=["authorization_code", "refresh_token"],
            code_challenge_methods_supported=["S256"],
            prompt_values_supported=["none", "login", "select_account"],
            authorization_response_iss_parameter_supported=True,
        )

    def jwks(self) -> Response:
        """The public key."""
        return jsonify(keys=[self._key.as_dict(private=False)])

    def ask(self) -> Any:
        """The list of people. Without a prompt, whoever has signed in before is signed in again at once."""
        asked = Authorization.of(request.args.to_dict(flat=False), self._client)
        account = self._accounts.get(request.cookies.get(_COOKIE, ""))
        if asked.prompt == "none":
            return self._signed_in(asked, account) if account else self._refused(asked, "login_required")
        if account and not asked.prompt:
            return self._signed_in(asked, account)
        return render_template_string(
            CHOICE, accounts=self._accounts.values(), parameters=request.args.to_dict(flat=True)
        )

    def choose(self) -> Any:
        """Sign in the person whose button was pressed. The parameters are judged again: the page may be forged."""
        given = {name: values for name, values in request.form.to_dict(flat=False).items() if name != "subject"}
        asked = Authorization.of(given, self._client)
        account = self._accounts.get(request.form.get("subject", ""))
        return self._signed_in(asked, account) if account else self._refused(asked, "access_denied")

    def token(self) -> Any:
        """An ID token, and a refresh token if it was asked for."""
        form = request.form
        if form.get("client_id") != self._client.client_id:
            return _error("invalid_client", 401)
        try:
            match form.get("grant_type"):
                case "authorization_code":
                    names = ("code", "client_id", "redirect_uri", "code_verifier")
                    sign_in = self._grants.redeem(*(form.get(name, "") for name in names))
                case "refresh_token":
                    sign_in = self._grants.renew(form.get("refresh_token", ""), form["client_id"])
                case _:
                    return _error("unsupported_grant_type", 400)
        except InvalidGrant:
            return _error("invalid_grant", 400)
        answer = {"access_token": uuid4().hex, "token_type": "Bearer", "expires_in": ID_TOKEN_SECONDS}
        if sign_in.is_offline:
            answer["refresh_token"] = self._grants.refresh_token(sign_in)
        return jsonify(**answer, id_token=self._id_token(sign_in))

    def end_session(self) -> Any:
        """Sign out, and go on to a registered redirect URI only."""
        self._grants.end(request.cookies.get(_COOKIE, ""))
        wanted = request.args.get("post_logout_redirect_uri", "")
        state = {"state": request.args["state"]} if "state" in request.args else {}
        known = Authorization(self._client.client_id, wanted, "", "", "", "", "")
        go_on = wanted in self._client.redirect_uris
        location = known.location(**state) if state else wanted
        answer = make_response(redirect(location, 303) if go_on else render_template_string(ENDED))
        answer.delete_cookie(_COOKIE, httponly=True, samesite="Lax")
        return answer

    def _signed_in(self, asked: Authorization, account: Account) -> Response:
        sign_in = SignIn(
            subject=account.subject,
            client_id=asked.client_id,
            redirect_uri=asked.redirect_uri,
            challenge=asked.challenge,
            nonce=asked.nonce,
            is_offline=asked.is_offline,
            at=time.time(),
        )
        answer = make_response(redirect(asked.location(code=self._grants.code(sign_in), iss=self._issuer), 303))
        answer.set_cookie(_COOKIE, account.subject, httponly=True, samesite="Lax")
        return answer

    def _refused(self, asked: Authorization, error: str) -> Response:
        return make_response(redirect(asked.location(error=error, iss=self._issuer), 303))

    def _id_token(self, sign_in: SignIn) -> str:
        account, present = self._accounts[sign_in.subject], int(time.time())
        claims: Mapping[str, Any] = {
            "iss": self._issuer,
            "aud": sign_in.client_id,
            "sub": account.subject,
            "iat": present,
            "exp": present + ID_TOKEN_SECONDS,
            "auth_time": int(sign_in.at),
            "name": account.name,
            "email": account.email,
            "email_verified": account.is_verified,
            **({"nonce": sign_in.nonce} if sign_in.nonce else {}),
        }
        return str(jwt.encode({"alg": "ES256", "kid": self._key.kid}, dict(claims), self._key))


def _error(error: str, status: int) -> tuple[Response, int]:
    return jsonify(error=error), status


def _unredirectable(fault: Exception) -> tuple[str, int]:
    return render_template_string(UNREDIRECTABLE, reason=str(fault)), 400


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
