"""Client billing under two concurrent changes, one of them between two calls of the other."""

import pytest

from tests.support.deployment import Deployment, Reply
from tests.support.faults.calls import between
from tests.support.offices import OfficeDesk, payment_of


@pytest.fixture
def desk(faktura: Deployment) -> OfficeDesk:
    desk = OfficeDesk(faktura)
    desk.call("create_invoice")
    return desk


def test_an_invoice_tagged_during_the_request_is_not_on_the_receipt(desk: OfficeDesk) -> None:
    desk.call("create_payment", payment_of(20, {1: 20}))
    tag = {"query": {"tags": "immigration"}, "invoiceId": 1}

    with between("GetItem", lambda: desk.call("update_invoice", {"totalCharged": 5555}, **tag)):
        reply = desk.call("download_receipt", paymentId=1)

    assert reply.status == 403


def test_a_payment_deleted_during_a_change_of_its_invoice_is_unknown(desk: OfficeDesk) -> None:
    desk.call("create_payment", payment_of(20, {1: 5}))

    with between("Query", lambda: desk.call("delete_payment", paymentId=1)):
        reply = desk.call("update_invoice", {"payments": [{"id": 1, "amount": 7}]}, invoiceId=1)

    assert (reply.status, reply.json) == (400, {"error": ["payments[0].id No such payment with id 1"]})


def test_the_same_change_twice_at_once_does_not_find_its_own_number_taken(desk: OfficeDesk) -> None:
    def change() -> Reply:
        return desk.call("update_invoice", {"invoiceNumber": "1003"}, invoiceId=1)

    with between("Query", change):
        reply = change()

    assert (reply.status, reply.json["invoiceNumber"]) == (200, "1003")
