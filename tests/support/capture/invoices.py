"""Small invoices: Textract's response for a printed one, and one that a practice pushed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from faktura.capture.customers.customer import CustomerDetails
from faktura.core import json
from faktura.pims.schemas import Invoice
from tests.support.builders import pims_invoice


def field(kind: str, text: str, confidence: float = 99.0, **rest: Any) -> dict[str, Any]:
    """One detected field on page 1."""
    detection = {"Text": text, "Confidence": confidence}
    return {"Type": {"Text": kind, "Confidence": confidence}, "ValueDetection": detection, "PageNumber": 1, **rest}


def response(*fields: Mapping[str, Any], lines: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """An AnalyzeExpense response with one document; `lines` map type to text."""
    cells = [{"LineItemExpenseFields": [field(kind, text) for kind, text in line.items()]} for line in lines]
    document = {"ExpenseIndex": 1, "SummaryFields": fields, "LineItemGroups": [{"LineItems": cells}]}
    return {"DocumentMetadata": {"Pages": 1}, "ExpenseDocuments": [document]}


def invoice(**changes: Any) -> Invoice:
    """PetWell Clinic's invoice to Ana Ortiz, as pushed; `owner` and `practice` replace single fields."""
    owner, practice = changes.pop("owner", {}), changes.pop("practice", {})
    document = pims_invoice(**changes)
    document |= {"petOwner": document["petOwner"] | owner, "vetPractice": document["vetPractice"] | practice}
    return Invoice.model_validate(json.loads(json.dumps(document)))


def customer(**details: str) -> CustomerDetails:
    """A customer with these details and no others."""
    return CustomerDetails(**details)


def money(text: str) -> Decimal:
    """The decimal in a string."""
    return Decimal(text)
