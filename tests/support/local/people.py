"""Demo people who sign in at a running stack, as the desk does it."""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from local.openid.grants import challenge_of
from tests.support.local.stacks import Served
from tests.support.people import EXCHANGE, ID_TOKEN


@dataclass(frozen=True)
class SignIn:
    """The tokens of a person at the provider, and the answer to their exchange."""

    id_token: str
    refresh_token: str
    exchanged: requests.Response

    @property
    def token(self) -> str:
        """The person's access token."""
        return str(self.exchanged.json()["access_token"])


def signed_in(stack: Served, person: str) -> SignIn:
    """Sign in a demo person with a code and PKCE."""
    verifier = token_urlsafe(48)
    redeemed = post(stack, "sign-in", code=code_for(stack, person, verifier), code_verifier=verifier).json()
    return SignIn(redeemed["id_token"], redeemed["refresh_token"], exchange(stack, redeemed["id_token"]))


def code_for(stack: Served, person: str, verifier: str, **terms: str) -> str:
    """A code for a demo person who was chosen from the list."""
    known = requests.get(f"{stack.url}/oauth/sign-in", timeout=40).json()
    form = {
        "response_type": "code",
        "client_id": known["clientId"],
        "redirect_uri": known["redirectUri"],
        "scope": known["scope"],
        "state": "a state",
        "nonce": "a nonce",
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
        "subject": person,
        **terms,
    }
    chosen = requests.post(known["authorizationEndpoint"], form, allow_redirects=False, timeout=40)
    return parse_qs(urlsplit(chosen.headers["Location"]).query)["code"][0]


def exchange(stack: Served, id_token: str) -> requests.Response:
    """Exchange an ID token for an access token."""
    return post(stack, "token", grant_type=EXCHANGE, subject_token=id_token, subject_token_type=ID_TOKEN)


def post(stack: Served, path: str, **form: str) -> requests.Response:
    """Send a form to an endpoint of `/oauth`."""
    return requests.post(f"{stack.url}/oauth/{path}", form, timeout=40)


def call(stack: Served, token: str, method: str, path: str, body: Any = None) -> int:
    """The status of a call with a token."""
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(method, stack.url + path, headers=headers, json=body, timeout=40).status_code
