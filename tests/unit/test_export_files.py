"""The formats of exports: exact amounts, and texts that no program takes for formulas."""

import csv
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from pydantic import ValidationError

from faktura.exports.accounts import Accounts
from faktura.exports.csv_file import write_csv
from faktura.exports.datev_file import COLUMNS, Booking, in_cp1252, reference, write_datev
from faktura.exports.errors import ExportRefused, NotExportable
from faktura.exports.xlsx_file import write_xlsx

MOMENT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
ACCOUNTS = Accounts.model_validate(
    {
        "consultant": "29098",
        "client": 55003,
        "debtorAccount": "10000",
        "revenueAccounts": [{"rate": Decimal(19), "account": 8400}],
    }
)


def booking(**changes: object) -> Booking:
    given: dict[str, object] = {
        "amount": Decimal("119.00"),
        "currency": "EUR",
        "account": "10000",
        "contra_account": "8400",
        "tax_key": "3",
        "day": date(2026, 10, 7),
        "number": "R-0001",
        "text": "R-0001 Müller",
    }
    return Booking(**(given | changes))  # type: ignore[arg-type]  # each test gives what the model has


def batch(path: Path, *bookings: Booking) -> list[list[str]]:
    """The lines of a batch with these bookings."""
    write_datev(path, bookings, ACCOUNTS, OCTOBER, MOMENT)
    text = path.read_bytes().decode("cp1252")
    assert text.count("\n") == text.count("\r\n")
    return list(csv.reader(text.splitlines(), delimiter=";"))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "\n=1", "\uff1d1", "\u202e=1"])
def test_a_text_that_a_spreadsheet_may_calculate_begins_with_an_apostrophe_in_csv(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path / "it", ["text"], [[text]])

    [[_], [cell]] = csv.reader((tmp_path / "it").read_text("utf-8-sig").splitlines())
    assert cell.startswith("'")


def test_a_zero_has_no_sign_in_a_table(tmp_path: Path) -> None:
    write_csv(tmp_path / "it", ["amount"], [[-1 * Decimal("0.00")], [Decimal("-0.10")]])

    assert (tmp_path / "it").read_text("utf-8-sig").splitlines() == ["amount", "0.00", "-0.10"]


@pytest.mark.parametrize("text", ["Ana;=1+1", "Ana; @SUM(A1);Ben", "=1;-2"])
def test_no_part_between_semicolons_is_a_formula_in_csv(tmp_path: Path, text: str) -> None:
    write_csv(tmp_path / "it", ["text"], [[text]])

    parts = (tmp_path / "it").read_text("utf-8-sig").splitlines()[1].split(";")
    assert not any(part.lstrip().startswith(("=", "+", "-", "@")) for part in parts)


@pytest.mark.parametrize("amount", ["-1234.50", "0.00", "99999999999999999999.99", "1E+3", "-0.000001"])
def test_an_amount_is_exact_in_csv_and_a_negative_one_stays_a_number(tmp_path: Path, amount: str) -> None:
    write_csv(tmp_path / "it", ["amount"], [[Decimal(amount)]])

    [_, [cell]] = csv.reader((tmp_path / "it").read_text("utf-8-sig").splitlines())
    assert Decimal(cell) == Decimal(amount)
    assert "E" not in cell


def test_a_line_break_and_a_change_of_direction_stay_out_of_a_cell(tmp_path: Path) -> None:
    write_csv(tmp_path / "it", ["text"], [["a\nb\u202ec\x00"]])

    assert (tmp_path / "it").read_bytes() == b"\xef\xbb\xbftext\r\na bc \r\n"


