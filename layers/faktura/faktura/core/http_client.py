"""One HTTP request to an issuer: limited in time and size, without redirects, proxies or compression."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlencode

import certifi
import urllib3

TIMEOUT_SECONDS = 8.0
"""For the whole exchange. The desk waits for two of them at most, within the gateway's 29 seconds."""

MAX_ANSWER_BYTES = 65_536

_FORM = "application/x-www-form-urlencoded"
_SOCKET_SECONDS = 4.0


class NoAnswer(Exception):
    """The issuer did not answer in time, or not as it should. The text says why, without anything of the answer."""


@dataclass(frozen=True)
class Answer:
    """The status and the body of an answer."""

    status: int
    body: bytes = field(repr=False)


def get(url: str, seconds: float | None = None) -> Answer:
    """The answer to a GET within `seconds`, by default `TIMEOUT_SECONDS`; else `NoAnswer`."""
    return _exchanged("GET", url, {}, None, seconds or TIMEOUT_SECONDS)


def post(url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """The answer to a form; else `NoAnswer`."""
    return _exchanged("POST", url, {"Content-Type": _FORM, **headers}, urlencode(form).encode(), TIMEOUT_SECONDS)


def _exchanged(method: str, url: str, headers: Mapping[str, str], body: bytes | None, seconds: float) -> Answer:
    """Exchange in a thread that is abandoned if it is slow: the timeout of a socket restarts with every byte."""
    answers: SimpleQueue[Answer | Exception] = SimpleQueue()

    def exchange() -> None:
        try:
            answers.put(_exchange(method, url, headers, body))
        except Exception as fault:  # whatever goes wrong here is told to the waiting thread
            answers.put(fault)

    Thread(target=exchange, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise NoAnswer("it took too long") from None
    if isinstance(answer, Answer):
        return answer
    raise NoAnswer(type(answer).__name__ if not isinstance(answer, NoAnswer) else str(answer)) from None


def _exchange(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
    """Exchange on a connection of its own: a kept one may have died while the environment was frozen."""
    with urllib3.PoolManager(ca_certs=certifi.where()) as pool:
        response = pool.request(
            method,
            url,
            body=body,
            headers={"Accept": "application/json", "Accept-Encoding": "identity", **headers},
            redirect=False,
            retries=False,
            timeout=urllib3.Timeout(connect=_SOCKET_SECONDS, read=_SOCKET_SECONDS),
            preload_content=False,
            decode_content=False,
        )
        try:
            content = response.read(MAX_ANSWER_BYTES + 1)
            if len(content) > MAX_ANSWER_BYTES:
                raise NoAnswer("the answer is too large")
            return Answer(response.status, content)
        finally:
            response.close()
