"""Messages of faults, nested by their path as Joi nests them."""

import pytest

from faktura.cases.api import message_of
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
    assert message_of(Fault(target, "is wrong")) == message


@pytest.mark.parametrize("name", ["x" * 1_000_000, "[" * 1_000_000, "a." * 1_000_000, "]", "[1", "a[b]c", "", "."])
def test_a_message_is_short_whatever_the_field_is_called(name: str) -> None:
    assert len(message_of(Fault(f"filters.{name}", "is not allowed"))) < 10_000
