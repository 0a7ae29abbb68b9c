"""The numbers of further invoices in one file.

Pages of one invoice repeat its number or leave it out. Another number belongs to another invoice if its label says so
or if its page has a total of its own. Numbers of customers, orders and cases do not count, nor does the number of a
receipt for paying the invoice.
"""

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from faktura.capture.reading.amount import amount
from faktura.capture.reading.invoice_number import OTHER_KINDS, key_of
from faktura.capture.reading.merging import PrintedField, ranked
from faktura.core.folding import folded

_MIN_CONFIDENCE = 90
"""Percent. A second number without other evidence counts from this confidence."""

_MIN_CONFIDENCE_WITH_EVIDENCE = 70
"""Percent. A second number whose label or total speaks for another invoice counts from this confidence."""

_NEVER = 101
"""Percent of confidence, which no field has."""

_INVOICE = re.compile(
    r"\b(?:invoice|inv|credit note|rechnung\w*|gutschrift\w*|facture|avoir|fattura|factura|factuur)\b"
)
_OTHER = re.compile(
    r"\b(?:ref|reference|referenz|order|p\.?o|customer|client|account|acct|member|case|claim|policy|quote|quotation"
    r"|estimate|statement|transaction|approval|terminal|page|(?:micro)?chip|vat|iban|phone|tel|reg|registration|licen[cs]e"
    r"|(?:patient|kunden|auftrags?|bestell|vorgangs?|angebots|versicherungs|akten|fall|steuer|konto|ust)\w*|kd|dossier"
    r"|commande|devis|police|tva|siret)\b"
)
"""Labels, folded: English, German and French."""
_MAX_CHANCE_LENGTH = 3
"""Letters and digits. A number up to this length may occur on any page by chance."""
_MISREAD = str.maketrans("oilszbg", "0115286")
"""Letters and digits that OCR confuses."""


def other_numbers(fields: Sequence[PrintedField], number: str | None) -> tuple[str, ...]:
    """The numbers of further invoices in the file, each once, in the order of its documents."""
    return tuple({key_of(text): text for text in _others(fields, number)}.values()) if number else ()


def _others(fields: Sequence[PrintedField], number: str) -> Iterator[str]:
    documents = [
        [field for field in fields if field.document == place] for place in sorted({field.document for field in fields})
    ]
    own = [document for document in documents if any(_repeats(field, number) for field in document)]
    totals = {total for document in own for total in _totals(document)}
    references = {key_of(field.text) for field in fields if field.kind in OTHER_KINDS}
    for document in documents:
        for field in ranked(document, "INVOICE_RECEIPT_ID")[:1]:
            is_known = document in own or key_of(field.text) in references
            if not is_known and field.confidence >= _min_confidence(field, _totals(document), totals):
                yield field.text


def _repeats(field: PrintedField, number: str) -> bool:
    """Whether the field contains the number, exactly or slightly misread."""
    if field.kind != "INVOICE_RECEIPT_ID" and len(key_of(number)) <= _MAX_CHANCE_LENGTH:
        return False
    found = re.search(rf"(?<![^\W_]){re.escape(folded(number))}(?![^\W_])", folded(field.text))
    return bool(found) or _alike(key_of(field.text), key_of(number))


def _alike(one: str, other: str) -> bool:
    """Whether two numbers differ only in characters that OCR confuses, or in letters and zeros in front of one."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    before = longer.removesuffix(shorter)
    is_prefixed = longer.endswith(shorter) and not any(letter in "123456789" for letter in before)
    return one.translate(_MISREAD) == other.translate(_MISREAD) or is_prefixed


def _min_confidence(field: PrintedField, totals: Set[Decimal], known: Set[Decimal]) -> int:
    """The confidence in percent from which the field counts as the number of another invoice."""
    label = folded(field.label)
    if _INVOICE.search(label):
        return _MIN_CONFIDENCE_WITH_EVIDENCE
    if _OTHER.search(label) or known & totals:
        return _NEVER
    return _MIN_CONFIDENCE_WITH_EVIDENCE if totals else _MIN_CONFIDENCE


def _totals(document: Sequence[PrintedField]) -> Set[Decimal]:
    return {total for field in ranked(document, "TOTAL") if (total := amount(field.text)) is not None}
