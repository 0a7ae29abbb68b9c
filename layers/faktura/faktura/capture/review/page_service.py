"""Shows the pages of a request's document: as pictures, and their words."""

from dataclasses import dataclass
from typing import Any

from faktura.capture.errors import NoSuchPage, NoSuchWords
from faktura.capture.files.original_store import OriginalStore
from faktura.capture.files.picture_process import picture
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.review.page import PageKey
from faktura.core.auth import Caller


@dataclass(frozen=True)
class PageService:
    """Reads pages."""

    requests: RequestStore
    originals: OriginalStore

    @classmethod
    def from_settings(cls) -> "PageService":
        """With the stores that the template names."""
        return cls(RequestStore.from_settings(), OriginalStore.from_settings())

    def picture(self, page: PageKey, caller: Caller) -> bytes:
        """A page as a JPEG.

        `NoSuchRequest` if the caller may not see the request; `NoSuchPage` if its document has no such page or is not
        kept any more; `PageNotDrawn` if the page cannot be drawn.
        """
        item = self.requests.visible_item(page.request, caller)
        if page.number > int(item.get("pages", page.number)):
            raise NoSuchPage
        content = self.originals.get(page.request.mga, page.request.request_id)
        if content is None:
            raise NoSuchPage
        return picture(content, page.number)

    def words(self, page: PageKey, caller: Caller) -> dict[str, Any]:
        """The words of a page as JSON, in the order in which they are read.

        `NoSuchRequest` if the caller may not see the request; `NoSuchWords` if no words of the page are stored.
        """
        self.requests.visible_item(page.request, caller)
        pages = self.originals.words(page.request.mga, page.request.request_id)
        found = next((one for one in pages if one["page"] == page.number), None)
        if found is None:
            raise NoSuchWords
        return found
