"""The review of captures over HTTP: a photo is listed, shown, corrected and told by its webhook."""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from local.demo_clients import WEBHOOK_SECRET
from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller, registered
from tests.support.local.capture import ended, url
from tests.support.local.stacks import Served, eventually
from tests.support.paper import page, raster
from tests.support.receivers import receiving

SCOPES = ("invoice:process", "invoice:lookup", "invoice:review")
TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the pixels of a file with each EXIF orientation are turned away from the page that it shows."""


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("review", firstName="Ana", lastName="Ortiz", email="ana@example.com").status_code == 200
    return mga


@pytest.fixture(scope="module")
def ida(running: Served) -> Caller:
    return reviewer(running, "Ida", 7)


@pytest.fixture(scope="module")
def ben(running: Served) -> Caller:
    return reviewer(running, "Ben", 8)


def reviewer(running: Served, name: str, number: int) -> Caller:
    user = {"userId": number, "firstName": name, "lastName": "Bell"}
    return registered(running, f"reviewer-{name}", SCOPES, mga_id="alpha", practices="*", user=user)


def photo(form: str = "JPEG", orientation: int = 1) -> bytes:
    """A photo of an invoice with a number of its own."""
    picture = raster(pims_invoice(invoiceNumber=f"R{uuid4().hex[:8]}"), 150)
    turn, file, exif = TURNS[orientation], BytesIO(), Image.Exif()
    exif[274] = orientation
    turned = picture.transpose(turn) if turn is not None else picture
    if form == "TIFF":
        turned.save(file, form, compression="tiff_lzw", tiffinfo={274: orientation}, dpi=(150, 150))
    else:
        turned.save(file, form, exif=exif, dpi=(150, 150), quality=90)
    return file.getvalue()


def captured(mga: Caller, file: bytes, **terms: Any) -> str:
    answer = mga.process("review", file, **terms)
    assert answer.status_code in (200, 202), answer.text
    request_id = str(answer.json()["requestId"])
    assert ended(mga, request_id)["status"] == "completed"
    return request_id


def shown(person: Caller, request_id: str, number: int = 1) -> Image.Image:
    answer = person.call("GET", f"/api/v1/requests/{request_id}/pages/{number}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg"), answer.text
    assert answer.headers["Cache-Control"].startswith("private")
    return Image.open(BytesIO(answer.content))


def words(person: Caller, request_id: str) -> Sequence[dict[str, Any]]:
    answer = person.call("GET", f"/api/v1/requests/{request_id}/pages/1/words")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["words"])


def reviewed(person: Caller, request_id: str, **terms: Any) -> Any:
    body = {"decision": "approve", "revision": 0, **terms}
    return person.call("POST", f"/api/v1/requests/{request_id}/review", json=body)


def approved(person: Caller) -> int:
    return int(person.call("GET", "/api/v1/capture/accuracy").json()["documents"])


def test_a_photo_is_listed_shown_corrected_and_told_by_its_webhook(alpha: Caller, ida: Caller, ben: Caller) -> None:
    before = approved(ida)
    with receiving() as receiver:
        request_id = captured(alpha, photo(), data={"webhookUrl": url(receiver)})
        eventually(lambda: len(receiver.received) == 1)
        pending = ida.call("GET", "/api/v1/requests?review=pending&limit=10").json()
        picture = shown(ida, request_id)
        decided = reviewed(ida, request_id, corrections={"totalAmount": 12.3}, note="As on the receipt.")
        eventually(lambda: len(receiver.received) == 2)

    late = reviewed(ben, request_id, decision="reject")
    state = alpha.call("GET", f"/api/v1/requests/{request_id}").json()
    assert request_id in [one["requestId"] for one in pending]
    assert max(picture.size) == 1600
    assert "$732.39" in [word["text"] for word in words(ida, request_id)]
    assert (decided.status_code, decided.json()["data"]["totalAmount"]) == (200, 12.3)
    first, second = receiver.received
    told = json.loads(second.body)
    assert json.loads(first.body)["review"] == {"state": "pending", "revision": 0, "changes": []}
    assert told["review"] == decided.json() == state["review"]
    assert (told["data"]["totalAmount"], state["data"]["totalAmount"]) == (732.39, 732.39)
    signature = hmac.new(WEBHOOK_SECRET.encode(), second.body, hashlib.sha256).hexdigest()
    assert second.headers["X-Request-Signature"] == signature
    assert approved(ida) == before + 1
    assert (late.status_code, late.json()["error"]["code"]) == (409, "REVIEWED_MEANWHILE")
    assert late.json()["review"] == decided.json()


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_the_words_of_a_turned_photo_lie_on_their_places_in_the_picture(
    alpha: Caller, ida: Caller, form: str, orientation: int
) -> None:
    request_id = captured(alpha, photo(form, orientation))

    picture = shown(ida, request_id).convert("L")
    found = words(ida, request_id)

    assert picture.height > picture.width
    assert len(found) > 20
    places = [_place(picture, word["box"]) for word in found]
    on_paper = picture.point(lambda value: 255 if value < 128 else 0)
    inked = [_ink(on_paper.crop(place)) for place in places]
    assert min(inked) > 0.03
    for place in places:
        on_paper.paste(0, (place[0] - 4, place[1] - 4, place[2] + 4, place[3] + 4))
    assert _ink(on_paper) < 0.1 * _ink(picture.point(lambda value: 255 if value < 128 else 0)) + 0.004


def _place(picture: Image.Image, box: dict[str, float]) -> tuple[int, int, int, int]:
    left, top = box["left"] * picture.width, box["top"] * picture.height
    right, bottom = left + box["width"] * picture.width, top + box["height"] * picture.height
    return round(left), round(top), round(right), round(bottom)


def _ink(picture: Image.Image) -> float:
    """The share of dark pixels, which are white here."""
    return picture.histogram()[255] / (picture.width * picture.height)


def _pages(count: int) -> bytes:
    sheets = [raster(pims_invoice(invoiceNumber=f"P{uuid4().hex[:8]}"), 100) for _ in range(count)]
    file = BytesIO()
    sheets[0].save(file, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_lzw", dpi=(100, 100))
    return file.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "one page": lambda: page(pims_invoice(invoiceNumber=f"P{uuid4().hex[:8]}")) + bytes(60_000),
    "a TIFF of three pages": lambda: _pages(3),
}


@pytest.mark.parametrize("name", FILES)
def test_every_page_of_a_document_is_shown_and_no_other(alpha: Caller, ida: Caller, name: str) -> None:
    request_id = captured(alpha, FILES[name]())
    count = int(alpha.call("GET", f"/api/v1/requests/{request_id}").json()["pages"])

    sizes = [max(shown(ida, request_id, number).size) for number in range(1, count + 1)]
    beyond = ida.call("GET", f"/api/v1/requests/{request_id}/pages/{count + 1}")

    assert count == (3 if "three" in name else 1)
    assert all(size <= 1600 for size in sizes)
    assert (beyond.status_code, beyond.json()["error"]["code"]) == (404, "PAGE_NOT_FOUND")
