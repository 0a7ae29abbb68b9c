import pytest

from faktura.capture.page.parties.party import parties_of
from faktura.capture.page.parties.receiver import receivers_of
from tests.support.synthetic.page import page_of

ANN = ["Ann Marsh", "9 Quay Road", "Poole BH15 1HJ"]


def block(*lines: str) -> list[str]:
    found = receivers_of(page_of(*lines, "", "", "", "Total | 12.00", "", "", "", "Thank you").rows)
    return [line.text for line in found[0].block] if found else []


@pytest.mark.parametrize(
    "lines",
    [
        ("Bill to:", *ANN),
        ("Rechnung an", "Frau", *ANN),
        ("Factur\u00e9 \u00e0 : | N\u00b0 Facture 7", " | BC 12", ANN[0], f"{ANN[1]} | Date 2015-01-13", ANN[2]),
        ("Bill to: | Ship to:", "Ann Marsh | Dock 4", "9 Quay Road | 1 High Street", "Poole BH15 1HJ | Bath BA1 5TR"),
        ("Bill to: | Amount due", "Ann Marsh | $120.00", "9 Quay Road", "Poole BH15 1HJ"),
        ("Ship to: | Bill to:", "Dock 4 | Ann Marsh", "1 High Street | 9 Quay Road", " | Poole BH15 1HJ"),
    ],
)
def test_a_labelled_block_is_read_in_its_column(lines: tuple[str, ...]) -> None:
    assert block(*lines) == ANN


@pytest.mark.parametrize("label", ["Client", "Kunde", "Guest"])
def test_a_name_beside_its_label_is_read_although_another_label_stands_below(label: str) -> None:
    assert block(f"{label} | Ann Marsh", "Room | 214") == ["Ann Marsh"]


def test_a_number_beside_the_label_is_not_the_customer() -> None:
    assert block("Kunde | 21333", "Konditionen | 30 Tage netto") == []


def test_a_letters_recipient_is_the_address_that_is_not_the_senders() -> None:
    page = page_of(
        "Willow Clinic, 4 Mill Lane, Bath BA1 5TR", "", "Mrs", *ANN, "", "", "Invoice 7 | 13 January 2015",
        *["Consultation with a long description of everything that was done | 12.00"] * 6,
    )  # fmt: skip

    fields = {field.kind: field.value.text for field in parties_of(page.rows)}

    assert (fields["VENDOR_NAME"], fields["RECEIVER_NAME"]) == ("Willow Clinic", "Ann Marsh")
    assert fields["RECEIVER_ADDRESS"] == "9 Quay Road\nPoole BH15 1HJ"
