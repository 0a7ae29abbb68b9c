"""Textract's AnalyzeExpense answers as textractor's documents, whatever of the optional parts an answer lacks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textractor.parsers.response_parser import parse

_LONGEST_TEXT = 500
_ANYWHERE = {"BoundingBox": {"Width": 1.0, "Height": 1.0, "Left": 0.0, "Top": 0.0}}


def expense_documents(answer: Mapping[str, Any]) -> list[Any]:
    """The answer's `textractor.entities.expense_document.ExpenseDocument`s that have at least one field."""
    whole = [_whole_document(document) for document in answer.get("ExpenseDocuments") or []]
    with_fields = [document for document in whole if any(_all_fields(document))]
    return list(parse(_well_formed(with_fields)).expense_documents) if with_fields else []


def printed_lines(answer: Mapping[str, Any]) -> list[str]:
    """The texts of all lines on the answer's pages, as printed."""
    documents = answer.get("ExpenseDocuments") or []
    blocks = [block for document in documents for block in document.get("Blocks") or []]
    return [block.get("Text") or "" for block in blocks if block.get("BlockType") == "LINE"]


def _well_formed(documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The documents as textractor's parser needs them: it takes for granted what AWS documents as optional.

    The words on the pages (`Blocks`) are not asked for, so bare pages stand in for them.
    """
    pages = max(field["PageNumber"] for document in documents for field in _all_fields(document))
    bare = [{"Id": str(n), "BlockType": "PAGE", "Page": n, "Geometry": _ANYWHERE} for n in range(1, pages + 1)]
    first, *others = documents
    return {"DocumentMetadata": {"Pages": pages}, "ExpenseDocuments": [{**first, "Blocks": bare}, *others]}


def _whole_document(document: Mapping[str, Any]) -> dict[str, Any]:
    page = document.get("ExpenseIndex") or 1
    groups = [
        [cells for line in group.get("LineItems") or [] if (cells := _whole(line.get("LineItemExpenseFields"), page))]
        for group in document.get("LineItemGroups") or []
    ]
    return {
        "ExpenseIndex": page,
        "SummaryFields": _whole(document.get("SummaryFields"), page),
        "LineItemGroups": [
            {"LineItemGroupIndex": n, "LineItems": [{"LineItemExpenseFields": cells} for cells in lines]}
            for n, lines in enumerate(groups, start=1)
            if lines
        ],
    }


def _whole(fields: Sequence[Mapping[str, Any]] | None, page: int) -> list[dict[str, Any]]:
    """The fields that have a type and a value, complete; labels are not asked for, but kept."""
    whole = []
    for field in fields or []:
        kind, value = field.get("Type") or {}, field.get("ValueDetection") or {}
        if not (kind.get("Text") and (value.get("Text") or "").strip()):
            continue
        complete = {
            "Type": {"Text": kind["Text"], "Confidence": kind.get("Confidence", 0)},
            "ValueDetection": {
                "Text": value["Text"][:_LONGEST_TEXT],
                "Confidence": value.get("Confidence", 0),
                "Geometry": _ANYWHERE,
            },
            "GroupProperties": [
                {"Id": "", **group} for group in field.get("GroupProperties") or [] if "Types" in group
            ],
            "PageNumber": field.get("PageNumber") or page,
        }
        if label := (field.get("LabelDetection") or {}).get("Text"):
            complete["LabelDetection"] = {"Text": label[:_LONGEST_TEXT], "Confidence": 0, "Geometry": _ANYWHERE}
        if code := (field.get("Currency") or {}).get("Code"):
            complete["Currency"] = {"Code": code}
        whole.append(complete)
    return whole


def _all_fields(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from document["SummaryFields"]
    for group in document["LineItemGroups"]:
        for line in group["LineItems"]:
            yield from line["LineItemExpenseFields"]
