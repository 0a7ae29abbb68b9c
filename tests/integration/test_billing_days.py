"""The days of payments and of new invoices: a date as it was sent, a date-time in the office's time zone."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from importlib import resources
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader

from faktura.billing.__main__ import main
from faktura.billing.fields.time_zone import local_day
from tests.support.deployment import Deployment, forget
from tests.support.offices import (
    OfficeDesk,
    created,
    done,
    payment_of,
)


def set_organisation(desk: OfficeDesk, *words: str) -> int:
    """Run the operator's command, and forget what functions remember for 30 seconds."""
    with desk.faktura.environment("billing.download_receipt"):
        code = main(["main", *words])
    forget(clients=False)
    return code


def printed(desk: OfficeDesk, payment_date: str) -> str:
    """The day on the receipt of a payment of that date."""
    payment_id = created(desk.create_payment(payment_of(5, paymentDate=payment_date)))
    pdf = b64decode(done(desk.call("download_receipt", paymentId=payment_id)).text)
    words = PdfReader(BytesIO(pdf)).pages[0].extract_text().split()
    [day] = {word for word in words if word[:2].isdigit() and word.count("-") == 2}
    return day


@pytest.mark.parametrize(
    ("zone", "sent", "day"),
    [
        ("UTC", "2026-11-25", "2026-11-25"),
        ("UTC", "2026-11-25T23:30:00-05:00", "2026-11-26"),
        ("UTC", "2026-11-25T00:30:00+14:00", "2026-11-24"),
        ("America/New_York", "2026-11-25", "2026-11-25"),
        ("America/New_York", "2026-11-25T23:30:00-05:00", "2026-11-25"),
        ("America/New_York", "2026-11-26T04:59:59.999Z", "2026-11-25"),
        ("America/New_York", "2026-11-26T05:00:00Z", "2026-11-26"),
        ("America/New_York", "2026-07-26T03:59:59Z", "2026-07-25"),
        ("America/New_York", "2026-07-26T04:00:00Z", "2026-07-26"),
        ("Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28"),
        ("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30"),
        ("Asia/Kathmandu", "2026-11-25T18:15:00", "2026-11-26"),
        ("Pacific/Kiritimati", "2026-11-25", "2026-11-25"),
        ("Pacific/Kiritimati", "2026-11-25T10:00:00Z", "2026-11-26"),
        ("Etc/GMT+12", "2026-11-25", "2026-11-25"),
        ("Etc/GMT+12", "2026-11-25T11:59:59Z", "2026-11-24"),
        ("Etc/GMT+12", "0001-01-01T00:00:00Z", "0001-01-01"),
        ("Pacific/Kiritimati", "9999-12-31T23:00:00Z", "9999-12-31"),
    ],
)
def test_a_receipt_shows_a_date_as_sent_and_a_date_time_in_the_offices_time_zone(
    desk: OfficeDesk, zone: str, sent: str, day: str
) -> None:
    """Before, it showed the day in UTC."""
    assert set_organisation(desk, "--time-zone", zone) == 0

    assert printed(desk, sent) == day


@pytest.mark.parametrize(
    ("zone", "sent", "day"),
    [
        ("UTC", "2025-05-31T23:59:59.999Z", "2025-05-31"),
        ("Pacific/Kiritimati", "2025-05-31T10:00:00Z", "2025-06-01"),
        ("Pacific/Kiritimati", "2025-05-31", "2025-05-31"),
        ("Pacific/Auckland", "2026-04-04T10:59:59Z", "2026-04-04"),
        ("Pacific/Auckland", "2026-04-04T11:00:00Z", "2026-04-05"),  # of 25 hours
        ("Pacific/Auckland", "2026-04-05T11:59:59Z", "2026-04-05"),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),  # Samoa had no 30th
        ("Pacific/Apia", "2011-12-30", "2011-12-30"),
        ("Pacific/Pago_Pago", "2025-06-01T10:59:59Z", "2025-05-31"),
        ("America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"),
    ],
)
def test_every_view_of_a_payment_has_the_day_of_its_receipt(desk: OfficeDesk, zone: str, sent: str, day: str) -> None:
    """Before, no view had it, and who cut it off `paymentDate` had the day in UTC."""
    set_organisation(desk, "--time-zone", zone)
    desk.priced(5)
    made = desk.create_payment(payment_of(5, {1: 5}, paymentDate=sent, payerClientIds=[7])).json
    detached = desk.create_payment(payment_of(5, paymentDate=sent)).json

    changed = done(desk.change_payment(1, {"payerName": "Ana"})).json
    listed = [desk.payments_of_invoice(1), desk.payments_of_client(7), desk.detached_payments()]

    views = [made, detached, changed, done(desk.payment(1)).json, *(one for page in listed for one in done(page).json)]
    assert [view["paymentDay"] for view in views] == [day] * 7
    assert printed(desk, sent) == day


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Auckland", "Pacific/Apia", "Etc/GMT+12"])
@pytest.mark.parametrize("day", ["2011-12-30", "2026-03-29", "2026-04-05", "2026-09-27"])
def test_a_day_that_is_sent_becomes_that_day_in_any_time_zone(desk: OfficeDesk, zone: str, day: str) -> None:
    set_organisation(desk, "--time-zone", zone)
    payment_id = desk.paid(5, paymentDate="2025-05-31T10:00:00Z")

    changed = done(desk.change_payment(payment_id, {"paymentDate": day})).json

    assert (changed["paymentDay"], changed["paymentDate"]) == (day, f"{day}T00:00:00Z")


