"""Reading gives an answer for any page, however odd its words are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from faktura.capture.checks import invoice_checks
from faktura.capture.customers.customer import CustomerDetails
from faktura.capture.invoice_data import from_reading
from faktura.capture.reading.expense import reading
from local.textract import response
from local.textract.fields import statement_of
from local.textract.words import Frame
from tests.support.capture.pages import rows

LABELS = (
    "Invoice", "Invoice No", "Invoice number:", "No.", "N°", "#", "Facture", "Rechnung Nr.", "Rechnungs-", "nummer",
    "Receipt", "Credit note", "Date", "Datum", "Date", "d'échéance", "Due", "Due date:", "Echéance", "fällig am",
    "Order date", "Delivery", "le", "vom", "of", "from", "to", "Bill to", "Ship to", "Vendeur", "Kunde", "From:",
    "Total", "TOTAL", "Total HT", "Subtotal", "Net", "VAT", "VAT 20%", "GST", "MwSt", "Cash", "Change", "Rounding",
    "Discount", "Amount due", "Balance", "Previous balance", "Deposit", "Net à payer", "Summe", "Brutto", "Qty",
    "Description", "Price", "Amount", "Page 1 of 2", "www.shop.example", "https://shop.example/1", "Tel", "IBAN",
    "GmbH", "Ltd", "Clinic", "SDN BHD", "Berlin", "USA", "Malaysia", "(", ")", ":", "-", "--", "|",
)  # fmt: skip
VALUES = (
    "12.00", "1,234.50", "1.234,50", ".02", "-0.01", "(5.00)", "5.00 CR", "€ 3600.0", "$5", "0.00", "20%", "6.00",
    "99999999999999999999.99", "RM12.00", "12,5", "01/02/2023", "13.05.2018", "2021-01-01", "31/02/2021",
    "05-06-18", "13/05/201814:22", "March 3, 2024", "3 mars 2024", "29 Feb 2023", "0000-00-00", "20231301", "INV-1",
    "4711", "F-2024-118", "2021/0042", "A", "00000", "12 34 567", "DE123456789", "77-1820",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "é", "株式会社", "\u0130", "\ud7ff",
)  # fmt: skip
LINE = st.lists(st.sampled_from((*LABELS, *VALUES)), min_size=1, max_size=6)
PAGE = st.lists(st.tuples(LINE, st.sampled_from((" ", "   ", "            "))), max_size=14)


@settings(max_examples=200, deadline=None)
@given(pages=st.lists(PAGE, min_size=1, max_size=2))
def test_any_page_is_read(pages: list[list[tuple[list[str], str]]]) -> None:
    responses = []
    for page in pages:
        words = [word for row in rows(*(gap.join(line) for line, gap in page)) for cell in row for word in cell.words]
        responses.append(response.expense(statement_of(words), Frame(800, 1100)))

    read = reading(*responses)

    checks = invoice_checks.of_reading(read, from_reading(read, "c1"), CustomerDetails(first_name="A", last_name="B"))
    assert {check.field for check in checks} >= {
        "invoiceNumber",
        "invoiceDate",
        "totalAmount",
        "practiceName",
        "currency",
    }
