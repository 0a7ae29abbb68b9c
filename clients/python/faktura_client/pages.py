"""Lists of more than one page, which are fetched as they are needed."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx

from faktura_client.api import AsyncClient, Client
from faktura_client.calls import Call

T = TypeVar("T")


class Pages(Generic[T]):
    """All elements of a list: `for element in pages`. Each page is fetched when its first element is asked for.

    A loop over it begins with the first page again.
    """

    def __init__(self, client: Client, call: Call[list[T]]) -> None:
        self._client, self._call = client, call

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[list[T]]:
        """The elements page by page."""
        call: Call[list[T]] | None = self._call
        while call:
            page, response = self._client.answer(call)
            call = _following(call, response)
            yield page


class AsyncPages(Generic[T]):
    """All elements of a list: `async for element in pages`. Each page is fetched when it is needed."""

    def __init__(self, client: AsyncClient, call: Call[list[T]]) -> None:
        self._client, self._call = client, call

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for element in page:
                yield element

    async def pages(self) -> AsyncIterator[list[T]]:
        """The elements page by page."""
        call: Call[list[T]] | None = self._call
        while call:
            page, response = await self._client.answer(call)
            call = _following(call, response)
            yield page


def _following(call: Call[list[T]], response: httpx.Response) -> Call[list[T]] | None:
    """The call for the next page; `None` after the last one.

    Only the query of the link is taken: the token goes to no other place than the client's own address.
    """
    link = response.links.get("next", {}).get("url")
    return replace(call, query=dict(parse_qsl(urlsplit(link).query))) if link else None
