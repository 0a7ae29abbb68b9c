"""What Faktura writes, it reads: every form gives back the same invoice, with sums that agree."""

from typing import Any

import pytest

from faktura.einvoices.consistency import faults
from faktura.einvoices.form import FORMS, Form, written
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.profile import profile
from faktura.einvoices.reader import read
from tests.support.einvoices.invoices import invoice, random_invoice

NAMES = {
    "factur-x": "EN 16931",
    "cii": "EN 16931",
    "ubl": "EN 16931",
    "xrechnung-cii": "XRechnung",
    "xrechnung-ubl": "XRechnung",
    "peppol-bis": "Peppol BIS Billing",
}


def essence(one: Invoice) -> dict[str, Any]:
    """The terms that every form carries. UBL gives a credit note no day to pay by; category O has no rate."""
    lines = [
        (
            _plain(line.name),
            line.quantity,
            line.unit_price,
            line.net,
            line.vat,
            [x.signed for x in line.allowances_charges],
        )
        for line in one.lines
    ]
    return {
        "head": (one.number, one.issued, one.type_code, one.currency),
        "due": one.payment.due if one.type_code == "380" else None,
        "seller": (one.seller.name, one.seller.address, one.seller.vat_id),
        "buyer": (_plain(one.buyer.name), one.buyer.address),
        "lines": lines,
        "others": [(x.signed, x.vat) for x in one.allowances_charges],
        "vat": [(x.vat.category, x.vat.rate or 0, x.base, x.tax) for x in one.vat],
        "totals": {name: amount or 0 for name, amount in one.totals.model_dump().items()},
        "preceding": list(one.preceding),
    }


def _plain(text: str) -> str:
    """The text without what XML cannot hold, in one line."""
    return " ".join("".join(letter for letter in text if letter >= " " or letter in "\t\n\r").split())


@pytest.mark.parametrize("form", FORMS)
def test_a_full_invoice_is_read_as_it_was_written(form: Form) -> None:
    found = read(written(invoice(), form))

    known = profile(found.specification)
    assert essence(found) == essence(invoice())
    assert known
    assert (known.name, faults(found)) == (NAMES[form], [])


@pytest.mark.parametrize("form", FORMS)
def test_random_invoices_are_read_as_they_were_written(form: Form) -> None:
    for seed in range(100):
        one = random_invoice(seed)

        found = read(written(one, form))

        assert essence(found) == essence(one), seed
        assert faults(found) == [], seed
