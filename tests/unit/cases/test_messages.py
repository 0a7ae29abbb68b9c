"""Faults as the validator behind seed 004 words them, nested by their path."""

import pytest

from faktura.cases.api import said
from faktura.core.errors import Fault


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("", '"value" is wrong'),
        ("guid", 'child "guid" fails because ["guid" is wrong]'),
        ("[0]", '"value" at position 0 fails because ["0" is wrong]'),
        ("[12].guid", '"value" at position 12 fails because [child "guid" fails because ["guid" is wrong]]'),
        (
            "[0].details[1].name",
            '"value" at position 0 fails because [child "details" fails because ["details" at position 1 fails because'
            ' [child "name" fails because ["name" is wrong]]]]',
        ),
        (
            "filters.$or[0].status",
            'child "filters" fails because [child "$or" fails because ["$or" at position 0 fails because'
            ' [child "status" fails because ["status" is wrong]]]]',
        ),
    ],
)
def test_a_fault_is_nested_by_its_path(target: str, message: str) -> None:
    assert said(Fault(target, "is wrong")) == message


@pytest.mark.parametrize("name", ["x" * 1_000_000, "[" * 1_000_000, "a." * 1_000_000, "]", "[1", "a[b]c", "", "."])
def test_whatever_a_field_is_called_its_message_is_short(name: str) -> None:
    assert len(said(Fault(f"filters.{name}", "is not allowed"))) < 10_000
