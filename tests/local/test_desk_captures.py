"""The review of captures in a browser: a reviewer who signed in at the real provider, and uses the keyboard only."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from selenium.webdriver.common.keys import Keys

from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller, registered
from tests.support.local.capture import ended, enlarged, url
from tests.support.local.desk import PHONE, WIDE, DeskPage
from tests.support.local.desk_shop import invoiced
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served, eventually
from tests.support.paper import page
from tests.support.receivers import Receiver, receiving

MISREAD = sorted((Path(__file__).parents[1] / "support" / "capture" / "misread").glob("*.pdf"))
NEWEST = "#/captures?order=desc"


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("desk", firstName="Ana", lastName="Ortiz", email="ana@example.com").status_code == 200
    return mga


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def captured(mga: Caller, document: bytes | None = None, **terms: Any) -> str:
    """Send a document, by default an invoice with a number of its own. Returns the request's id once it has ended."""
    invoice = pims_invoice(invoiceNumber=f"D{uuid4().hex[:8]}")
    file = enlarged(document or page(invoice), 60_000)
    answer = mga.process("desk", file, "invoice.pdf", **terms)
    assert answer.status_code in (200, 202), answer.text
    request_id = str(answer.json()["requestId"])
    ended(mga, request_id)
    return request_id


def state(mga: Caller, request_id: str) -> dict[str, Any]:
    return dict(mga.call("GET", f"/api/v1/requests/{request_id}").json())


def opened(desk: DeskPage, request_id: str, person: str = "rosa") -> DeskPage:
    """A document on the screen, its picture loaded."""
    desk.sign_in(person, f"#/captures/{request_id}")
    desk.one(".stage img")
    eventually(lambda: desk.driver.execute_script("return document.querySelector('.stage img').naturalWidth > 0"))
    return desk


def pictures(desk: DeskPage) -> list[str]:
    """The pictures of pages that the browser has asked for since the last call."""
    shown = [json.loads(line["message"])["message"] for line in desk.driver.get_log("performance")]
    urls = [one["params"]["request"]["url"] for one in shown if one["method"] == "Network.requestWillBeSent"]
    return [one for one in urls if "/pages/" in one]


def test_a_correct_document_takes_six_keys_and_the_next_one_is_there_before_it_is_asked_for(
    desk: DeskPage, alpha: Caller
) -> None:
    later, first = captured(alpha), captured(alpha)
    desk.sign_in("rosa", NEWEST)
    desk.one("tbody a")

    desk.press(Keys.ARROW_DOWN, Keys.ENTER)
    desk.one(".stage img")
    assert desk.place.startswith(f"/captures/{first}")
    eventually(lambda: desk.evaluate("captures/documents.js", f"module.isFetched({json.dumps(later)})"))
    pictures(desk)
    desk.press("a", Keys.ENTER)
    eventually(lambda: desk.place.startswith(f"/captures/{later}"))
    desk.one(".stage img")

    assert [one for one in pictures(desk) if later in one or first in one] == []
    assert state(alpha, first)["review"]["state"] == "approved"
    assert state(alpha, first)["review"]["reviewer"]["name"] == "Rosa Reviewer"


@pytest.mark.parametrize("file", MISREAD, ids=lambda file: file.stem[:2])
def test_a_total_is_corrected_by_keyboard_and_the_webhook_tells_it(
    desk: DeskPage, alpha: Caller, receiver: Receiver, file: Path
) -> None:
    request_id = captured(alpha, file.read_bytes(), data={"webhookUrl": url(receiver)})
    eventually(lambda: receiver.received)
    opened(desk, request_id)

    desk.press("5")
    desk.type("7654.32")
    desk.press(Keys.ESCAPE, "a")
    assert desk.focused_name.startswith("Approve with 1 correction")
    desk.press(Keys.ENTER)
    eventually(lambda: len(receiver.received) == 2)

    told = json.loads(receiver.received[1].body)
    assert told["review"]["data"]["totalAmount"] == 7654.32
    [change, _] = told["review"]["changes"]
    assert (change["field"], change["from"], change["to"]) == ("totalAmount", told["data"]["totalAmount"], 7654.32)
    assert told["validationResults"] == json.loads(receiver.received[0].body)["validationResults"]


def test_words_of_the_picture_are_read_into_the_field_by_keyboard(desk: DeskPage, alpha: Caller) -> None:
    request_id = captured(alpha)
    opened(desk, request_id)

    desk.press("5", Keys.ESCAPE, "p")
    desk.one(".word")
    desk.press(*"353.40", Keys.ENTER)
    desk.sees("Was:")

    assert desk.one("[data-input=totalAmount]").get_attribute("value") == "353.40"
    desk.press(Keys.ESCAPE, "a", Keys.ENTER)
    eventually(lambda: state(alpha, request_id)["review"]["state"] == "approved")
    assert state(alpha, request_id)["review"]["data"]["totalAmount"] == 353.4


