"""Units of shops have codes of UN/ECE Recommendation 20."""

import pytest

from faktura.einvoices.unit import CODES, unit_code
from faktura.einvoices.units import UNITS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "C62"),
        (" ", "C62"),
        ("kg", "KGM"),
        ("KG", "KGM"),
        ("Stück", "H87"),
        (" pcs ", "H87"),
        ("H87", "H87"),
        ("h87", "H87"),
        ("C62", "C62"),
        ("m²", "MTK"),
        ("Paar", "PR"),
        ("KGM", "KGM"),
        ("XPK", "XPK"),
        ("l", "LTR"),
        ("EA", "EA"),
        ("STK", "H87"),
        ("furlong per fortnight", ""),
        ("x\x00", ""),
    ],
)
def test_a_unit_has_a_code(text: str, code: str) -> None:
    assert unit_code(text) == code


def test_every_name_of_a_unit_leads_to_a_code_of_the_list() -> None:
    assert set(CODES.values()) <= UNITS
