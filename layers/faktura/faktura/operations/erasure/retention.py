"""How long invoices and bookings must be kept: § 147 (3) and (4) AO, § 14b (1) UStG; GDPR, article 17 (3) b."""

from dataclasses import dataclass
from datetime import date

from faktura.core.clock import now

DEFAULT_YEARS = 8
"""Of invoices and bookings in Germany, since 2025. Other countries ask for other times."""

WHY = "the law asks to keep it"


@dataclass(frozen=True)
class Retention:
    """A time in years, which begins at the end of the calendar year of the document."""

    years: int = DEFAULT_YEARS

    def last_day(self, of: date) -> date:
        """The last day on which a document of this day is kept."""
        return date(of.year + self.years, 12, 31)

    def keeps(self, of: date) -> bool:
        """Whether a document of this day must still be kept, by the date in UTC."""
        return now().date() <= self.last_day(of)
