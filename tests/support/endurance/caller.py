"""A client that follows docs/apis/README.md: it sends a request again until the answer is definite."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import requests

from faktura.core import json
from tests.support.local.calls import Caller

_RETRIED = (429, 500, 502, 503, 504)
_MAX_ATTEMPTS = 40
_TWICE = 0.15
"""How many of the requests with an Idempotency-Key are sent twice at once."""


@dataclass
class Tally:
    """The answers by API and status, and what went wrong for a client. Clients of all threads share it."""

    answers: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    _lock: Any = field(default_factory=Lock, repr=False)

    def count(self, api: str, status: object) -> None:
        with self._lock:
            self.answers[f"{api} {status}"] += 1

    def report(self, finding: str) -> None:
        with self._lock:
            self.findings.append(finding)


@dataclass(frozen=True)
class Definite:
    """An answer that is not sent again for. `attempts` is how many requests it took."""

    response: requests.Response
    attempts: int

    @property
    def status(self) -> int:
        return self.response.status_code


@dataclass
class Persistent:
    """Calls one API for one client, and counts the answers."""

    api: str
    caller: Caller
    chance: Random
    tally: Tally

    def call(self, method: str, path: str, **terms: Any) -> Definite:
        """The definite answer. A busy key (409) counts as one that is not."""
        wait = 0.1
        for attempt in range(1, _MAX_ATTEMPTS + 1):
            response = self._sent(method, path, **terms)
            if response is not None and not _is_again(response, terms):
                return Definite(response, attempt)
            time.sleep(min(wait, 2) * (1 + self.chance.random()))
            wait *= 2
        raise AssertionError(f"{self.api}: {method} {path} has had no definite answer in {_MAX_ATTEMPTS} attempts")

    def create(self, method: str, path: str, **terms: Any) -> Definite:
        """The same with an Idempotency-Key; now and then twice at once, and both must get the same answer."""
        key = str(UUID(int=self.chance.getrandbits(128)))
        terms["headers"] = {**terms.get("headers", {}), "Idempotency-Key": key}
        if self.chance.random() > _TWICE:
            return self.call(method, path, **terms)
        with ThreadPoolExecutor(2) as both:
            first, second = both.map(lambda _: self.call(method, path, **terms), range(2))
        if first.status < 400 and (first.status, first.response.content) != (second.status, second.response.content):
            self.tally.report(f"{self.api}: {method} {path} with one key was answered in two ways")
        return first

    def read(self, path: str, **query: Any) -> requests.Response:
        """A GET that must succeed."""
        answer = self.call("GET", path, params=query)
        if answer.status != 200:
            raise AssertionError(f"{self.api}: GET {path} was answered {answer.status}: {answer.response.text[:300]}")
        return answer.response

    def listed(self, path: str, **query: Any) -> Iterator[Any]:
        """The elements of all pages of a list; numbers are exact."""
        page = self.read(path, **query)
        yield from json.loads(page.content)
        while following := page.links.get("next", {}).get("url"):
            page = self.read(path, **parse_qs(urlsplit(following).query))
            yield from json.loads(page.content)

    def _sent(self, method: str, path: str, **terms: Any) -> requests.Response | None:
        try:
            response = self.caller.call(method, path, **terms)
        except (requests.RequestException, KeyError) as lost:  # KeyError: no token
            self.tally.count(self.api, type(lost).__name__)
            return None
        self.tally.count(self.api, response.status_code)
        return response


def _is_again(response: requests.Response, terms: Any) -> bool:
    is_busy = response.status_code == 409 and "Idempotency-Key" in terms.get("headers", {})
    return response.status_code in _RETRIED or (is_busy and "key" in response.text.lower())
