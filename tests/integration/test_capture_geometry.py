"""Where values are printed: in every answer about a document, and the words of its pages beside the original."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from PIL import Image

from faktura.core.aws import client
from tests.support.builders import pims_invoice
from tests.support.capture.documents import joined
from tests.support.capture.interruptions import reading
from tests.support.capture.requests import (
    accept,
    bind,
    look_up,
    look_up_document,
    mga_with_webhooks,
    process,
    push,
    read,
    read_again,
    state,
)
from tests.support.deployment import Deployment
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.injected import Fault, meet
from tests.support.faults.recording import recorded
from tests.support.faults.state import snapshot
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.paper import page
from tests.support.textract.drawing import encoded

pytestmark = pytest.mark.usefixtures("_textract")

SECOND = pims_invoice(invoiceItems=[{"description": "Last", "quantity": 1, "amountCharged": 5.5}], total=737.89)
FIELDS = {"page", "box", "text", "confidence", "vouchedFor"}


@contextmanager
def words_meeting(fault: Fault) -> Iterator[None]:
    """Every call that stores words meets a fault."""

    def around(call: Call, carry_out: Carry) -> Answer:
        is_of_words = call.service == "s3" and call.parameters["Key"].startswith("words/")
        return meet(fault, call, carry_out) if is_of_words else carry_out()

    with intercepted(around), virtual_sleep():
        yield


def words(faktura: Deployment, request_id: str, name: str = "alpha") -> list[dict[str, Any]]:
    """What is stored of each page."""
    bucket = faktura.stack.physical["CaptureBucket"]
    stored = client("s3").get_object(Bucket=bucket, Key=f"words/{name}/{request_id}")
    assert (stored["ContentType"], stored["ContentEncoding"]) == ("application/json", "gzip")
    return list(json.loads(gzip.decompress(stored["Body"].read()))["pages"])


def objects(prefix: str) -> list[str]:
    return [stored.key for stored in snapshot() if stored.service == "s3" and stored.key.startswith(prefix)]


@pytest.mark.parametrize("is_at_the_practice", [False, True])
def test_an_answer_says_where_each_value_is_printed(faktura: Deployment, is_at_the_practice: bool) -> None:
    bind(faktura)
    if is_at_the_practice:
        push(faktura, pims_invoice())

    answer = process(faktura, page(pims_invoice())).json

    assert answer["source"] == ("PIMS" if is_at_the_practice else "OCR")
    shown = answer["reading"]
    assert {name: shown[name]["text"] for name in ("invoiceNumber", "invoiceDate", "totalAmount")} == {
        "invoiceNumber": "1234567",
        "invoiceDate": "2023-09-03",
        "totalAmount": "$732.39",
    }
    assert [set(field) for field in (shown["totalAmount"], *shown["lineItems"])] == [FIELDS] * 5
    assert all(line["text"].startswith(item) for line, item in zip(shown["lineItems"], CHARGES, strict=True))
    tops = [line["box"]["top"] for line in shown["lineItems"]]
    assert [*tops, shown["totalAmount"]["box"]["top"]] == sorted([*tops, shown["totalAmount"]["box"]["top"]])


CHARGES = [item["description"] for item in pims_invoice()["invoiceItems"]]


def test_the_state_of_a_request_and_its_webhook_say_the_same_as_the_answer(faktura: Deployment) -> None:
    alpha, file = mga_with_webhooks(faktura), page(pims_invoice())
    at_once = process(faktura, file).json
    request_id = accept(faktura, file + b" ").json["requestId"]
    read(faktura)

    background = state(faktura, request_id).json

    assert len(alpha.started()) == 1
    assert state(faktura, at_once["requestId"]).json["reading"] == at_once["reading"]
    assert background["reading"] == at_once["reading"]


def test_a_lookup_says_it_of_the_document_whose_invoice_it_finds(faktura: Deployment) -> None:
    bind(faktura)
    push(faktura, pims_invoice())

    answer = look_up_document(faktura, page(pims_invoice())).json

    assert answer["reading"]["totalAmount"]["text"] == "$732.39"
    assert "reading" not in look_up(faktura, "1234567").json


def test_the_words_of_each_page_are_stored_beside_the_original_by_one_more_call(faktura: Deployment) -> None:
    bind(faktura)

    with recorded() as calls:
        request_id = process(faktura, joined(page(pims_invoice()), page(SECOND))).json["requestId"]

    assert [call.parameters["Key"].partition("/")[0] for call in calls if call.service == "s3"] == [
        "originals",
        "words",
    ]
    first, second = words(faktura, request_id)
    assert (first["page"], second["page"]) == (1, 2)
    assert {"PetWellClinic", "1234567", "$732.39"} <= {word["text"] for word in first["words"]}
    [total] = [word for word in second["words"] if word["text"] == "$737.89"]
    assert set(total) == {"text", "box", "confidence"}
    assert set(total["box"]) == {"left", "top", "width", "height"}


def test_the_box_of_a_field_is_among_the_words_of_its_page(faktura: Deployment) -> None:
    bind(faktura)

    answer = process(faktura, joined(page(pims_invoice()), page(SECOND))).json

    total = answer["reading"]["totalAmount"]
    on_its_page = words(faktura, answer["requestId"])[total["page"] - 1]["words"]
    assert {"text": total["text"], "box": total["box"]} in [
        {"text": word["text"], "box": word["box"]} for word in on_its_page
    ]


def test_pages_that_were_read_earlier_have_their_boxes_too(faktura: Deployment) -> None:
    """Regression: stored responses have decimals, and boxes of those were taken for missing."""
    mga_with_webhooks(faktura)
    request_id = accept(faktura, joined(page(pims_invoice()), page(SECOND))).json["requestId"]
    with reading(1):
        read_again(faktura)
    with reading(99) as rest:
        read(faktura)

    shown = state(faktura, request_id).json["reading"]

    assert len(rest) == 1
    assert all("box" in line for line in shown["lineItems"])
    assert all(stored["words"] for stored in words(faktura, request_id))


@pytest.mark.parametrize("fault", Fault)
def test_an_answer_is_given_even_if_the_words_cannot_be_stored(
    faktura: Deployment, fault: Fault, logged: StringIO
) -> None:
    owner = {"firstName": "Canary", "lastName": "Quetzal", "email": "canary@quetzal.example"}
    bind(faktura, **owner)

    with words_meeting(fault):
        answer = process(faktura, page(pims_invoice(petOwner=owner)))

    assert (answer.status, answer.json["reading"]["totalAmount"]["text"]) == (200, "$732.39")
    assert len(objects("originals/")) == 1
    written = logged.getvalue()
    assert "words not stored" in written
    assert not [secret for secret in ("Canary", "Quetzal", "732.39", "1234567") if secret in written]


def test_a_document_that_shows_no_invoice_has_no_words(faktura: Deployment) -> None:
    bind(faktura)

    refused = process(faktura, encoded(Image.new("RGB", (1700, 2200), "white"), "PNG"))

    assert (refused.status, refused.json["error"]["code"]) == (500, "OCR_FAILED")
    assert objects("words/") == []


def test_what_was_read_is_shown_to_no_other_mga(faktura: Deployment) -> None:
    bind(faktura)
    request_id = process(faktura, page(pims_invoice())).json["requestId"]

    others = state(faktura, request_id, "beta")

    assert (others.status, others.json["error"]["code"]) == (404, "REQUEST_NOT_FOUND")
    assert "732.39" not in others.text
    assert objects("words/") == [f"words/alpha/{request_id}"]
