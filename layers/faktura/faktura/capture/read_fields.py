"""Makes the part of a response that says where the document's values are printed (docs/apis/capture.md)."""

from dataclasses import asdict
from decimal import Decimal

from faktura.capture.page.layout import Place
from faktura.capture.reading.geometry import rounded
from faktura.capture.reading.reading import ReadField, Reading
from faktura.capture.reading.schemas import BoxBody, ReadFieldBody, ReadingBody
from faktura.capture.schemas import given


def from_reading(reading: Reading) -> ReadingBody:
    """Every field that was read, and every line."""
    fields = {name: _body(field) for name, field in reading.fields.items()}
    lines = [_body(item.field) for item in reading.items if item.field]
    return ReadingBody.model_validate({**fields, "lineItems": lines})


def _body(field: ReadField) -> ReadFieldBody:
    return ReadFieldBody(
        text=field.text,
        confidence=field.confidence,
        vouched_for=field.is_vouched,
        **given(page=field.page or None, box=_box(field.box) if field.box else None),
    )


def _box(box: Place) -> BoxBody:
    return BoxBody(**{side: Decimal(str(length)) for side, length in asdict(rounded(box)).items()})
