from faktura.capture.api import api
from faktura.capture.errors import NoSuchPage, NoSuchRequest, PageNotDrawn
from faktura.capture.review.page import PageKey
from faktura.capture.review.page_service import PageService
from faktura.core.auth import Caller
from faktura.core.response import Response

_HEADERS = {
    "Content-Type": "image/jpeg",
    "Cache-Control": "private, max-age=900",
    "Vary": "Authorization",  # another person, or another token, does not get it from the browser's cache
}


@api.get(
    "/api/v1/requests/{requestId}/pages/{page}",
    scope="invoice:review",
    raises=[NoSuchRequest, NoSuchPage, PageNotDrawn],
    response="image/jpeg",
)
def handler(key: PageKey, caller: Caller, pages: PageService) -> Response:
    """Get a page of a request's document as a picture. Its longest side has at most 1,600 pixels.

    The boxes of `reading` are places on this picture. An e-invoice in XML has no pages.
    """
    return Response(200, pages.picture(key, caller), _HEADERS)
