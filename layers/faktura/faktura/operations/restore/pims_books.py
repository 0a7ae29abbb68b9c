"""The books of PIMS on demand: an invoice's keys in the indexes follow from its content."""

from pydantic import ValidationError

from faktura.core.attributes import Item
from faktura.operations.restore.books import Books, Items
from faktura.pims import keys
from faktura.pims.schemas import Invoice


class PimsBooks(Books):
    """One practice's invoices."""

    KINDS = keys.KINDS

    def problems(self, items: Items) -> list[str]:
        """Invoices that cannot be read, or that a lookup would not find by what they show."""
        return [f"invoice {key[1]} has other keys than its content" for key, item in items.items() if not _agrees(item)]


class ContactBooks(Books):
    """The names under which a practice's invoices show a contact."""

    KINDS = keys.CONTACT_KINDS
    IS_WHOLE = True


def _agrees(item: Item) -> bool:
    try:
        invoice = Invoice.model_validate(item)
    except ValidationError:
        return False
    expected = keys.index_keys(invoice)
    expected[keys.PRACTICE_AND_DATE] = keys.practice_and_date(item["practice"], invoice.date)
    return all(item.get(name) == value for name, value in expected.items())
