"""Practices' invoices in DynamoDB. Table: `practice` + `invoice` → one item per invoice, its newest version.

Three indexes hold keys only: `by-email`, `by-phone` and `by-name`. Each combines an invoice's number with a detail that
identifies its owner, and is sorted by practice and time. So a lookup reads only the customer's own invoices, however
many others there are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from faktura.core.attributes import Item
from faktura.core.auth import Practices
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting
from faktura.pims.batch import Version
from faktura.pims.contact import Person
from faktura.pims.contact_store import ContactStore
from faktura.pims.errors import TooManyInvoices
from faktura.pims.keys import (
    NUMBER_AND_EMAIL,
    NUMBER_AND_NAME,
    NUMBER_AND_PHONE,
    PRACTICE_AND_DATE,
    contact_keys,
    index_keys,
    name_keys,
    number_key,
    practice_and_date,
    practice_key,
    practice_of,
)
from faktura.pims.schemas import Invoice

MAX_PER_PRACTICE = 5
"""Invoices of one practice, with one number and one owner, that a lookup reads: the newest."""

_FIRST_PAGE, _FURTHER_PAGES = 2, 20
"""Keys. There is rarely more than one; where there are more, they come from many practices."""

_MAX_PAGES = 100
_MAX_INVOICES = 500
_INDEXES = {NUMBER_AND_EMAIL: "by-email", NUMBER_AND_PHONE: "by-phone", NUMBER_AND_NAME: "by-name"}
_LOWEST, _HIGHEST = "!", "~"


class InvoiceStore:
    """Reads and writes the PIMS table, and reads the contacts of a lookup's invoices through `contacts`."""

    def __init__(self, table: Table, contacts: ContactStore) -> None:
        self._table = table
        self.contacts = contacts
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "InvoiceStore":
        """The store with the tables that the template names."""
        return cls(Table(setting("PIMS_TABLE")), ContactStore.from_settings())

    def orders(self, identities: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The `order` of the stored versions of these invoices. Reading it costs a tenth of a write that is refused."""
        keys = ({"practice": practice, "invoice": identity} for practice, identity in identities)
        terms = {"ProjectionExpression": "practice, invoice, pushOrder", "ConsistentRead": False}
        return {(one["practice"], one["invoice"]): one["pushOrder"] for one in self._table.get_many(keys, **terms)}

    def put(self, version: Version) -> bool:
        """Store the version unless the same or a newer one is stored; whether it was written."""
        values = {":order": version.order}
        return self._table.put(_item(version), "attribute_not_exists(practice) OR pushOrder < :order", values)

    def with_contact(self, number: str, person: Person, practices: Practices) -> list[Invoice]:
        """The practices' invoices with this number whose owner's e-mail address or phone number may be the person's.

        `TooManyInvoices` if there are more than a lookup can read.
        """
        return self._found(number, contact_keys(number, person), practices)

    def with_name(self, number: str, person: Person, practices: Practices) -> list[Invoice]:
        """The practices' invoices with this number whose owner has the person's full name; errors as above."""
        return self._found(number, name_keys(number, person), practices)

    def _found(self, number: str, keys: Sequence[tuple[str, str]], practices: Practices) -> list[Invoice]:
        found = {key: None for name, digest in keys for key in self._keys(name, digest, practices)}
        if len(found) > _MAX_INVOICES:
            raise TooManyInvoices
        items = self._table.get_many({"practice": practice, "invoice": invoice} for practice, invoice in found)
        invoices = [Invoice.model_validate(item) for item in items]
        # an index may be out of date
        return [one for one in invoices if number_key(one.invoice_number) == number_key(number)]

    def _keys(self, name: str, digest: str, practices: Practices) -> Iterator[tuple[str, str]]:
        """Practice and id of the invoices under an index key, at most `MAX_PER_PRACTICE` of a practice, newest first.

        The search skips the rest of a practice that the caller may not see, or of which it has enough.
        """
        bounds, taken = _Bounds(practices), Counter[str]()
        condition = f"{name} = :key AND {PRACTICE_AND_DATE} BETWEEN :low AND :high"
        highest, after, size = bounds.highest, dict[str, Any](), _FIRST_PAGE
        for _ in range(_MAX_PAGES + 2 * len(practices.named)):
            if highest is None:
                return
            values = {":key": digest, ":low": bounds.lowest, ":high": highest}
            terms = {"Limit": size, "ScanIndexForward": False, **after}
            page = self._table.page(condition, values, _INDEXES[name], **terms)
            for item in page.items:
                if item["practice"] in practices and taken[item["practice"]] < MAX_PER_PRACTICE:
                    taken[item["practice"]] += 1
                    yield item["practice"], item["invoice"]
            if not page.next:
                return
            last, size = page.items[-1], _FURTHER_PAGES
            if last["practice"] in practices and taken[last["practice"]] < MAX_PER_PRACTICE:
                after = {"ExclusiveStartKey": page.next}
            else:
                highest, after = bounds.below(practice_of(last[PRACTICE_AND_DATE])), {}
        raise TooManyInvoices


class _Bounds:
    """The ranges of an index's sort keys that hold the practices, from the highest down."""

    def __init__(self, practices: Practices) -> None:
        self._all = "*" in practices.named
        self._keys = sorted(map(practice_key, practices.named), reverse=True)

    @property
    def lowest(self) -> str:
        return _LOWEST if self._all or not self._keys else self._keys[-1]

    @property
    def highest(self) -> str | None:
        return _HIGHEST if self._all else self._top(self._keys)

    def below(self, practice: str) -> str | None:
        """The highest sort key of the next practice below this one, `None` where there is none."""
        return practice if self._all else self._top([key for key in self._keys if key < practice])

    @staticmethod
    def _top(keys: Sequence[str]) -> str | None:
        return keys[0] + _HIGHEST if keys else None


def _item(version: Version) -> Item:
    invoice = version.invoice
    content = invoice.model_dump(by_alias=True, exclude_unset=True)
    practice, identity = version.identity
    keys = {
        "practice": practice,
        "invoice": identity,
        "pushOrder": version.order,
        PRACTICE_AND_DATE: practice_and_date(practice, invoice.date),
        **index_keys(invoice),
    }
    return keys | content
