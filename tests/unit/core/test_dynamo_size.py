"""How large an item is, before DynamoDB says so."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from faktura.core.attributes import marshalled, size
from local.dynamodb.attributes import item_bytes

VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(10**37), 10**37).map(Decimal),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(min_size=1), VALUES, max_size=5))
def test_no_item_is_larger_than_we_say_it_is(item: dict[str, Any]) -> None:
    assert item_bytes(Item(DynamoType({"S": ""}), None, marshalled(item))) <= size(item)
