"""What an invoice lacks for a form, named by the business terms of EN 16931."""

from collections.abc import Callable, Iterable, Mapping

from faktura.einvoices.document_terms import document_terms
from faktura.einvoices.form import Form
from faktura.einvoices.german_terms import german_terms, xrechnung_terms
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.line_terms import line_terms
from faktura.einvoices.payment_means import countries
from faktura.einvoices.peppol_terms import peppol_terms
from faktura.einvoices.sum_terms import sum_terms
from faktura.einvoices.tax_terms import tax_terms


def missing(invoice: Invoice, form: Form) -> list[str]:
    """Each term that the form demands and the invoice lacks, or has in a form that the rules refuse.

    Such as "BT-31, the seller's VAT identifier". Without any, `form.written` gives a valid file.
    """
    rules = (document_terms, line_terms, tax_terms, sum_terms, *_OF_FORM.get(form, ()))
    found = [term for rule in rules for term in rule(invoice)]
    return list(dict.fromkeys(found))


def _between_germans(invoice: Invoice) -> Iterable[str]:
    return german_terms(invoice) if countries(invoice) == ("DE", "DE") else ()


_Rule = Callable[[Invoice], Iterable[str]]

_OF_FORM: Mapping[Form, tuple[_Rule, ...]] = {
    "xrechnung-cii": (german_terms, xrechnung_terms),
    "xrechnung-ubl": (german_terms, xrechnung_terms),
    "peppol-bis": (peppol_terms, _between_germans),
}
