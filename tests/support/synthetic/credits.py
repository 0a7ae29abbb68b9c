"""Credits as invoices print them: real ones, lines that only look like credits, and notations of the amounts."""

from collections.abc import Callable
from decimal import Decimal

CREDITS = (
    "-{}", "\u2212{}", "\u2013{}", "\u2014{}", "- {}", "\u2013 {}", "-${}", "- ${}", "$-{}", "$ -{}", "-US${}",
    "US$-{}", "\u2212\u20ac{}", "EUR -{}", "EUR - {}", "-{} \u20ac",
    "{}-", "{} -", "{}\u2212", "EUR {}-", "EUR {} -", "{}- \u20ac", "{} \u20ac-", "{}- EUR",
    "({})", "( {} )", "(${})", "$({})", "$ ({})", "USD ({})", "USD({})", "(USD {})", "({} EUR)", "(-{})", "<{}>",
    "{} CR", "{}CR", "${} CR", "${}CR", "{} Cr.", "{} Cr", "{} cr", "{} CREDIT", "{} Credit", "{} EUR CR", "{} CR EUR",
    "USD {} CR", "\u20ac {} CR", "{} (CR)", "({} CR)", "({}) CR", "-{} CR",
)  # fmt: skip
"""Of an amount and nothing else."""

LABELLED_CREDITS = ("Discount -{}", "Discount: - {}", "Discount ({})", "Total: -{}", "Refund ${} CR")

NO_CREDITS = (
    "{}", "${}", "{} EUR", "{} DR", "{}DR", "{} Dr.", "+{}", "{}+", "A-{}", "INV-{}", "Discount - {}", "Total - ${}",
    "FORM-{}", "CR {}", "CR CARD {}", "CREDIT CARD {}", "Credit {}", "{} CR CARD", "{} Credit Card", "{} CRC",
    "{} - Visa", "{} \u2013 paid by card", "(incl. tax) {}", "{} (incl. tax)", "{} A", "{}-A", "{})", "{}/Unit",
)  # fmt: skip


def _english(value: Decimal) -> str:
    return f"{value:,.2f}"


def _german(value: Decimal) -> str:
    return _english(value).translate(str.maketrans(",.", ".,"))


def _swiss(value: Decimal) -> str:
    return _english(value).replace(",", "'")


def _french(value: Decimal) -> str:
    return _german(value).replace(".", "\u00a0")


NOTATIONS: tuple[Callable[[Decimal], str], ...] = (_english, _german, _swiss, _french)
