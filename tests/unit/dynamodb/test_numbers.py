"""Numbers: how DynamoDB stores, refuses and adds them."""

from typing import Any

import pytest
from moto.dynamodb.exceptions import MockValidationException

from local.dynamodb.attributes import canonical

KEY = {"pk": {"S": "INVOICE"}, "sk": {"S": "1"}}


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("1.10", "1.1"),
        ("1E+2", "100"),
        ("-0.0", "0"),
        ("0012.3400", "12.34"),
        ("+.5", "0.5"),
        ("1" + "0" * 125, "1" + "0" * 125),
        ("1e-130", "0." + "0" * 129 + "1"),
        ("1." + "1" * 37, "1." + "1" * 37),
        ("9" * 38 + "00", "9" * 38 + "00"),
    ],
)
def test_a_number_is_stored_without_unnecessary_zeros(written: str, stored: str) -> None:
    assert canonical(written) == stored


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("1" * 39, "Attempting to store more than 38 significant digits in a Number"),
        ("1." + "1" * 38, "Attempting to store more than 38 significant digits in a Number"),
        ("1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range"),
        ("-1e999999999", "Number overflow. Attempting to store a number with magnitude larger than supported range"),
        ("1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
        ("NaN", "The parameter cannot be converted to a numeric value: NaN"),
        ("1_000", "The parameter cannot be converted to a numeric value: 1_000"),
        (" 1", "The parameter cannot be converted to a numeric value:  1"),
        ("", "The parameter cannot be converted to a numeric value: "),
    ],
)
def test_a_number_out_of_range_is_refused(written: str, refusal: str) -> None:
    with pytest.raises(MockValidationException) as refused:
        canonical(written)

    assert refused.value.exception_msg == refusal


def test_numbers_within_lists_maps_and_sets_are_stored_the_same_way(dynamodb: Any) -> None:
    given = {"lines": {"L": [{"M": {"amount": {"N": "19.90"}}}]}, "rates": {"NS": ["1.0", "2.50"]}}

    dynamodb.put_item(TableName="invoices", Item={**KEY, **given})

    stored = dynamodb.get_item(TableName="invoices", Key=KEY)["Item"]
    assert stored == {**KEY, "lines": {"L": [{"M": {"amount": {"N": "19.9"}}}]}, "rates": {"NS": ["1", "2.5"]}}


def test_a_sum_keeps_all_of_its_38_digits(dynamodb: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item={**KEY, "amount": {"N": "1" * 36 + ".11"}})

    updated = dynamodb.update_item(
        TableName="invoices",
        Key=KEY,
        UpdateExpression="ADD amount :more",
        ExpressionAttributeValues={":more": {"N": "0.19"}},
        ReturnValues="UPDATED_NEW",
    )

    assert updated["Attributes"] == {"amount": {"N": "1" * 36 + ".3"}}
