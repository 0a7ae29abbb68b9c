"""The answers of AnalyzeExpense and DetectDocumentText, in Amazon Textract's form."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from faktura.capture.page.field import Field, Finding
from faktura.capture.page.layout import Box, Row, Segment, Word
from local.textract.fields import Statement
from local.textract.words import Frame

Json = dict[str, Any]


def expense(statement: Statement, frame: Frame) -> Json:
    """AnalyzeExpense's answer for one page."""
    groups = {who: str(uuid4()) for who in {field.group for field in statement.summary} if who}
    document = {
        "ExpenseIndex": 1,
        "SummaryFields": [_field(field, frame, groups) for field in statement.summary],
        "LineItemGroups": _line_item_groups(statement.items, frame),
        "Blocks": _blocks(statement.rows, frame),
    }
    return {"DocumentMetadata": {"Pages": 1}, "ExpenseDocuments": [document]}


def text(rows: list[Row], frame: Frame) -> Json:
    """DetectDocumentText's answer for one page."""
    blocks = _blocks(rows, frame)
    return {"DocumentMetadata": {"Pages": 1}, "Blocks": blocks, "DetectDocumentTextModelVersion": "1.0"}


def _line_item_groups(items: list[list[Field]], frame: Frame) -> list[Json]:
    if not items:
        return []
    lines = [{"LineItemExpenseFields": [_field(field, frame, {}) for field in item]} for item in items]
    return [{"LineItemGroupIndex": 1, "LineItems": lines}]


def _field(field: Field, frame: Frame, groups: dict[str, str]) -> Json:
    """One field. As in Textract's answers, the value's confidence is also about its meaning."""
    sure = min(field.confidence, field.value.confidence)
    written: Json = {
        "Type": {"Text": field.kind, "Confidence": sure},
        "ValueDetection": _detection(field.value, sure, frame),
        "PageNumber": 1,
    }
    if field.label:
        written["LabelDetection"] = _detection(field.label, field.label.confidence, frame)
    if field.currency:
        written["Currency"] = {"Code": field.currency}
    if field.group:
        written["GroupProperties"] = [{"Types": [field.group], "Id": groups[field.group]}]
    return written


def _detection(finding: Finding, confidence: float, frame: Frame) -> Json:
    return {"Text": finding.text, "Geometry": _geometry(finding.box, frame), "Confidence": confidence}


def _blocks(rows: list[Row], frame: Frame) -> list[Json]:
    """The page, then its lines, then their words. Each lists its children."""
    lines, words = [], []
    for segment in (segment for row in rows for segment in row):
        spelt = [_word_block(word, frame) for word in segment.words]
        lines.append(_line_block(segment, [word["Id"] for word in spelt], frame))
        words += spelt
    whole = {"Width": 1.0, "Height": 1.0, "Left": 0.0, "Top": 0.0}
    corners = [{"X": x, "Y": y} for x, y in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))]
    page: Json = {"BlockType": "PAGE", "Geometry": {"BoundingBox": whole, "Polygon": corners}, "Id": str(uuid4())}
    return [{**page, **_children(line["Id"] for line in lines)}, *lines, *words]


def _line_block(segment: Segment, words: list[str], frame: Frame) -> Json:
    block = {"BlockType": "LINE", "Confidence": segment.confidence, "Text": segment.text, "Id": str(uuid4())}
    return {**block, "Geometry": _geometry(segment.box, frame), **_children(words)}


def _word_block(word: Word, frame: Frame) -> Json:
    block = {"BlockType": "WORD", "Confidence": word.confidence, "Text": word.text, "TextType": "PRINTED"}
    return {**block, "Geometry": _geometry(word.box, frame), "Id": str(uuid4())}


def _children(ids: Iterable[str]) -> Json:
    known = list(ids)
    return {"Relationships": [{"Type": "CHILD", "Ids": known}]} if known else {}


def _geometry(box: Box, frame: Frame) -> Json:
    """The corners, from the text's top left, and the box around them, as fractions of the page that was sent."""
    upright = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    corners = [frame.sent(x, y) for x, y in upright]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    around = {"Width": right - left, "Height": bottom - top, "Left": left, "Top": top}
    return {"BoundingBox": around, "Polygon": [{"X": x, "Y": y} for x, y in corners]}
