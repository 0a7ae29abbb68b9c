"""The columns of a table of items, found by their headings in three languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from faktura.capture.page.label_text import fold, phrase
from faktura.capture.page.layout import Box, Row, Segment
from faktura.capture.page.printed_amount import amounts_in

COLUMNS = {
    "UNIT_PRICE": phrase(
        r"unit (?:price|cost|rate)",
        r"(?:price|cost) (?:each|unit|per unit)",
        r"(?:u|s) ?/? ?(?:price|p)",
        r"price ?/ ?unit",
        r"rate",
        r"each",
        r"prix (?:unitaire|unit|uni)(?: h t| t t c)?",
        r"p ?u(?: h t)?",
        r"(?:einzel|stuck)preis",
        r"e preis",
        r"preis(?: einheit| stuck)?",
        r"price",
        r"prix",
        r"cost",
        r"taux",
    ),
    "PRICE": phrase(
        r"(?:line |net |total |ext |extended |item )?(?:amount|amt|total|price)",
        r"(?:gesamt|total|netto)(?:preis|betrag)?",
        r"(?:g|gesamt) preis",
        r"betrag",
        r"summe",
        r"(?:montant|total|prix total)(?: h t| t t c| net)?",
        r"charges?",
        r"fees?",
        r"value",
        r"sub total",
        r"(?:amount|total|betrag|montant|price|amt|preis) (?:in )?(?:rm|usd|eur|chf|gbp|myr)",
        r"rm",
    ),
    "ITEM": phrase(
        r"(?:item |product |service |goods )?(?:descriptions?|desc|details?|particulars)",
        r"items?",
        r"products?",
        r"services?",
        r"(?:products?|items?|goods) (?:and|or)? ?services?",
        r"treatment",
        r"procedure",
        r"(?:artikel|leistung|leistungs)?(?:bezeichnung|beschreibung)",
        r"artikel",
        r"leistung(?:en)?",
        r"position(?:en)?",
        r"ware",
        r"designation",
        r"libelle",
        r"article",
        r"prestations?",
        r"activity",
        r"title",
    ),
    "QUANTITY": phrase(
        r"(?:qty|quantity|qnty|quant|units?|hours?|hrs)(?: hrs| hours| ordered| shipped)?",
        r"menge",
        r"anzahl",
        r"anz",
        r"stuck",
        r"stk",
        r"(?:qte|quantite|qt|nombre|nb)",
    ),
    "PRODUCT_CODE": phrase(
        r"(?:item |product |article |art |stock )?(?:code|sku|no|nr|number|#)",
        r"ref(?:erence)?",
        r"(?:artikel|art) (?:nr|nummer)",
        r"upc",
        r"plu",
    ),
    "TAX": phrase(r"%? ?(?:tax|vat|gst|sst|tva|mwst|ust|taxe)(?: rate| amount| code| %| satz)?"),
    "OTHER": phrase(
        r"disc(?:ount)?(?: %)?",
        r"d%",
        r"rabatt",
        r"remise",
        r"(?:service )?date",
        r"datum",
        r"pos",
        r"#",
        r"unit",
        r"einheit",
        r"unite",
        r"uom",
        r"iss",
        r"exc",
        r"sale",
        r"%",
        r"patient",
        r"pet",
    ),
}


IN_CURRENCY = re.compile(r"(?<=\w) (?:in )?(?:rm|usd|eur|chf|gbp|myr|cad|aud)$")


@dataclass(frozen=True)
class Column:
    """One column: its kind, and the words of its heading."""

    kind: str
    label: Segment

    @property
    def box(self) -> Box:
        """The place of its heading."""
        return self.label.box


def heading_of(rows: list[Row]) -> tuple[int, list[Column]] | None:
    """The index and the columns of the heading: the row with a price and the most kinds of columns."""
    best: tuple[int, int, list[Column]] | None = None
    for index, row in enumerate(rows):
        columns = [column for segment in row for column in _columns(segment)]
        kinds = {column.kind for column in columns} - {"OTHER", "TAX"}
        is_table = {"PRICE", "UNIT_PRICE"} & kinds and {"ITEM", "QUANTITY", "PRODUCT_CODE"} & kinds
        if is_table and not any(amounts_in(segment.text) for segment in row) and (best is None or len(kinds) > best[0]):
            best = (len(kinds), index, columns)
    return (best[1], _with_one_price(best[2])) if best else None


def _columns(segment: Segment) -> Iterator[Column]:
    at = 0
    while at < len(segment.words):
        for length in (4, 3, 2, 1):
            part = segment.words[at : at + length]
            text = IN_CURRENCY.sub("", " ".join(fold(" ".join(word.text for word in part)).split()))
            kind = next((kind for kind, pattern in COLUMNS.items() if pattern.fullmatch(text)), None)
            if len(part) == length and kind:
                yield Column(kind, Segment(part))
                at += length
                break
        else:
            if len(segment.words[at].text) > 2:
                yield Column("OTHER", Segment((segment.words[at],)))
            at += 1


def _with_one_price(columns: list[Column]) -> list[Column]:
    """The columns with exactly one price (the last one, or else the last unit price) and with an item."""
    if all(column.kind != "PRICE" for column in columns):
        last = max(index for index, column in enumerate(columns) if column.kind == "UNIT_PRICE")
        columns = [replace(c, kind="PRICE") if index == last else c for index, c in enumerate(columns)]
    last = max(index for index, column in enumerate(columns) if column.kind == "PRICE")
    columns = [
        replace(c, kind="OTHER") if c.kind == "PRICE" and index != last else c for index, c in enumerate(columns)
    ]
    if all(column.kind != "ITEM" for column in columns):
        texts = [index for index, c in enumerate(columns) if c.kind in ("OTHER", "PRODUCT_CODE")]
        columns = [replace(c, kind="ITEM") if texts and index == texts[0] else c for index, c in enumerate(columns)]
    return columns
