"""The client for `asyncio` and trio."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import anyio
import httpx
from anyio import sleep as pause

from faktura_client.apis.access import AsyncAccess
from faktura_client.apis.billing import AsyncBilling
from faktura_client.apis.capture import AsyncCapture
from faktura_client.apis.cases import AsyncCases
from faktura_client.apis.jobs import AsyncJobs
from faktura_client.apis.pims import AsyncPims
from faktura_client.apis.service import AsyncService
from faktura_client.calls import Call, root_of
from faktura_client.errors import NotFound, NotReady
from faktura_client.files import File, Upload
from faktura_client.models import UploadForm
from faktura_client.presigned import download_call, upload_call
from faktura_client.retries import Outcome, Retries
from faktura_client.sending import Attempt, Deadline, NeedToken, Sending, Step, repeated, sent
from faktura_client.tokens import Tokens

T = TypeVar("T")


class AsyncFakturaClient:
    """The APIs of Faktura for one client, with `await`. Tasks of one event loop may share it.

    It gets its tokens itself and repeats calls as `retries` says, where that is safe. Close it, or use it in an
    `async with` statement. `transport` replaces the network, for tests.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        *,
        retries: Retries | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._retries = retries or Retries()
        self._tokens = Tokens(client_id, client_secret)
        self._guard = anyio.Lock()
        self._http = httpx.AsyncClient(base_url=root_of(base_url), transport=transport)
        self.access, self.pims, self.service = AsyncAccess(self), AsyncPims(self), AsyncService(self)
        self.billing, self.capture = AsyncBilling(self), AsyncCapture(self)
        self.jobs, self.cases = AsyncJobs(self), AsyncCases(self)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, _kind: type[BaseException] | None, _fault: object, _trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def answer(self, call: Call[T]) -> tuple[T, httpx.Response]:
        """Make a call: what its answer says, and the answer itself with its headers."""
        response = await self._carried_out(sent(call, call.request(self._http), self._retries))
        return call.result(response), response

    async def upload(self, form: UploadForm, file: Path | Upload) -> None:
        """Send a file by the form that `capture.start_upload` has returned."""
        await self.answer(upload_call(form, file))

    async def download(self, link: str) -> File:
        """The file behind a link that the API has returned, such as the `download_link` of a job's order."""
        return (await self.answer(download_call(link)))[0]

    async def poll(
        self, ask: Callable[[], Awaitable[T]], until: Callable[[T], bool], seconds: float = 300.0, every: float = 1.0
    ) -> T:
        """Ask again and again until the answer is as wanted, and return it. Raises `NotReady` after `seconds`.

        What is not found may still come.
        """
        deadline = Deadline.within(seconds)
        while True:
            with suppress(NotFound):
                if until(found := await ask()):
                    return found
            if deadline.left < every:
                raise NotReady(f"not ready within {seconds:g} seconds")
            await pause(every)

    async def _carried_out(self, sending: Sending) -> httpx.Response:
        outcome: Outcome | str | None = None
        try:
            while True:
                outcome = await self._step(sending.send(outcome))
        except StopIteration as end:
            response: httpx.Response = end.value
            return response

    async def _step(self, step: Step) -> Outcome | str | None:
        if isinstance(step, Attempt):
            return await self._attempt(step)
        if isinstance(step, NeedToken):
            return await self._token(step)
        await pause(step.seconds)
        return None

    async def _attempt(self, attempt: Attempt) -> Outcome:
        limit = max(0.001, min(self._retries.timeout, attempt.deadline.left))
        attempt.request.extensions["timeout"] = httpx.Timeout(limit).as_dict()
        try:
            with anyio.fail_after(max(0.001, attempt.deadline.left)):
                return await self._http.send(attempt.request)
        except httpx.RequestError as fault:
            return fault
        except TimeoutError:
            return httpx.ReadTimeout("no answer in time", request=attempt.request)

    async def _token(self, need: NeedToken) -> str:
        """The current token, or a new one. One task requests it; the others wait for it."""
        async with self._guard:
            if token := self._tokens.current(need.refused):
                return token
            sending = repeated(self._tokens.call, self._tokens.request(self._http), self._retries, need.deadline)
            return self._tokens.accept(await self._carried_out(sending))
