from datetime import date
from decimal import Decimal
from typing import Any

from faktura.capture.invoice_data import from_pims, from_reading
from faktura.capture.reading.reading import Reading, ReadItem
from faktura.capture.schemas import Address
from faktura.core import json
from tests.support.capture.invoices import invoice, money


def test_a_practices_invoice_is_returned_as_the_practice_pushed_it() -> None:
    lines = [
        {"invoiceItemId": "1", "description": "Exam", "codeName": "EMER01", "quantity": 1, "amountCharged": 222.8},
        {"description": None, "codeName": "DFG02", "quantity": 0.19, "amountCharged": 101.59},
        {"description": "Discount", "quantity": 0, "amountCharged": -10},
        {
            "invoiceItemId": "4",
            "description": "Visa",
            "amountCharged": -50,
            "isPayment": True,
            "lossDate": "2023-09-04T08:00:00",
        },
        {"amountCharged": 14.39, "isPayment": True},
    ]
    pushed = invoice(invoiceItems=lines, total=314.39, invoiceStatus="open", date="2023-09-03T23:30:00-05:00")

    data = _json(from_pims(pushed, "c1"))

    assert data == {
        "invoiceId": "57b367cd",
        "invoiceNumber": "1234567",
        "invoiceDate": "2023-09-03",
        "totalAmount": money("314.39"),
        "currency": "USD",
        "status": "open",
        "practice": {
            "practiceId": "petwell",
            "practiceName": "PetWellClinic",
            "address": {
                "street": "14944 Pines Blvd, Pembroke Pines",
                "city": "Miami",
                "state": "Florida",
                "zipCode": "33027",
            },
        },
        "customer": {
            "customerId": "c1",
            "firstName": "Ana",
            "lastName": "Ortiz",
            "email": "ana@example.com",
            "phone": "+1 305 555 0100",
        },
        "lineItems": [
            {
                "lineItemId": "1",
                "description": "Exam",
                "quantity": 1,
                "unitPrice": money("222.8"),
                "totalPrice": money("222.8"),
                "category": "EMER01",
            },
            {
                "description": "DFG02",
                "quantity": money("0.19"),
                "unitPrice": money("534.6842"),
                "totalPrice": money("101.59"),
                "category": "DFG02",
            },
            {"description": "Discount", "quantity": 0, "totalPrice": -10},
        ],
        "payments": [
            {"paymentId": "4", "paymentDate": "2023-09-04", "amount": 50, "method": "Visa"},
            {"paymentDate": "2023-09-03", "amount": money("14.39")},
        ],
        "balanceDue": 250,
    }


def test_a_missing_total_is_the_sum_of_the_line_items() -> None:
    pushed = invoice(total=..., invoiceItems=[{"amountCharged": 0.1}, {"amountCharged": 0.2}, {"description": "Gift"}])

    data = from_pims(pushed, "c1")

    assert (data.total_amount, data.balance_due) == (Decimal("0.3"), Decimal("0.3"))


def test_a_practice_without_a_name_is_called_by_its_id_and_has_the_currency_of_its_country() -> None:
    data = from_pims(invoice(practice={"name": " ", "country": "Deutschland"}), "c1")

    assert data.practice is not None
    assert (data.practice.practice_name, data.currency) == ("petwell", "EUR")


def test_sums_of_the_largest_numbers_are_exact() -> None:
    charges = [{"amountCharged": 10**125}, {"amountCharged": 1, "isPayment": True}]

    data = from_pims(invoice(invoiceItems=charges, total=10**125), "c1")

    assert data.balance_due == Decimal(10**125 - 1)


def test_required_fields_that_were_not_read_are_null() -> None:
    data = _json(from_reading(Reading(number="77"), "c1"))

    assert data == {
        "invoiceNumber": "77",
        "invoiceDate": None,
        "totalAmount": None,
        "currency": None,
        "customer": {"customerId": "c1"},
        "lineItems": [],
        "payments": [],
    }


def test_everything_that_was_read_is_returned() -> None:
    read = Reading(
        number="77",
        dates=(date(2024, 6, 5), date(2024, 5, 6)),
        due_date=date(2024, 7, 5),
        total=Decimal("25.00"),
        amount_due=Decimal("5.00"),
        currency="EUR",
        vendors=("Tierarzt",),
        vendor_address=Address(street="Hauptstr. 1"),
        vendor_phone="030 1",
        items=(ReadItem("Impfung", Decimal("25.00"), quantity=Decimal(2)),),
    )

    data = _json(from_reading(read, "c1"))

    assert data == {
        "invoiceNumber": "77",
        "invoiceDate": "2024-06-05",
        "dueDate": "2024-07-05",
        "totalAmount": 25,
        "currency": "EUR",
        "practice": {
            "practiceId": None,
            "practiceName": "Tierarzt",
            "address": {"street": "Hauptstr. 1"},
            "phone": "030 1",
        },
        "customer": {"customerId": "c1"},
        "lineItems": [{"description": "Impfung", "quantity": 2, "unitPrice": money("12.5"), "totalPrice": 25}],
        "payments": [],
        "balanceDue": 5,
    }


def _json(model: Any) -> Any:
    return json.loads(json.dumps(model))
