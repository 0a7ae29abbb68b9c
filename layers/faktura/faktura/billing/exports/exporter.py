"""The caller of exports: an office, and the tags that its token allows."""

from dataclasses import dataclass

from faktura.billing.exports.accounts import OfficeAccounts
from faktura.billing.member import Office
from faktura.core.request import Request
from faktura.exports.errors import NoSuchExport
from faktura.exports.export import Export

_OWNER = "billing:"


@dataclass(frozen=True)
class Exporter:
    """An office as the owner of exports.

    A file made with tags is only for callers who may name all of them, and one with payments for those who may read
    payments.
    """

    office: Office
    scopes: frozenset[str]

    @classmethod
    def from_request(cls, request: Request) -> "Exporter":
        """The caller's office, and the scopes of its token."""
        return cls(Office.from_request(request), frozenset(request.caller.scopes))

    @property
    def owner(self) -> str:
        """The office as exports know it."""
        return f"{_OWNER}{self.office.name}"

    def may_read(self, export: Export) -> bool:
        """Whether the caller may see all that the export was made of."""
        wanted = {f"tags:{tag}" for tag in export.tags}
        if export.accounts and OfficeAccounts.from_text(export.accounts).payment_account:
            wanted.add("payments:read")
        return wanted <= self.scopes

    def readable(self, export: Export) -> Export:
        """The export; `NoSuchExport` if the caller may not read it."""
        if not self.may_read(export):
            raise NoSuchExport
        return export


def office_of(owner: str) -> Office:
    """The office that an owner is."""
    return Office(owner.removeprefix(_OWNER))
