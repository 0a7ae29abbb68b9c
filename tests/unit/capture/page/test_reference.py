"""What each number on a page is, by its label."""

import pytest

from faktura.capture.page.reference import labelled_numbers, number_fields
from tests.support.capture.pages import rows


def meanings(*lines: str) -> dict[str, str]:
    """The name of each number's meaning, by its text."""
    return {found.text: found.meaning.name for found in labelled_numbers(rows(*lines))}


@pytest.mark.parametrize(
    "line",
    [
        "Invoice No. A-4711",
        "Invoice number: A-4711",
        "INV # A-4711",
        "# Facture A-4711",
        "Facture n° A-4711",
        "N° de facture : A-4711",
        "Référence de la facture : A-4711",
        "Rechnungs-Nr. A-4711",
        "Rechnungsnummer: A-4711 vom 12.03.2021",
        "Número de factura A-4711",
        "Fattura n. A-4711",
        "Factuurnummer A-4711",
        "Credit note no A-4711",
        "Note d'honoraires n° A-4711",
    ],
)
def test_a_label_names_the_number_of_an_invoice(line: str) -> None:
    assert meanings(line) == {"A-4711": "INVOICE"}


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("Receipt No 4711", "RECEIPT"),
        ("Bill # 4711", "RECEIPT"),
        ("Statement number 4711", "RECEIPT"),
        ("Invoice 4711", "TITLE"),
        ("Facture 4711 du 12/03/2021", "TITLE"),
        ("Trans ID 4711", "TILL"),
        ("Ticket 4711 le 12/03/2021", "TITLE"),
        ("No. 4711", "BARE"),
        ("Our ref: 4711", "BARE"),
        ("Customer no 4711", "OTHER"),
        ("Your ref 4711", "OTHER"),
        ("Order number 4711", "OTHER"),
        ("VAT No 4711", "OTHER"),
        ("Delivery note no 4711", "OTHER"),
        ("Microchip 4711", None),
        ("Terminal 4711", "OTHER"),
        ("Kundennummer 4711", "OTHER"),
        ("Original invoice no 4711", "OTHER"),
    ],
)
def test_other_labels_say_less_or_something_else(line: str, meaning: str | None) -> None:
    assert meanings(line) == ({"4711": meaning} if meaning else {})


LAYOUTS = {
    "to the right": ("Invoice No.      :      A-4711",),
    "below": ("Invoice No.", "A-4711"),
    "below, in a row of headings": ("Invoice No.     Date           Customer", "A-4711          12/03/2021     Kim"),
    "below, close to its neighbours": ("Order     Invoice No Date", "PO-1      A-4711 12/03/2021"),
    "below a heading over two rows": ("Invoice     Order", "number      number", "A-4711      PO-1"),
}


@pytest.mark.parametrize("lines", LAYOUTS.values(), ids=LAYOUTS)
def test_a_number_stands_beside_or_below_its_label(lines: tuple[str, ...]) -> None:
    assert meanings(*lines)["A-4711"] == "INVOICE"


def test_a_title_in_a_row_of_headings_has_its_number_below() -> None:
    assert meanings("Invoice     Date           Patient", "IE34255     12/03/2021     Bella") == {"IE34255": "TITLE"}


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("INV 2021 0042", "INV 2021 0042"),
        ("2021 / 0042", "2021 / 0042"),
        ("RE - 0042", "RE - 0042"),
        ("4711 12/03/2021", "4711"),
        ("4711 - 12/03/2021", "4711"),
        ("4711 Cashier 3", "4711"),
    ],
)
def test_a_number_in_several_words_is_whole_and_ends_at_a_date(printed: str, number: str) -> None:
    assert number in meanings(f"Invoice No: {printed}")


@pytest.mark.parametrize(
    "lines",
    [
        ("No. 2, Jalan Kenari",),
        ("INVOICE     12 High Street",),
        ("Invoice total     120",),
        ("Invoice 12/03/2021",),
        ("Invoice No (see below)",),
        ("No.     Description", "1       Consultation"),
        ("Receipt No 2966324.12.20248:45",),
    ],
)
def test_addresses_amounts_dates_and_items_are_no_numbers(lines: tuple[str, ...]) -> None:
    assert not set(meanings(*lines).values()) - {"OTHER"}


def test_an_answer_has_the_number_with_the_clearest_label_and_the_order() -> None:
    page = rows("Receipt No 12345", "Invoice No A-1", "Bill No 67", "PO number 900")

    found = [(field.kind, field.value.text) for field in number_fields(page)]

    assert found == [("INVOICE_RECEIPT_ID", "A-1"), ("PO_NUMBER", "900")]
