"""Query pages end where DynamoDB's pages end."""

from collections.abc import Iterator
from typing import Any


def pages(dynamodb: Any, **more: Any) -> Iterator[dict[str, Any]]:
    """Every page of the partition INVOICE."""
    values = {":pk": {"S": "INVOICE"}, **more.pop("values", {})}
    request = {"TableName": "invoices", "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": values}
    start: dict[str, Any] = {}
    while True:
        page = dynamodb.query(**request, **more, **start)
        yield page
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def put_invoices(dynamodb: Any, count: int, size: int) -> None:
    for number in range(count):
        key = {"pk": {"S": "INVOICE"}, "sk": {"S": f"{number:02}"}, "client": {"S": "acme"}}
        rest = size - len(f"pkINVOICEsk{number:02}clientacmenote")
        dynamodb.put_item(TableName="invoices", Item={**key, "note": {"S": "x" * rest}})


def test_a_page_holds_one_megabyte(dynamodb: Any) -> None:
    put_invoices(dynamodb, count=9, size=256 * 1024)

    found = [[item["sk"]["S"] for item in page["Items"]] for page in pages(dynamodb)]

    assert found == [["00", "01", "02", "03"], ["04", "05", "06", "07"], ["08"]]


def test_a_filter_shortens_pages_but_never_moves_their_ends(dynamodb: Any) -> None:
    put_invoices(dynamodb, count=6, size=256 * 1024)

    found = [
        (page["Count"], page["ScannedCount"])
        for page in pages(dynamodb, FilterExpression="client <> :acme", values={":acme": {"S": "acme"}})
    ]

    assert found == [(0, 4), (0, 2)]


def test_a_page_at_its_limit_names_a_next_page_even_if_that_is_empty(dynamodb: Any) -> None:
    put_invoices(dynamodb, count=4, size=100)

    found = [[item["sk"]["S"] for item in page["Items"]] for page in pages(dynamodb, Limit=2)]

    assert found == [["00", "01"], ["02", "03"], []]


def test_an_index_is_paged_by_its_own_key_and_the_tables(dynamodb: Any) -> None:
    put_invoices(dynamodb, count=3, size=100)

    page = dynamodb.query(
        TableName="invoices",
        IndexName="by_client",
        KeyConditionExpression="client = :client",
        ExpressionAttributeValues={":client": {"S": "acme"}},
        ProjectionExpression="sk",
        ScanIndexForward=False,
        Limit=2,
    )

    assert page["Items"] == [{"sk": {"S": "02"}}, {"sk": {"S": "01"}}]
    assert page["LastEvaluatedKey"] == {"client": {"S": "acme"}, "pk": {"S": "INVOICE"}, "sk": {"S": "01"}}
