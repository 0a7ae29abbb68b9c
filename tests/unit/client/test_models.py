"""Bodies of the Python client: exact amounts, names, and what is sent of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from faktura_client import dumps, loads, models

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)


@given(AMOUNTS)
def test_an_amount_is_read_back_as_it_was_sent(amount: Decimal) -> None:
    sent = dumps(models.Creditable(amount=amount))

    assert models.Creditable.model_validate(loads(sent)).amount == amount


@pytest.mark.parametrize(
    "text", ["0.30000000000000004", "123456789012345.67", "9.99e-30", "-0.01", "1E+3", "12345678901234567890"]
)
def test_no_digit_is_lost_either_way(text: str) -> None:
    read = models.Creditable.model_validate(loads(f'{{"amount": {text}}}'))

    assert read.amount == Decimal(text)
    assert loads(dumps(read)) == {"amount": Decimal(text)}


@pytest.mark.parametrize(
    "make",
    [
        lambda: models.Creditable(amount=0.1),
        lambda: models.Creditable.model_validate({"amount": 0.1}),
        lambda: models.ConfigurationBody(key="k", value={"rates": [{"rate": 0.1}]}),
        lambda: models.Filters(price_net={"$gt": 0.1}),
        lambda: dumps({"amount": [0.1]}),
    ],
)
def test_a_float_is_refused(make: Any) -> None:
    with pytest.raises(TypeError, match=r"Decimal\('19\.90'\)"):
        make()


@pytest.mark.parametrize("text", ["NaN", "Infinity", "[-Infinity]", "", "{", b"\xff"])
def test_what_is_not_json_is_not_read(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(text)


def test_only_what_is_set_is_sent() -> None:
    assert dumps(models.InvoiceChange(bill_to=None)) == b'{"billTo":null}'
    assert dumps(models.InvoiceChange(invoice_date=date(2026, 11, 28))) == b'{"invoiceDate":"2026-11-28"}'


def test_a_date_may_be_a_text_or_a_date() -> None:
    payments = [
        models.NewPayment(payment_date=day, payment_amount=Decimal(1), payment_type="cash")
        for day in ("2026-11-28", date(2026, 11, 28))
    ]

    assert {dumps(one) for one in payments} == {b'{"paymentDate":"2026-11-28","paymentAmount":1,"paymentType":"cash"}'}


def test_names_that_are_not_camel_case_are_sent_as_the_api_has_them() -> None:
    assert dumps(models.Filters(or_=[models.Filters(status="sent")])) == b'{"$or":[{"status":"sent"}]}'


def test_a_field_of_a_later_version_is_ignored() -> None:
    assert models.Health.model_validate({"status": "Healthy", "since": 1}).status == "Healthy"


def test_free_fields_are_kept() -> None:
    case = models.CaseRequest.model_validate({"partnerId": "one", "plate": "ABC 123", "mileage": Decimal("1.10")})

    assert dumps(case) == b'{"partnerId":"one","plate":"ABC 123","mileage":1.10}'
    assert dumps(case.with_changes(partner_id="two")) == b'{"partnerId":"two","plate":"ABC 123","mileage":1.10}'


def test_a_body_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        models.Creditable(amount=Decimal(1)).amount = Decimal(2)


def test_an_invalid_body_does_not_show_what_it_holds() -> None:
    with pytest.raises(ValidationError) as refused:
        models.CustomerDetails.model_validate({"firstName": ["Ana"]})

    assert "Ana" not in str(refused.value)
