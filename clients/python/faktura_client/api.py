"""What the classes of the APIs stand on: a client that makes a call, blocking or not."""

from typing import Any, Protocol, TypeVar

import httpx

from faktura_client.calls import Call

T = TypeVar("T")


class Client(Protocol):
    """A blocking client."""

    def answer(self, call: Call[T]) -> tuple[T, httpx.Response]:
        """Make the call: what the answer says, and the answer."""
        ...


class AsyncClient(Protocol):
    """The same for `asyncio` and trio."""

    async def answer(self, call: Call[T]) -> tuple[T, httpx.Response]:
        """Make the call: what the answer says, and the answer."""
        ...


class Api:
    """One API of a blocking client."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def _result(self, call: Call[T]) -> T:
        return self._client.answer(call)[0]


class AsyncApi:
    """One API of an asynchronous client."""

    def __init__(self, client: AsyncClient) -> None:
        self._client: Any = client

    async def _result(self, call: Call[T]) -> T:
        result: T = (await self._client.answer(call))[0]
        return result
