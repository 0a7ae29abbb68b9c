import pytest

from faktura.capture.page.layout import row_text
from faktura.capture.page.viewer_margin import without_viewer_margins
from tests.support.capture.pages import rows

BODY = ("Harbor Clinic", "9 Quay Street", "Invoice No 4711      Date 03/05/2024", "Total      12.00")


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("11/28/26, 10:31 AM      Invoice 4711 | My Account", "https://shop.example/account/4711      1/2"),
        ("My Account - Orders      28.11.2026, 10:31", "file:///home/ana/invoice.html      1/1"),
        ("28/11/2026 10:31      Votre facture", "1/3"),
    ],
)
def test_what_a_browser_prints_is_not_the_documents(head: str, foot: str) -> None:
    found = without_viewer_margins(rows(head, "", *BODY, "", foot))

    assert [row_text(row) for row in found] == [row_text(row) for row in rows(*BODY)]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Harbor Clinic      28/11/2026 10:31", "Thank you for your visit"),
        ("Harbor Clinic      www.harbor.example", "Harbor Clinic Ltd      www.harbor.example      VAT 12345"),
        ("Invoice      03/05/2024", "Page 1 of 1"),
    ],
)
def test_a_letterhead_and_a_footer_stay(head: str, foot: str) -> None:
    printed = rows(head, *BODY, foot)

    assert without_viewer_margins(printed) == tuple(printed)


def test_an_empty_page_has_no_margins() -> None:
    assert without_viewer_margins(()) == ()