def test_without_a_time_zone_the_day_is_in_utc(desk: OfficeDesk) -> None:
    assert printed(desk, "2026-11-25T23:30:00-05:00") == "2026-11-26"
    assert set_organisation(desk, "--name", "Main", "--time-zone", "Asia/Tokyo") == 0
    assert set_organisation(desk, "--name", "Main") == 0

    assert printed(desk, "2026-11-25T23:30:00Z") == "2026-11-25"


def test_a_date_sent_back_as_received_stays_a_date(desk: OfficeDesk) -> None:
    set_organisation(desk, "--time-zone", "America/New_York")
    payment_id = desk.paid(5, paymentDate="2026-11-25")
    before = done(desk.payment(payment_id)).json

    again = done(desk.change_payment(payment_id, {"paymentDate": before["paymentDate"]})).json
    kept = done(desk.call("download_receipt", paymentId=payment_id)).text

    assert before["paymentDate"] == "2026-11-25T00:00:00Z"
    assert again == before
    assert "2026-11-25" in PdfReader(BytesIO(b64decode(kept))).pages[0].extract_text()


def test_a_date_time_becomes_a_date_and_a_date_a_date_time(desk: OfficeDesk) -> None:
    set_organisation(desk, "--time-zone", "America/New_York")
    payment_id = desk.paid(5, paymentDate="2026-11-25T00:00:00Z")

    def shown(change: str) -> str:
        answer = done(desk.change_payment(payment_id, {"paymentDate": change})).json["paymentDate"]
        pdf = b64decode(done(desk.call("download_receipt", paymentId=payment_id)).text)
        text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
        return next(f"{answer} {day}" for day in ("2026-11-24", "2026-11-25") if day in text)

    assert shown("2026-11-25T00:00:00Z") == "2026-11-25T00:00:00Z 2026-11-24"
    assert shown("2026-11-25") == "2026-11-25T00:00:00Z 2026-11-25"
    assert shown("2026-11-25T01:00:00Z") == "2026-11-25T01:00:00Z 2026-11-24"


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", "2026-11-26"), ("America/Los_Angeles", "2026-11-25"), ("Pacific/Kiritimati", "2026-11-26")],
)
def test_a_new_invoice_has_the_day_in_the_offices_time_zone(faktura: Deployment, zone: str, day: str) -> None:
    """Before, an invoice of the evening of the 25th in California had the 26th."""
    with time_machine.travel(datetime(2026, 11, 26, 2, 30, tzinfo=UTC)):
        desk = OfficeDesk(faktura)
        set_organisation(desk, "--time-zone", zone)

        assert desk.create_invoice().json["invoiceDate"] == day


@pytest.mark.parametrize(
    "zone",
    [
        *("", " ", "europe/berlin", "Europe", "Europe/Berlin ", "Berlin", "EDT", "UTC+1", "+01:00", "localtime"),
        *("Factory", "/etc/localtime", "../zoneinfo/UTC", "Europe/Berlin\n", "zone.tab", "\x00", "é", "x" * 5_000),
    ],
)
def test_an_unknown_time_zone_is_refused_and_nothing_changes(
    desk: OfficeDesk, capsys: pytest.CaptureFixture[str], zone: str
) -> None:
    set_organisation(desk, "--time-zone", "Asia/Tokyo")

    assert set_organisation(desk, "--time-zone", zone) == 1

    assert "is not a time zone: use an IANA name such as Europe/Berlin" in capsys.readouterr().err
    assert printed(desk, "2026-11-25T23:30:00Z") == "2026-11-26"


def test_the_day_in_every_time_zone_is_at_most_one_day_off() -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    zones = set(resources.files("tzdata").joinpath("zones").read_text().split()) - {"Factory"}

    assert len(zones) > 400
    for zone in zones:
        assert abs(datetime.fromisoformat(local_day(noon, zone)) - datetime(2026, 11, 25)) <= timedelta(days=1)