def test_a_workbook_has_numbers_as_long_as_they_are_exact_and_no_formulas(tmp_path: Path) -> None:
    rows = [["=1+1", Decimal("-1234.50"), date(2026, 10, 7)], ["http://x.example", Decimal("12345678901234.567"), None]]

    write_xlsx(tmp_path / "it", ["a", "b", "c"], rows, MOMENT)

    sheet = zipfile.ZipFile(tmp_path / "it").read("xl/worksheets/sheet1.xml").decode()
    assert "<v>-1234.5</v>" in sheet
    assert "<t>12345678901234.567</t>" in sheet
    assert "<t>=1+1</t>" in sheet
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_the_same_rows_make_the_same_workbook(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_xlsx(tmp_path / name, ["a"], [["x"]], MOMENT)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_batch_has_a_header_of_31_fields_and_125_columns(tmp_path: Path) -> None:
    header, columns, line = batch(tmp_path / "it", booking())

    assert header[:6] == ["EXTF", "700", "21", "Buchungsstapel", "13", "20261102093000000"]
    assert header[10:16] == ["29098", "55003", "20260101", "4", "20261001", "20261031"]
    assert (len(header), len(columns), len(COLUMNS), len(line)) == (31, 125, 125, 125)
    assert line[:3] == ["119,00", "S", "EUR"]
    assert line[6:11] == ["10000", "8400", "0003", "0710", "R-0001"]
    assert line[13] == "R-0001 Müller"


def test_a_negative_booking_is_positive_on_the_other_side(tmp_path: Path) -> None:
    [*_, line] = batch(tmp_path / "it", booking(amount=Decimal("-119.00")))

    assert line[:2] == ["119,00", "H"]


@pytest.mark.parametrize("text", ["=1+1", " @SUM(1)", "-2 Ana", "\uff1d1+1"])
def test_a_text_of_a_booking_that_a_spreadsheet_may_calculate_begins_with_an_apostrophe(
    tmp_path: Path, text: str
) -> None:
    [*_, line] = batch(tmp_path / "it", booking(text=text))

    assert line[13].startswith("'")


def test_a_letter_that_cp1252_lacks_is_written_without_its_accents() -> None:
    assert in_cp1252("Şahin Łódź 山 €") == "Sahin ?ódz ? €"


@pytest.mark.parametrize("number", ["0001", "A-7", "a/b+c*d%e&f$", "x" * 36])
def test_a_number_that_belegfeld_1_can_hold_stays_as_it_is(number: str) -> None:
    assert reference(number) == number


@pytest.mark.parametrize(
    ("number", "kept"), [("A 7", "A-7"), ('R 1;2"' + "x" * 40, "R-1-2-" + "x" * 21), ("山", "-"), ("y" * 37, "y" * 27)]
)
def test_any_other_number_is_cut_and_ends_with_its_hash(number: str, kept: str) -> None:
    assert reference(number) == f"{kept}-{sha256(number.encode()).hexdigest()[:8]}"


@pytest.mark.parametrize(
    ("one", "other"),
    [("A 7", "A-7"), ("A 7", "A;7"), ("x" * 36 + "1", "x" * 36 + "2"), ("Ä", "A"), ("山", "川"), ("x" * 36, "x" * 37)],
)
def test_different_numbers_have_different_references(one: str, other: str) -> None:
    assert reference(one) != reference(other)


@pytest.mark.parametrize("number", ["Receipt 0003", "Receipt-0003", "receipt Receipt 0003"])
def test_a_receipt_has_the_reference_of_no_invoice_number(number: str) -> None:
    assert reference("Receipt 0003", "receipt") != reference(number)


@pytest.mark.parametrize("changes", [{"currency": "CHF"}, {"amount": Decimal("1E+10")}, {"amount": Decimal("0.001")}])
def test_what_datev_cannot_hold_fails_the_export(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(ExportRefused, match="R-0001"):
        batch(tmp_path / "it", booking(**changes))


def test_a_rate_without_an_account_is_named() -> None:
    with pytest.raises(ExportRefused, match="category S and 7 %"):
        ACCOUNTS.revenue("S", Decimal(7))


@pytest.mark.parametrize("number", ["8400", 8400, Decimal("8400"), Decimal("8400.0"), Decimal("8.4E+3")])
def test_an_account_may_be_written_as_a_number_or_as_its_digits(number: object) -> None:
    revenue = {"account": number, "taxKey": Decimal("3.0")}
    given = {"consultant": Decimal("29098.0"), "client": "1", "debtorAccount": 10000, "revenueAccounts": [revenue]}

    accounts = Accounts.model_validate(given)

    assert accounts.revenue_accounts[0].account == "8400"
    assert (accounts.consultant, accounts.revenue_accounts[0].tax_key) == (29098, "3")
    assert Accounts.from_text(accounts.text) == accounts


@pytest.mark.parametrize(
    "number", [True, None, Decimal("8400.5"), Decimal("1E+999999"), Decimal("-8400"), "84OO", "\uff108400", " 8400"]
)
def test_what_is_no_account_is_refused(number: object) -> None:
    given = {"consultant": 29098, "client": 1, "debtorAccount": 10000, "revenueAccounts": [{"account": number}]}

    with pytest.raises(ValidationError, match="account number"):
        Accounts.model_validate(given)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(1, 1, 1), date(1, 1, 2)),
        (date(1999, 7, 1), date(1999, 7, 1)),
        (date(2000, 6, 30), date(2000, 6, 30)),
        (date(2099, 12, 31), date(2100, 1, 1)),
        (date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_years_that_datev_does_not_take_are_refused(first: date, last: date) -> None:
    accounts = ACCOUNTS.model_copy(update={"financial_year_start": "07-01"})

    with pytest.raises(NotExportable, match="2000 to 2099"):
        accounts.year_start(first, last)
    assert accounts.year_start(date(2000, 7, 1), date(2001, 6, 30)) == date(2000, 7, 1)
    assert accounts.year_start(date(2099, 7, 1), date(2099, 12, 31)) == date(2099, 7, 1)


def test_a_period_in_two_financial_years_is_refused() -> None:
    with pytest.raises(NotExportable):
        ACCOUNTS.year_start(date(2025, 12, 31), date(2026, 1, 1))
