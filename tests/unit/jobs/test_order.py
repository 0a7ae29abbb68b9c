"""The delivery date and the status of an order, by which an AUTOMATIC job selects it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from faktura.jobs.orders.order import delivered_at, waiting_status


def delivered(mixin: Any = None, window: Any = None) -> datetime | None:
    order = {"mixins": {"deliveryTime": {"deliveryDate": mixin}}, "deliveryWindow": {"deliveryDate": window}}
    return delivered_at(order)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-02-07T11:00:00.000Z", datetime(2025, 2, 7, 11, tzinfo=UTC)),
        ("2025-02-07T11:00:00+02:00", datetime(2025, 2, 7, 9, tzinfo=UTC)),
        ("2025-02-07T11:00:00", datetime(2025, 2, 7, 11, tzinfo=UTC)),
        ("2025-02-07", datetime(2025, 2, 7, tzinfo=UTC)),
        (" 2025-02-07 ", datetime(2025, 2, 7, tzinfo=UTC)),
        ("2025-02-07t11:00:00.123456789z", datetime(2025, 2, 7, 11, 0, 0, 123456, tzinfo=UTC)),
        ("20250207", datetime(2025, 2, 7, tzinfo=UTC)),
        ("soon", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        (None, None),
        (20250207, None),
    ],
)
def test_a_delivery_date_is_a_moment_or_missing(text: object, moment: datetime | None) -> None:
    assert delivered(mixin=text) == moment
    assert delivered(window=text) == moment


def test_the_date_of_the_mixin_comes_before_that_of_the_window() -> None:
    assert delivered("2025-02-07T11:00:00Z", "2025-02-07") == datetime(2025, 2, 7, 11, tzinfo=UTC)


@pytest.mark.parametrize("order", [{}, {"mixins": None}, {"mixins": []}, {"mixins": {"deliveryTime": "tomorrow"}}])
def test_an_order_may_have_no_delivery_date(order: dict[str, Any]) -> None:
    assert delivered_at(order) is None


def test_an_order_waits_under_its_status_and_extended_status() -> None:
    order = {"status": " CREATED ", "mixins": {"generalAttributes": {"extendedOrderStatus": "70"}}}

    assert waiting_status(order) == ("CREATED", "70")


def test_an_extended_status_may_be_a_number() -> None:
    order = {"status": "CREATED", "mixins": {"generalAttributes": {"extendedOrderStatus": 70}}}

    assert waiting_status(order) == ("CREATED", "70")


@pytest.mark.parametrize("extended", [None, True, 7.5, "7" * 200])
def test_an_order_without_a_usable_status_does_not_wait(extended: object) -> None:
    order = {"status": "CREATED", "mixins": {"generalAttributes": {"extendedOrderStatus": extended}}}

    assert waiting_status(order) is None
