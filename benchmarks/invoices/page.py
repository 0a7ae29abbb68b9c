"""A made-up invoice that is being drawn, and the values that the texts of its template name."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from babel.dates import format_date

from benchmarks.invoices.bill import ZERO, Bill, Line, Tax, cents, made_up_bill
from benchmarks.invoices.countries import COUNTRIES
from benchmarks.invoices.document import Truth
from benchmarks.invoices.sheet import Sheet
from benchmarks.invoices.trades import PEOPLE, PLACES, TRADES

if TYPE_CHECKING:
    from benchmarks.invoices.template import Template


class Page:
    """A made-up invoice that is being drawn. Its truth is what has been printed of it."""

    def __init__(self, template: "Template", seed: int) -> None:
        self.template = template
        self.chance = Random(f"{template.name} {seed}")
        self.country = COUNTRIES[template.country]
        self.sheet = Sheet(template.paper, template.face, template.size, template.is_split)
        self.bill = self._bill()
        self._printed: set[str] = set()

    def filled(self, text: str, extra: dict[str, str] | None = None) -> str | None:
        """The text with its values; `None` if the invoice lacks one of them."""
        used: set[str] = set()
        values = _Used(self.values | (extra or {}), used)
        try:
            filled = text.format_map(values)
        except KeyError:
            return None
        self._printed |= used
        return filled

    def of_line(self, line: Line, number: int) -> dict[str, str]:
        """The values of a row of the table. `with_tax` is the gross total of a net line."""
        taxed = line.total * (1 + line.rate / 100)
        return {
            "position": str(number),
            "text": line.text,
            "code": f"{sum(map(ord, line.text)) % 90_000 + 10_000}",
            "quantity": self.quantity(line.quantity),
            "price": self.money(line.price),
            "line": self.money(line.total),
            "line_rate": self.rate(line.rate),
            "line_tax": self.money(taxed - line.total),
            "with_tax": self.money(taxed),
        }

    def of_tax(self, tax: Tax) -> dict[str, str]:
        """The values of a row of taxes."""
        amounts = {"base": tax.net, "rate_tax": tax.tax, "rate_total": tax.net + tax.tax}
        return {"rate": self.rate(tax.rate)} | {key: self.money(value) for key, value in amounts.items()}

    def money(self, value: Decimal) -> str:
        """An amount in the template's notation."""
        return self.template.notation(self.country, value)

    def quantity(self, value: Decimal) -> str:
        """Without trailing zeros, unless the firm works by the hour."""
        return self.country.amount(value, 2 if self.template.terms.is_by_hour else 0)

    def rate(self, value: Decimal) -> str:
        """In percent: `20`, `8.1` or `8,1`."""
        return f"{value.normalize():f}".replace(".", self.country.points[1])

    @cached_property
    def values(self) -> dict[str, str]:
        """All that a text can name."""
        return self._parties | self._days | self._references | self._sums

    @property
    def truth(self) -> Truth:
        """What has been printed so far."""
        bill, printed, days = self.bill, self._printed, self._calendar
        code = self.template.currency
        return Truth(
            number=self.values["number"] if "number" in printed else None,
            date=days["day"] if "day" in printed else None,
            due_date=days["due_day"] if "due_day" in printed else None,
            total=bill.total,
            subtotal=bill.net if "net" in printed else bill.sum_of_lines if "sum" in printed else None,
            tax=bill.tax if printed & {"tax", "rate_tax"} else None,
            amount_due=bill.due if "due" in printed else None,
            currency=self.country.currency if code is None else code or None,
            practice=self.values["firm"],
            receiver=self.values["customer"] if "customer" in printed else None,
            items=tuple(line.total for line in bill.lines) if "line" in printed else (),
        )

    def _bill(self) -> Bill:
        trade = TRADES[self.template.trade]
        return made_up_bill(self.chance, self.template.terms, trade.goods[self.country.language], trade.prices)

    def _digits(self, pattern: str) -> str:
        return "".join(str(self.chance.randint(1, 9)) if letter == "#" else letter for letter in pattern)

    def _person(self) -> str:
        return " ".join(self.chance.choice(names) for names in PEOPLE[self.country.language])

    def _street(self) -> str:
        return self.country.street.format(self.chance.randint(2, 148), self.chance.choice(self.country.streets))

    @cached_property
    def _parties(self) -> dict[str, str]:
        language, chance = self.country.language, self.chance
        surname, place = chance.choice(PEOPLE[language][1]), chance.choice(PLACES[language])
        firm = chance.choice(TRADES[self.template.trade].firms[language]).format(surname, place)
        site = "".join(letter for letter in firm.lower() if letter.isascii() and letter.isalpha())[:14] + ".example"
        customer = self._person()
        return {
            "firm": firm,
            "FIRM": firm.upper(),
            "street": self._street(),
            "town": chance.choice(self.country.towns),
            "phone": self._digits(self.country.phone),
            "vat": self._digits(self.country.vat),
            "site": site,
            "mail": f"office@{site}",
            "iban": self._digits("XX## #### #### #### ####"),
            "manager": self._person(),
            "seller": self._person(),
            "customer": customer,
            "customer_street": self._street(),
            "customer_town": chance.choice(self.country.towns),
            "customer_firm": chance.choice(TRADES["shop"].firms[language]).format(customer.split()[-1], place),
        }

    @cached_property
    def _calendar(self) -> dict[str, date]:
        day = date(2016, 1, 4) + timedelta(days=self.chance.randint(0, 3400))
        return {
            "day": day,
            "due_day": day + timedelta(days=self.chance.choice((14, 21, 30))),
            "delivery_day": day - timedelta(days=self.chance.randint(2, 9)),
            "order_day": day - timedelta(days=self.chance.randint(10, 20)),
            "printed_day": day + timedelta(days=self.chance.randint(35, 60)),
            "from_day": day - timedelta(days=self.chance.randint(32, 36)),
            "to_day": day - timedelta(days=3),
        }

    @property
    def _days(self) -> dict[str, str]:
        locale = self.country.locale
        written = {key: format_date(day, self.template.day, locale=locale) for key, day in self._calendar.items()}
        clock = f"{self.chance.randint(8, 19)}:{self.chance.randint(10, 59)}"
        return written | {"clock": clock, "year": str(self._calendar["day"].year)}

    @property
    def _references(self) -> dict[str, str]:
        number = self.template.number.replace("YYYY", str(self._calendar["day"].year))
        return {
            "number": self._digits(number),
            "order": self._digits(self.template.order),
            "customer_no": self._digits("#####"),
            "receipt_no": self._digits("#######"),
            "card": self._digits("**** **** **** ####"),
            "approval": self._digits("######"),
        }

    @property
    def _sums(self) -> dict[str, str]:
        bill = self.bill
        cash = (bill.total // 10 + 1) * 10
        amounts = {
            "sum": bill.sum_of_lines,
            "net": bill.net,
            "exact": bill.exact,
            "total": bill.total,
            "due": bill.due,
            "cash": cash,
            "change": cash - bill.total,
            "last_year": bill.total * 11,
            "this_year": bill.total * 7,
            "instalment": cents(bill.total / 2),
            "last_instalment": bill.total - cents(bill.total / 2),
        }
        if bill.terms.rounding:
            amounts["rounding"] = bill.total - bill.exact
        for key in ("discount", "shipping", "tax", "prepaid", "arrears"):
            if getattr(bill, key) != ZERO:
                amounts[key] = getattr(bill, key)
        written = {key: self.money(value) for key, value in amounts.items()}
        return written | {
            "s": self.country.sign,
            "c": self.country.currency,
            "count": str(len(bill.lines)),
            "rounding_bare": written.get("rounding", "").replace("0.", ".", 1),
        }


class _Used(dict[str, str]):
    """Values that note which of them are used."""

    def __init__(self, values: dict[str, str], used: set[str]) -> None:
        super().__init__(values)
        self._used = used

    def __getitem__(self, key: str) -> str:
        self._used.add(key)
        return super().__getitem__(key)
