"""The texts in an answer of AnalyzeExpense."""

from typing import Any


def summary_of(answer: dict[str, Any]) -> dict[str, str]:
    """Each field's text by its type, without Textract's grouped copies of names and addresses."""
    fields = answer["ExpenseDocuments"][0]["SummaryFields"]
    return {one["Type"]["Text"]: one["ValueDetection"]["Text"] for one in fields if "GroupProperties" not in one}


def confidence_of(answer: dict[str, Any], kind: str) -> float:
    fields = answer["ExpenseDocuments"][0]["SummaryFields"]
    return next(float(one["Type"]["Confidence"]) for one in fields if one["Type"]["Text"] == kind)


def items_of(answer: dict[str, Any]) -> list[dict[str, str]]:
    """Each item's texts by their types, without the whole row's."""
    groups = answer["ExpenseDocuments"][0]["LineItemGroups"]
    lines = [line["LineItemExpenseFields"] for group in groups for line in group["LineItems"]]
    return [
        {one["Type"]["Text"]: one["ValueDetection"]["Text"] for one in line if one["Type"]["Text"] != "EXPENSE_ROW"}
        for line in lines
    ]
