"""The blocking client."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import sleep
from types import TracebackType
from typing import Self, TypeVar

import httpx

from faktura_client.apis.access import Access
from faktura_client.apis.billing import Billing
from faktura_client.apis.capture import Capture
from faktura_client.apis.cases import Cases
from faktura_client.apis.jobs import Jobs
from faktura_client.apis.pims import Pims
from faktura_client.apis.service import Service
from faktura_client.calls import Call, root_of
from faktura_client.errors import NotFound, NotReady
from faktura_client.files import File, Upload
from faktura_client.models import UploadForm
from faktura_client.presigned import download_call, upload_call
from faktura_client.retries import Outcome, Retries
from faktura_client.sending import Attempt, Deadline, NeedToken, Sending, Step, repeated, sent
from faktura_client.tokens import Tokens

T = TypeVar("T")


class FakturaClient:
    """The APIs of Faktura for one client. Threads may share it.

    It gets its tokens itself and repeats calls as `retries` says, where that is safe. Close it, or use it in a `with`
    statement. `transport` replaces the network, for tests.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        *,
        retries: Retries | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._retries = retries or Retries()
        self._tokens = Tokens(client_id, client_secret)
        self._guard = Lock()
        self._http = httpx.Client(base_url=root_of(base_url), transport=transport)
        self.access, self.pims, self.service = Access(self), Pims(self), Service(self)
        self.billing, self.capture = Billing(self), Capture(self)
        self.jobs, self.cases = Jobs(self), Cases(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _fault: object, _trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def answer(self, call: Call[T]) -> tuple[T, httpx.Response]:
        """Make a call: what its answer says, and the answer itself with its headers."""
        response = self._carried_out(sent(call, call.request(self._http), self._retries))
        return call.result(response), response

    def upload(self, form: UploadForm, file: Path | Upload) -> None:
        """Send a file by the form that `capture.start_upload` has returned."""
        self.answer(upload_call(form, file))

    def download(self, link: str) -> File:
        """The file behind a link that the API has returned, such as the `download_link` of a job's order."""
        return self.answer(download_call(link))[0]

    def poll(self, ask: Callable[[], T], until: Callable[[T], bool], seconds: float = 300.0, every: float = 1.0) -> T:
        """Ask again and again until the answer is as wanted, and return it. Raises `NotReady` after `seconds`.

        What is not found may still come.
        """
        deadline = Deadline.within(seconds)
        while True:
            with suppress(NotFound):
                if until(found := ask()):
                    return found
            if deadline.left < every:
                raise NotReady(f"not ready within {seconds:g} seconds")
            sleep(every)

    def _carried_out(self, sending: Sending) -> httpx.Response:
        outcome: Outcome | str | None = None
        try:
            while True:
                outcome = self._step(sending.send(outcome))
        except StopIteration as end:
            response: httpx.Response = end.value
            return response

    def _step(self, step: Step) -> Outcome | str | None:
        if isinstance(step, Attempt):
            return self._attempt(step)
        if isinstance(step, NeedToken):
            return self._token(step)
        sleep(step.seconds)
        return None

    def _attempt(self, attempt: Attempt) -> Outcome:
        limit = max(0.001, min(self._retries.timeout, attempt.deadline.left))
        attempt.request.extensions["timeout"] = httpx.Timeout(limit).as_dict()
        try:
            response = self._http.send(attempt.request, stream=True)
            try:
                return _read(response, attempt.deadline)
            finally:
                response.close()
        except httpx.RequestError as fault:
            return fault

    def _token(self, need: NeedToken) -> str:
        """The current token, or a new one. One thread requests it; the others wait for it."""
        with self._guard:
            if token := self._tokens.current(need.refused):
                return token
            sending = repeated(self._tokens.call, self._tokens.request(self._http), self._retries, need.deadline)
            return self._tokens.accept(self._carried_out(sending))


def _read(response: httpx.Response, deadline: Deadline) -> httpx.Response:
    """The answer with its whole body, which must come before the deadline."""
    parts = []
    for part in response.iter_bytes():
        parts.append(part)
        if deadline.left < 0:
            raise httpx.ReadTimeout("the body did not come in time", request=response.request)
    headers = {name: value for name, value in response.headers.items() if name != "content-encoding"}
    return httpx.Response(response.status_code, headers=headers, content=b"".join(parts), request=response.request)
