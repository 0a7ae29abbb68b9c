import pytest

from faktura.capture.errors import FileTooSmall, InvalidWebhookUrl
from faktura.capture.invoice_form import InvoiceForm
from faktura.core.errors import InvalidRequest, MalformedBody, UnsupportedContentType
from faktura.core.request import Request
from tests.support.builders import http_event
from tests.support.capture.documents import image

FILE = image("PNG")
MULTIPART = "multipart/form-data; boundary=edge"


@pytest.fixture(autouse=True)
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIN_FILE_BYTES", "51200")
    monkeypatch.setenv("MAX_FILE_BYTES", "10485760")


@pytest.mark.parametrize("others", [[], [("webhookUrl", b"")], [("note", b"hello")]])
def test_a_forms_invoice_arrives_byte_for_byte(others: list[tuple[str, bytes]]) -> None:
    form = InvoiceForm.from_request(_request(("invoice", FILE), *others))

    assert (form.file.content, form.file.media_type) == (FILE, "image/png")


@pytest.mark.parametrize("parts", [[], [("file", FILE)], [("invoice", FILE), ("invoice", FILE)]])
def test_a_form_has_exactly_one_invoice(parts: list[tuple[str, bytes]]) -> None:
    with pytest.raises(InvalidRequest):
        InvoiceForm.from_request(_request(*parts))


def test_an_empty_invoice_is_too_small() -> None:
    with pytest.raises(FileTooSmall):
        InvoiceForm.from_request(_request(("invoice", b"")))


def test_a_form_may_have_a_webhook_url() -> None:
    url = b" https://example.com/hook "

    assert (
        InvoiceForm.from_request(_request(("invoice", FILE), ("webhookUrl", url))).webhook_url == url.decode().strip()
    )
    assert InvoiceForm.from_request(_request(("invoice", FILE), ("webhookUrl", b" "))).webhook_url == ""


@pytest.mark.parametrize("url", [b"http://example.com/hook", b"https://127.0.0.1/", b"\xff"])
def test_a_webhook_url_that_cannot_be_called_is_refused(url: bytes) -> None:
    with pytest.raises(InvalidWebhookUrl):
        InvoiceForm.from_request(_request(("invoice", FILE), ("webhookUrl", url)))


def test_a_form_has_one_webhook_url_at_most() -> None:
    url = ("webhookUrl", b"https://example.com/hook")

    with pytest.raises(InvalidRequest):
        InvoiceForm.from_request(_request(("invoice", FILE), url, url))


@pytest.mark.parametrize(
    ("content_type", "refusal"),
    [
        ("application/json", UnsupportedContentType),
        ("multipart/form-data", MalformedBody),
        (f"{MULTIPART}x", MalformedBody),
    ],
)
def test_a_body_that_is_no_form_is_refused(content_type: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        InvoiceForm.from_request(_request(("invoice", FILE), content_type=content_type))


def _request(*parts: tuple[str, bytes], content_type: str = MULTIPART) -> Request:
    body = b"".join(
        b'--edge\r\nContent-Disposition: form-data; name="%b"; filename="i"\r\n\r\n%b\r\n' % (name.encode(), content)
        for name, content in parts
    )
    return Request(http_event("POST", "/", body + b"--edge--\r\n", headers={"Content-Type": content_type}))
