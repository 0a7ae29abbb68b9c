"""Textract's AnalyzeExpense responses as textractor's documents.

Textractor fails where optional parts of a response are missing, so they are filled in first.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textractor.parsers.response_parser import parse

from faktura.capture.page.detection import box_of, page_number, percent
from faktura.capture.page.page import Page, rows_of_blocks
from faktura.capture.page.viewer_margin import without_viewer_margins

PageResponse = Mapping[str, Any]
PageResponses = Mapping[int, PageResponse]
"""Responses by page number, counted from 0."""

_MAX_TEXT_LENGTH = 500
_MAX_FIELDS = 300
"""Of one document or line. A hostile document must not take a reader's time."""
_ANYWHERE = {"BoundingBox": {"Width": 1.0, "Height": 1.0, "Left": 0.0, "Top": 0.0}}


def expense_documents(response: PageResponse) -> list[Any]:
    """The documents of the response that have at least one field, as textractor's `ExpenseDocument`s."""
    completed = [_completed_document(document) for document in response.get("ExpenseDocuments") or []]
    with_fields = [document for document in completed if any(_all_fields(document))]
    return list(parse(_well_formed(with_fields)).expense_documents) if with_fields else []


def printed_lines(response: PageResponse) -> list[str]:
    """The texts of all lines on the pages, as printed."""
    documents = response.get("ExpenseDocuments") or []
    blocks = [block for document in documents for block in document.get("Blocks") or []]
    return [block.get("Text") or "" for block in blocks if block.get("BlockType") == "LINE"]


def pages_of(response: PageResponse, before: int) -> Iterator[Page]:
    """The pages with the rows that the document itself prints; `before` is the number of pages of earlier responses."""
    for place, document in enumerate(response.get("ExpenseDocuments") or [], start=1):
        blocks: dict[int, list[Mapping[str, Any]]] = {}
        for block in document.get("Blocks") or []:
            blocks.setdefault(page_number(block.get("Page"), 1), []).append(block)
        for number, printed in sorted(blocks.items()):
            rows = without_viewer_margins(rows_of_blocks(printed))
            yield Page(before + number, page_number(document.get("ExpenseIndex"), place), rows)


def _well_formed(documents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A response of these documents as textractor's parser needs it.

    The words on the pages (`Blocks`) are not needed, so empty pages take their place.
    """
    pages = max(field["PageNumber"] for document in documents for field in _all_fields(document))
    blocks = [{"Id": str(n), "BlockType": "PAGE", "Page": n, "Geometry": _ANYWHERE} for n in range(1, pages + 1)]
    first, *others = documents
    return {"DocumentMetadata": {"Pages": pages}, "ExpenseDocuments": [{**first, "Blocks": blocks}, *others]}


def _completed_document(document: Mapping[str, Any]) -> dict[str, Any]:
    page = page_number(document.get("ExpenseIndex"), 1)
    groups = [
        [_completed_fields(line.get("LineItemExpenseFields"), page) for line in group.get("LineItems") or []]
        for group in document.get("LineItemGroups") or []
    ]
    return {
        "ExpenseIndex": page,
        "SummaryFields": _completed_fields(document.get("SummaryFields"), page),
        "LineItemGroups": [
            {"LineItemGroupIndex": n, "LineItems": [{"LineItemExpenseFields": cells} for cells in lines if cells]}
            for n, lines in enumerate(groups, start=1)
            if any(lines)
        ],
    }


def _completed_fields(fields: Sequence[Mapping[str, Any]] | None, page: int) -> list[dict[str, Any]]:
    """The fields that have a type and a value, with all parts that textractor needs, and the label if there is one."""
    completed = []
    for field in (fields or [])[:_MAX_FIELDS]:
        kind, value = field.get("Type") or {}, field.get("ValueDetection") or {}
        text = str(value.get("Text") or "")
        if not (kind.get("Text") and text.strip()):
            continue
        complete = {
            "Type": {"Text": str(kind["Text"]), "Confidence": percent(kind)},
            "ValueDetection": {
                "Text": text[:_MAX_TEXT_LENGTH],
                "Confidence": percent(value),
                "Geometry": _ANYWHERE,
            },
            "GroupProperties": [
                {"Id": "", **group} for group in field.get("GroupProperties") or [] if "Types" in group
            ],
            "PageNumber": page_number(field.get("PageNumber"), page),
        }
        if box := box_of(value):
            complete["Box"] = box
        if label := (field.get("LabelDetection") or {}).get("Text"):
            complete["LabelDetection"] = {"Text": str(label)[:_MAX_TEXT_LENGTH], "Confidence": 0, "Geometry": _ANYWHERE}
        if code := (field.get("Currency") or {}).get("Code"):
            complete["Currency"] = {"Code": code}
        completed.append(complete)
    return completed


def _all_fields(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from document["SummaryFields"]
    for group in document["LineItemGroups"]:
        for line in group["LineItems"]:
            yield from line["LineItemExpenseFields"]
