"""Bills as they were stored before e-invoices: one amount for a line with all its discounts and fees.

They keep their figures. Their rows lack what an e-invoice needs, so there is none.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from faktura.jobs.invoices.wording import WORDS

_DISCREPANCY = "The invoice was issued before e-invoices."
_KEPT = ("orderId", "language", "currency", "billing", "shipping", "orderedAt", "deliveredAt")


def current(document: Any) -> Any:
    """The JSON of a bill; an earlier one as it would be stored now."""
    if not isinstance(document, Mapping) or "gross" not in document or "totals" in document:
        return document
    lines = document["lines"]
    goods, others = _goods(lines), [line for line in lines if line["kind"] != "goods"]
    rows = [_row(line, len(goods) + at, document["language"]) for at, line in enumerate(others, 1)]
    seller = document["seller"]
    return {
        **{name: document[name] for name in _KEPT if name in document},
        "seller": {"name": seller.get("name", ""), "vatId": seller.get("vatId", "")},
        "sellerLines": seller.get("lines", []),
        "lines": goods,
        "rows": rows,
        "vat": [{"vat": {"rate": one.get("rate")}, "base": one["base"], "tax": one["tax"]} for one in document["vat"]],
        "totals": _totals(document, rows),
        "printedTaxes": {str(at): line["tax"] for at, line in enumerate((*_of_kind(lines, "goods"), *others), 1)},
        "discrepancy": _DISCREPANCY,
    }


def _goods(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(at),
            "name": line.get("description", ""),
            "itemNumber": line.get("itemNumber", ""),
            "quantity": line.get("quantity"),
            "unitPrice": line.get("unitPrice"),
            "net": line["net"],
            "vat": {"rate": line.get("taxRate")},
        }
        for at, line in enumerate(_of_kind(lines, "goods"), 1)
    ]


def _row(line: Mapping[str, Any], number: int, language: str) -> dict[str, Any]:
    net, words = line["net"], WORDS[language]
    text = {"fee": line.get("description") or words["fee"], "shipping": words["shipping fee"]}
    return {
        "id": str(number),
        "isCharge": net >= 0,
        "amount": abs(net),
        "reason": text.get(line["kind"]) or words["reduction" if net < 0 else "addition"],
        "vat": {"rate": line.get("taxRate")},
    }


def _totals(document: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    charges = sum((row["amount"] for row in rows if row["isCharge"]), Decimal(0))
    allowances = sum((row["amount"] for row in rows if not row["isCharge"]), Decimal(0))
    return {
        "lines": sum((line["net"] for line in _of_kind(document["lines"], "goods")), Decimal(0)),
        "charges": charges,
        "allowances": allowances,
        "net": document["net"],
        "tax": document["tax"],
        "gross": document["gross"],
        "rounding": Decimal(0),
        "payable": document["gross"],
    }


def _of_kind(lines: Iterable[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [line for line in lines if line["kind"] == kind]