def test_a_box_that_is_drawn_reads_its_text_into_the_selected_field(desk: DeskPage, alpha: Caller) -> None:
    opened(desk, captured(alpha))
    desk.press("1")
    eventually(lambda: desk.driver.execute_script("return !!document.querySelector('.box[data-field=invoiceNumber]')"))
    number = desk.one("[data-input=invoiceNumber]").get_attribute("value")

    _drag(desk, desk.one(".box[data-field=invoiceNumber]").rect, 6)

    eventually(lambda: desk.one("[data-input='practice.practiceName']").get_attribute("value") == number)


def test_a_second_reviewer_is_told_who_decided_and_keeps_what_was_typed(
    desk: DeskPage, another_desk: DeskPage, alpha: Caller
) -> None:
    request_id = captured(alpha)
    opened(desk, request_id)
    opened(another_desk, request_id, "ravi")
    desk.press("5")
    desk.type("11.11")

    another_desk.press("5")
    another_desk.type("22.22")
    another_desk.press(Keys.ESCAPE, "a", Keys.ENTER)
    eventually(lambda: state(alpha, request_id)["review"]["revision"] == 1)
    desk.press(Keys.ESCAPE, "a", Keys.ENTER)
    desk.sees("Ravi Rao approved this document")

    assert "22.22" in desk.one(".notice table").text
    assert "11.11" in desk.one(".notice table").text
    desk.resize(*PHONE)
    assert desk.driver.execute_script("return document.documentElement.scrollWidth") == PHONE[0]
    desk.resize(*WIDE)
    desk.activate("Decide again with my values")
    desk.sees_no_more("while you looked at it")
    desk.activate("Approve with 1 correction")
    eventually(lambda: state(alpha, request_id)["review"]["revision"] == 2)
    review = state(alpha, request_id)["review"]
    assert review["data"]["totalAmount"] == 11.11
    assert [(change["by"]["name"], change["field"]) for change in review["changes"]] == [
        ("Ravi Rao", "totalAmount"),
        ("Ravi Rao", "state"),
        ("Rosa Reviewer", "totalAmount"),
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["Decision", "To be reviewed", "Approved", "Rejected"]),
        ("de", ["Entscheidung", "Zu prüfen", "Abgelehnt"]),
    ],
)
def test_the_trail_tells_in_words_that_a_decision_was_changed(
    desk: DeskPage, alpha: Caller, running: Served, language: str, told: list[str]
) -> None:
    request_id = captured(alpha)
    user = {"userId": 9, "firstName": "Ida", "lastName": "Bell"}
    ida = registered(running, f"ida-{language}", ["invoice:review"], mga_id="alpha", practices="*", user=user)
    for revision, decision in enumerate(["approve", "reject"]):
        body = {"decision": decision, "revision": revision, "note": "Not ours." if revision else ""}
        assert ida.call("POST", f"/api/v1/requests/{request_id}/review", json=body).status_code == 200

    opened(desk, request_id)
    desk.prefer(language=language)
    desk.driver.refresh()

    shown = desk.one(".trail table").text
    assert [text for text in [*told, "Not ours."] if text not in shown] == []


@pytest.mark.parametrize(("status", "told"), [(0, "cannot be reached"), (503, "Try again")])
def test_a_decision_that_is_not_answered_is_told_and_loses_nothing(
    desk: DeskPage, alpha: Caller, status: int, told: str
) -> None:
    request_id = captured(alpha)
    opened(desk, request_id)
    desk.press("5")
    desk.type("33.33")
    desk.answering("/review", status, "POST")

    desk.press(Keys.ESCAPE, "a", Keys.ENTER)
    desk.sees(told)

    assert desk.one("[data-input=totalAmount]").get_attribute("value") == "33.33"
    desk.answering_again()
    desk.press("a", Keys.ENTER)
    eventually(lambda: state(alpha, request_id)["review"]["state"] == "approved")
    assert state(alpha, request_id)["review"]["data"]["totalAmount"] == 33.33


def test_a_rejection_asks_for_its_reason(desk: DeskPage, alpha: Caller) -> None:
    request_id = captured(alpha)
    opened(desk, request_id)

    desk.press("x")
    desk.activate("Reject the document")
    desk.sees("Please say why it is rejected.")
    desk.type("A quote, no invoice")
    desk.activate("Reject the document")
    eventually(lambda: state(alpha, request_id)["review"]["state"] == "rejected")

    assert state(alpha, request_id)["review"]["note"] == "A quote, no invoice"


def test_hostile_text_is_shown_as_text(desk: DeskPage, alpha: Caller) -> None:
    name = "<img src=x onerror=alert(1)>"
    invoice = pims_invoice(invoiceNumber=f"D{uuid4().hex[:8]}")
    request_id = captured(alpha, page({**invoice, "vetPractice": {**invoice["vetPractice"], "name": name}}))
    opened(desk, request_id)

    desk.press("x")
    desk.type("<script>alert(1)</script>")
    desk.activate("Reject the document")
    desk.sees("Rejected:")  # on the next document or, after the last one, on the queue
    desk.open(f"#/captures/{request_id}")

    desk.sees("<script>alert(1)</script>")
    assert desk.driver.execute_script("return document.querySelectorAll('main img[src=x], main script').length") == 0
    assert [one for one in desk.complaints if "favicon" not in one] == []


