"""Rules of exports and erasures: how long documents are kept, whose a client is, and how items are written."""

import json
import zlib
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from faktura.operations.erasure.copies.answer import without
from faktura.operations.erasure.customer import Customer
from faktura.operations.erasure.retention import Retention
from faktura.operations.errors import CannotErase, NoSuchTenant
from faktura.operations.tenants.line import line_of
from faktura.operations.tenants.tenant import Tenant


@pytest.mark.parametrize(("today", "is_kept"), [("2034-12-31T23:59:59Z", True), ("2035-01-01T00:00:00Z", False)])
@pytest.mark.parametrize("of", [date(2026, 1, 1), date(2026, 12, 31)])
def test_the_years_begin_at_the_end_of_the_calendar_year(today: str, is_kept: bool, of: date) -> None:
    with time_machine.travel(today, tick=False):
        assert Retention().keeps(of) is is_kept

    assert Retention().last_day(of) == date(2034, 12, 31)


def test_a_name_is_taken_out_of_the_fields_that_have_names_at_any_depth() -> None:
    lines = [{"billTo": "Ana"}, {"billTo": "Anatomy"}, "Ana", 7]
    answer = {"payerName": "Ana", "lines": lines, "Ana": {"billTo": None}}

    assert without(answer, ("payerName", "billTo"), {"Ana"}) == {
        "payerName": "",
        "lines": [{"billTo": ""}, {"billTo": "Anatomy"}, "Ana", 7],
        "Ana": {"billTo": None},
    }


def test_a_name_that_is_also_a_word_of_the_api_changes_nothing_else() -> None:
    answer = {"payerName": "cash", "paymentType": "cash", "paymentDate": "2026-11-03"}

    assert without(answer, ("payerName", "billTo"), {"cash"}) == {**answer, "payerName": ""}


def test_an_item_is_one_line_with_exact_numbers_and_readable_json() -> None:
    item = {
        "record": "invoice",
        "bill": zlib.compress(b'{"gross":433.72}'),
        "document": '{"price":0.10}',
        "logo": b"\x89PNG",
        "names": frozenset({"b", "a"}),
        "amount": Decimal("1E+20"),
    }

    line = line_of(item)

    assert line.endswith(b"\n")
    assert json.loads(line, parse_float=Decimal, parse_int=Decimal) == {
        "record": "invoice",
        "bill": {"gross": Decimal("433.72")},
        "document": {"price": Decimal("0.10")},
        "logo": {"base64": "iVBORw=="},
        "names": ["a", "b"],
        "amount": Decimal(10**20),
    }


@pytest.mark.parametrize("text", ["office", "office:", "shop:acme", ""])
def test_what_names_no_tenant_is_refused(text: str) -> None:
    with pytest.raises(NoSuchTenant):
        Tenant.of(text)


@pytest.mark.parametrize(
    ("tenant", "context", "is_in"),
    [
        ("office:main", {"office": "main"}, True),
        ("office:main", {"office": "other"}, False),
        ("office:main", {"tenant": "main"}, False),
        ("practice:petwell", {"practices": ["petwell"]}, True),
        ("practice:petwell", {"practices": ["petwell", "other"]}, False),
        ("practice:petwell", {"practices": "*"}, False),
    ],
)
def test_a_client_is_of_the_tenant_that_it_alone_acts_for(tenant: str, context: dict[str, object], is_in: bool) -> None:
    assert Tenant.of(tenant).is_in(context) is is_in


@pytest.mark.parametrize("text", ["customer:c-1", "client:", "client"])
def test_a_customer_is_named_as_its_tenant_names_customers(text: str) -> None:
    with pytest.raises(CannotErase):
        Customer.of(Tenant.of("office:main"), text)


def test_a_report_shows_no_contact() -> None:
    shop = Tenant.of("tenant:acme")

    assert Customer.of(shop, "email:ana@example.com").shown == "email"
    assert Customer.of(shop, "order:o-1").shown == "order:o-1"
