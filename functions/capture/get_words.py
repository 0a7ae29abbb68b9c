from faktura.capture.api import api
from faktura.capture.errors import NoSuchRequest, NoSuchWords
from faktura.capture.review.page import PageKey
from faktura.capture.review.page_service import PageService
from faktura.capture.review.schemas.responses import PageWordsBody
from faktura.core.auth import Caller
from faktura.core.response import Response


@api.get(
    "/api/v1/requests/{requestId}/pages/{page}/words",
    scope="invoice:review",
    raises=[NoSuchRequest, NoSuchWords],
    response=PageWordsBody,  # the words are stored as JSON
)
def handler(key: PageKey, caller: Caller, pages: PageService) -> Response:
    """Get the words that were read on a page of a request's document, in the order in which they are read."""
    return Response(200, pages.words(key, caller))
