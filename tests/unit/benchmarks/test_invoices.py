"""The corpus of typed invoices: coherent, printed as its truth says, and the same at every run."""

import ast
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

import benchmarks.invoices
from benchmarks.invoices import corpus
from benchmarks.invoices.bill import Bill, Line, Terms
from benchmarks.invoices.document import Truth
from benchmarks.invoices.page import Page
from benchmarks.invoices.templates import TEMPLATES

LINES = (
    Line("Exam", Decimal(2), Decimal("10.01"), Decimal(20)),
    Line("Food", Decimal(1), Decimal("5.00"), Decimal(0)),
)


def bill(terms: Terms, discount: str = "0", arrears: str = "0", prepaid_share: str = "0") -> Bill:
    return Bill(terms, LINES, Decimal(discount), Decimal(0), Decimal(prepaid_share), Decimal(arrears))


def printed(page: Page) -> str:
    with pypdfium2.PdfDocument(page.sheet.content()) as pdf:
        texts = [sheet.get_textpage().get_text_range() for sheet in pdf]
    return "".join("".join(texts).split()).lower()


def spelt(text: str) -> str:
    return "".join(text.split()).lower()


def test_there_are_many_templates_and_each_is_drawn_several_times() -> None:
    names = corpus.names()

    assert len(TEMPLATES) >= 30
    assert len(set(names)) == len(names) == len(TEMPLATES) * corpus.EACH


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_page_prints_what_its_truth_says(name: str) -> None:
    page = TEMPLATES[name].made_up(1)
    text, truth = printed(page), page.truth

    assert isinstance(truth, Truth)
    assert spelt(truth.practice) in text
    for value in (truth.number, truth.receiver):
        assert value is None or spelt(value) in text
    taxes = [tax.tax for tax in page.bill.taxes] if truth.tax is not None else []
    for amount in (truth.total, truth.subtotal, truth.amount_due, *taxes, *truth.items):
        assert amount is None or spelt(page.money(amount)) in text


def test_a_value_that_is_not_printed_is_not_true() -> None:
    truth = TEMPLATES["gb_till"].made_up(1).truth

    assert (truth.number, truth.due_date, truth.receiver, truth.amount_due) == (None, None, None, None)


@pytest.mark.parametrize(
    ("is_gross", "net", "tax", "total"), [(False, "25.02", "4.00", "29.02"), (True, "21.68", "3.34", "25.02")]
)
def test_lines_are_net_or_gross(is_gross: bool, net: str, tax: str, total: str) -> None:
    sums = bill(Terms(rates=("20", "0"), is_gross=is_gross))

    assert (sums.net, sums.tax, sums.total) == (Decimal(net), Decimal(tax), Decimal(total))


def test_the_total_is_rounded_to_the_step_and_the_rest_is_due() -> None:
    sums = bill(Terms(rounding="0.05"), discount="1.00", arrears="3.00", prepaid_share="0.5")

    assert (sums.exact, sums.total) == (Decimal("27.82"), Decimal("27.80"))
    assert (sums.prepaid, sums.due) == (Decimal("13.90"), Decimal("16.90"))


def test_a_document_is_the_same_at_every_run() -> None:
    name = next(name for name in corpus.names() if corpus.document(name).content.startswith(b"\xff\xd8"))

    assert corpus.document(name) == corpus.document(name)


def test_documents_are_text_pictures_and_scans() -> None:
    forms = {corpus.document(name).content[:4] for name in corpus.names()[:12]}

    assert forms == {b"%PDF", b"\xff\xd8\xff\xe0"}


def test_the_corpus_shares_nothing_with_the_unit_tests() -> None:
    folder = Path(benchmarks.invoices.__file__).parent

    imported = {
        node.module or ""
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    }

    assert {name for name in imported if name.startswith("tests")} == set()
