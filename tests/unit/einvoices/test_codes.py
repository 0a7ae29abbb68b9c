"""The code lists are those of the official rules, so a new version of the rules shows what has changed."""

import pytest

from faktura.einvoices import codes
from faktura.einvoices.units import UNITS
from tests.support.einvoices import judges


@pytest.mark.parametrize(
    ("ours", "rule", "left_out"),
    [
        (codes.CURRENCIES, "BR-CL-04", {"STD"}),
        (codes.COUNTRIES, "BR-CL-14", set()),
        (codes.ADDRESS_SCHEMES, "BR-CL-25", {"0219", "0220"}),
        (codes.REGISTERS, "BR-CL-10", set()),
        (codes.ALLOWANCE_REASONS, "BR-CL-19", set()),
        (codes.CHARGE_REASONS, "BR-CL-20", set()),
        (codes.EXEMPTIONS, "BR-CL-22", set()),
        (UNITS, "BR-CL-23", set()),
    ],
)
def test_a_code_list_is_that_of_the_rules_without_what_factur_x_does_not_take(
    ours: frozenset[str], rule: str, left_out: set[str]
) -> None:
    assert judges.codes(rule) - ours == left_out
    assert ours <= judges.codes(rule)


def test_peppol_routes_no_scheme_that_en_16931_does_not_know() -> None:
    assert codes.PEPPOL_ADDRESS_SCHEMES < codes.ADDRESS_SCHEMES
