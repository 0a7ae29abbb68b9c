"""Whether a file holds several invoices: what a second number on its pages proves.

Pages of one invoice repeat its number or leave it out. Another number is another invoice's where its label says so, or
where its page comes to a total of its own; a customer's, an order's or a case's number is no invoice's, and neither is
that of the receipt with which the invoice was paid.
"""

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from faktura.capture.reading.amount import amount
from faktura.capture.reading.merging import PrintedField, ranked
from faktura.core.folding import folded

SURE = 90
"""Percent of confidence, from which a second number without any other evidence is no misreading."""

LIKELY = 70
"""Percent of confidence, from which one with other evidence is none."""

_INVOICE = re.compile(
    r"\b(?:invoice|inv|credit note|rechnung\w*|gutschrift\w*|facture|avoir|fattura|factura|factuur)\b"
)
_OTHER = re.compile(
    r"\b(?:ref|reference|referenz|order|p\.?o|customer|client|account|acct|member|case|claim|policy|quote|quotation"
    r"|estimate|statement|transaction|approval|terminal|page|(?:micro)?chip|vat|iban|phone|tel|reg|registration|licen[cs]e"
    r"|(?:patient|kunden|auftrags?|bestell|vorgangs?|angebots|versicherungs|akten|fall|steuer|konto|ust)\w*|kd|dossier"
    r"|commande|devis|police|tva|siret)\b"
)
"""Labels, folded: English, German, French."""
_OTHERS_KINDS = {"PO_NUMBER", "CUSTOMER_NUMBER", "ACCOUNT_NUMBER"}
_SHORT = 3
"""Letters and digits, up to which a number may stand on any page by chance."""
_MISREAD = str.maketrans("oilszbg", "0115286")
"""Letters that OCR takes for digits, and digits for them."""


def other_numbers(fields: Sequence[PrintedField], number: str | None) -> tuple[str, ...]:
    """The numbers of further invoices among the file's documents, each once, in their order."""
    return tuple({_letters(text): text for text in _others(fields, number)}.values()) if number else ()


def _others(fields: Sequence[PrintedField], number: str) -> Iterator[str]:
    documents = [
        [field for field in fields if field.document == place] for place in sorted({field.document for field in fields})
    ]
    own = [document for document in documents if any(_repeats(field, number) for field in document)]
    totals = {total for document in own for total in _totals(document)}
    references = {_letters(field.text) for field in fields if field.kind in _OTHERS_KINDS}
    for document in documents:
        for field in ranked(document, "INVOICE_RECEIPT_ID")[:1]:
            is_known = document in own or _letters(field.text) in references
            if not is_known and field.confidence >= _needed(field, _totals(document), totals):
                yield field.text


def _repeats(field: PrintedField, number: str) -> bool:
    """Whether the field bears the number, whole or read a little otherwise."""
    if field.kind != "INVOICE_RECEIPT_ID" and len(_letters(number)) <= _SHORT:
        return False
    whole = re.search(rf"(?<![^\W_]){re.escape(folded(number))}(?![^\W_])", folded(field.text))
    return bool(whole) or _alike(_letters(field.text), _letters(number))


def _alike(one: str, other: str) -> bool:
    """Equal but for letters that look like digits, or for letters and zeros before the one."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    before = longer.removesuffix(shorter)
    is_prefixed = longer.endswith(shorter) and not any(letter in "123456789" for letter in before)
    return one.translate(_MISREAD) == other.translate(_MISREAD) or is_prefixed


def _needed(field: PrintedField, totals: Set[Decimal], known: Set[Decimal]) -> int:
    """The confidence, in percent, that it takes to believe in another invoice; over 100 where nothing makes one."""
    label = folded(field.label)
    if _INVOICE.search(label):
        return LIKELY
    if _OTHER.search(label) or known & totals:
        return 101
    return LIKELY if totals else SURE


def _totals(document: Sequence[PrintedField]) -> Set[Decimal]:
    return {total for field in ranked(document, "TOTAL") if (total := amount(field.text)) is not None}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))
