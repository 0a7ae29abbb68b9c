import pytest

from faktura.capture.reading.origin.country import marked_countries, only_currency


@pytest.mark.parametrize(
    ("block", "texts", "currency"),
    [
        (["Willow", "1 Main St", "Boise, ID 83702"], [], "USD"),
        (["Willow", "1 Main St", "Vancouver BC V6B 1A1"], [], "CAD"),
        (["Willow", "1 High St", "Bath BA1 5TR"], [], "GBP"),
        (["Willow", "1 High St, Ballina NSW 2478"], [], "AUD"),
        (["Willow", "10 Tampines Street 21 Singapore 168732"], [], "SGD"),
        (["Klinik Willow", "1 Jalan Besar", "80000 Johor Bahru, Johor"], [], "MYR"),
        (["Willow", "Hauptstr. 1", "12345 Ort", "Deutschland"], [], "EUR"),
        (["Willow", "1 High St", "Tel: +60 12-918 7937"], [], "MYR"),
        (["Willow Sdn Bhd"], ["Willow Sdn Bhd"], "MYR"),
        (["Willow"], ["ABN 85 769 668 969", "GST 10%"], "AUD"),
        (["Willow GmbH", "Hauptstr. 1", "12345 Ort"], ["zzgl. 19% MwSt"], "EUR"),
        (["Willow GmbH", "Bahnhofstr. 1", "8400 Ort"], ["CHE-124.752.935 MWST"], "CHF"),
        (["Les Saules", "4 rue Basse", "37000 Tours"], ["TVA 20%"], "EUR"),
        (["Willow"], ["VAT No. IE4366527WA"], "EUR"),
        (["Les Saules", "4 rue Basse"], ["TVA 20%"], None),
        (["Willow"], [], None),
        (["Willow", "1 Main St", "Boise, ID 83702"], ["ABN 85 769 668 969"], None),
    ],
)
def test_the_currency_is_the_one_that_all_marks_of_the_country_allow(
    block: list[str], texts: list[str], currency: str | None
) -> None:
    assert only_currency(marked_countries(block, texts)) == currency
