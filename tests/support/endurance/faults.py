"""Faults between the functions and AWS: throttles, errors and lost answers, before and after the call is carried out.

Only calls of functions meet them, known by the user agent that Lambda gives them; the stack's own calls do not. A seed
decides which calls do, in the order in which they arrive.
"""

import json
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from random import Random
from threading import Lock, Timer
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from local.environment import Answer

CONTROL = "/_faults"
"""GET counts the faults so far. DELETE ends them, and answers when the last second delivery is over."""

_PERMILLE: Mapping[str, int] = {
    "throttled": 12,
    "failed before": 6,
    "failed after": 10,
    "cut off before": 4,
    "cut off after": 6,
    "silent after": 1,
}
"""How many of 1,000 calls meet each fault at a rate of 1."""

_REDELIVERED, _LATE = 0.2, 0.1
_MAX_LATE_SECONDS = 3.0
_SILENCE_SECONDS = 6.0
"""Longer than any function waits for an answer (core/aws.py)."""

Invoke = Callable[[str, bytes], Answer]


class Faults:
    """The faults of one stack. `rate` multiplies how often they come; 0 is never."""

    def __init__(self, seed: int, rate: float) -> None:
        self._chance, self._lock, self._rate = Random(seed), Lock(), rate
        self._later: list[Timer] = []
        self.counts: Counter[str] = Counter()

    def around(self, application: WSGIApplication) -> WSGIApplication:
        """The AWS server with these faults."""

        def faulty(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if environ["PATH_INFO"] == CONTROL:
                return self._controlled(environ, start_response)
            fault = self._next() if _is_from_function(environ) else ""
            if not fault:
                return application(environ, start_response)
            if fault.endswith("after"):
                _carry_out(application, environ)
            else:  # read what is sent, or the server would take it for the connection's next request
                environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            if fault == "throttled":
                return _refused(environ, start_response, 400, "ThrottlingException")
            if fault.startswith("failed"):
                return _refused(environ, start_response, 500, "InternalServerError")
            time.sleep(_SILENCE_SECONDS * fault.startswith("silent"))
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionAbortedError(fault)  # the server then sends nothing

        return faulty

    def redelivering(self, invoke: Invoke) -> Invoke:
        """Deliver some messages late, and some again after they were handled, as SQS may."""

        def delivered(function: str, event: bytes) -> Answer:
            late, again = self._delivery()
            time.sleep(late)
            answer = invoke(function, event)
            if again:
                later = Timer(again, invoke, (function, event))
                later.daemon = True
                later.start()
                self._later.append(later)
            return answer

        return delivered

    def end(self) -> None:
        """No more faults."""
        self._rate = 0

    def await_redeliveries(self) -> None:
        """Wait for the second deliveries that are under way."""
        while self._later:
            self._later.pop().join()

    def _next(self) -> str:
        with self._lock:
            place = self._chance.random() * 1_000
            for fault, permille in _PERMILLE.items():
                place -= permille * self._rate
                if place < 0:
                    self.counts[fault] += 1
                    return fault
        return ""

    def _delivery(self) -> tuple[float, float]:
        """The seconds of delay before a delivery, and before a second one; 0 for none."""
        with self._lock:
            is_late, is_again = (self._chance.random() < one * bool(self._rate) for one in (_LATE, _REDELIVERED))
            late, again = (self._chance.uniform(0.1, _MAX_LATE_SECONDS) for _ in range(2))
            self.counts.update({"delivered late": is_late, "delivered again": is_again})
        return late * is_late, again * is_again

    def _controlled(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "DELETE":
            self.end()
            self.await_redeliveries()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(self.counts).encode()]


def _is_from_function(environ: WSGIEnvironment) -> bool:
    return "exec-env/AWS_Lambda" in environ.get("HTTP_USER_AGENT", "")


def _carry_out(application: WSGIApplication, environ: WSGIEnvironment) -> None:
    """Let the call happen, and drop its answer."""

    def start_response(*_: Any) -> Callable[[bytes], object]:
        return lambda _: None

    for _ in application(environ, start_response):
        pass


def _refused(environ: WSGIEnvironment, start_response: StartResponse, status: int, code: str) -> Iterable[bytes]:
    """An error as the service words it. S3 answers in XML, and calls a throttle SlowDown."""
    if "HTTP_X_AMZ_TARGET" in environ:
        body, kind = json.dumps({"__type": code, "message": "A fault of the test."}), "application/x-amz-json-1.0"
    else:
        status, code = (503, "SlowDown") if status != 500 else (500, "InternalError")
        body, kind = f"<Error><Code>{code}</Code><Message>A fault of the test.</Message></Error>", "application/xml"
    start_response(f"{status} {code}", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body.encode()]