def test_nothing_hinders_anybody_on_the_pages_of_the_review(desk: DeskPage, alpha: Caller) -> None:
    request_id = captured(alpha)
    desk.sign_in("rosa", NEWEST)

    for place, shown in {
        NEWEST: "tbody a",
        f"#/captures/{request_id}": ".stage img",
        "#/captures/accuracy": ".accuracy .search",
    }.items():
        desk.open(place)
        desk.one(shown)
        assert desk.axe() == [], place


def test_on_a_phone_the_fields_are_below_the_picture_and_nothing_is_cut_off(desk: DeskPage, alpha: Caller) -> None:
    request_id = captured(alpha)
    desk.resize(*PHONE)
    opened(desk, request_id)

    picture, side = desk.one(".picture").rect, desk.one(".side").rect

    assert side["y"] >= picture["y"] + picture["height"] - 1
    assert desk.driver.execute_script("return document.documentElement.scrollWidth") == PHONE[0]


def test_values_are_read_as_they_are_printed(desk: DeskPage) -> None:
    desk.sign_in("rosa", NEWEST)
    expected = {
        ("amount", "$1,234.50"): "1234.50",
        ("amount", "1.234,50 €"): "1234.50",
        ("amount", "Total: (12.00)"): "-12.00",
        ("amount", "1,23,45"): None,
        ("amount", "12.00 14.00"): None,
        ("day", "3. Sept. 2023"): "2023-09-03",
        ("day", "15-Mar-2021"): "2021-03-15",
        ("day", "31.02.2023"): None,
        ("currency", "US$ 12"): "USD",
        ("currency", "EUR USD"): None,
        ("amount", "\u200e12.50\ufeff"): "12.50",
        ("text", "\u202eVet\u202c\u00adWell \u2067& Co\u2069"): "VetWell & Co",
    }

    read = {
        (kind, text): desk.evaluate("captures/values.js", f"module.read({json.dumps(kind)}, {json.dumps(text)}).value")
        for kind, text in expected
    }

    assert read == expected


def test_marks_that_nobody_sees_do_not_stand_in_the_way_of_a_decision(desk: DeskPage, alpha: Caller) -> None:
    request_id = captured(alpha)
    opened(desk, request_id)

    desk.press("1")
    desk.type("Vet\u200eWell")
    desk.fill("Note (optional)", "\u202eSeen\u2069.")
    desk.activate("Approve with 1 correction")
    eventually(lambda: state(alpha, request_id)["review"]["state"] == "approved")

    review = state(alpha, request_id)["review"]
    assert (review["data"]["practice"]["practiceName"], review["note"]) == ("VetWell", "Seen.")


def test_a_reviewer_of_some_practices_reads_why_there_are_no_figures(desk: DeskPage) -> None:
    desk.sign_in("rosa", NEWEST)
    desk.answering("/capture/accuracy", 403, body={"error": {"message": "Forbidden"}})

    desk.activate("Accuracy")

    desk.sees("The figures count the documents of all practices.")


def _drag(desk: DeskPage, box: dict[str, int], around: int) -> None:
    """Draw a box around one with the mouse."""
    steps = [
        ("mousePressed", box["x"] - around, box["y"] - around),
        ("mouseMoved", box["x"] + 20, box["y"] + 5),
        ("mouseMoved", box["x"] + box["width"] + around, box["y"] + box["height"] + around),
        ("mouseReleased", box["x"] + box["width"] + around, box["y"] + box["height"] + around),
    ]
    for kind, x, y in steps:
        terms = {"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}
        desk.driver.execute_cdp_cmd("Input.dispatchMouseEvent", terms)


def test_a_problem_stays_told_when_a_field_is_left(desk: DeskPage, alpha: Caller) -> None:
    request_id = captured(alpha)
    opened(desk, request_id)
    desk.press("5")
    desk.type("33.33")
    desk.answering("/review", 503, "POST")
    desk.press(Keys.ESCAPE, "a", Keys.ENTER)
    desk.sees("Try again")

    desk.press("5", Keys.TAB)
    assert "Try again" in desk.text
    desk.press(Keys.ESCAPE, "5")
    desk.type("34.44")

    desk.sees_no_more("Try again")


def test_no_words_are_asked_for_of_a_document_that_was_read_from_its_data(
    desk: DeskPage, alpha: Caller, running: Served
) -> None:
    invoice_id = invoiced(running, f"DESK-{uuid4()}")["invoiceId"]
    file = Shop(running, "shop-acme").call("GET", f"/invoice/acme/invoices/{invoice_id}/e-invoice?format=factur-x")
    request_id = captured(alpha, file.content)
    assert state(alpha, request_id)["readFrom"] == "E_INVOICE"

    opened(desk, request_id)

    asked = [one for one in pictures(desk) if request_id in one]
    assert len(asked) == 1
    assert not asked[0].endswith("/words")
