"""The keys of billing's table: `office` is the partition, `record` the sort key.

invoice#<id>                      an invoice without its lines and note: small, as payments rewrite up to 80 at once
invoice#<id>#body                 the lines and note, with the version of the invoice that wrote them
payment#<id>                      a payment with its allocations, also after it is deleted
client#<id>#invoice#<id>          an invoice of a client
client#<id>#payment#<id>          a payment of a payer
number#<n>                        a number of the sequence that an invoice has
number=<text>                     any other number that an invoice has
imported#<kind>=<name>            an invoice or payment that was imported under this number or reference
counter#<name>                    the last id or number given
journal#<position>                an entry of the journal of the office's numbers; `journal#head`: its end
erasure#<id>                      a client whose personal data was erased
organisation                      how the office presents itself on PDFs, and its time zone

In the partition `*`, which may also be an office's name, `journals#<range>` lists the offices that have a journal.

The index `detached` has the invoices and payments that belong to no client; its partition is `<office>#<kind>`.
The index `byDate` has the invoices of an office by `invoiceDate`; nothing else has that attribute.
"""

from typing import Literal

from faktura.billing.fields.identity import MAX_ID
from faktura.billing.numbering import position_of
from faktura.core import recovery
from faktura.core.recovery import Kinds
from faktura.core.sort_key import sort_key

Kind = Literal["invoice", "payment"]

ORGANISATION = "organisation"
NUMBERS = "number#"
JOURNAL = "journal#"
JOURNAL_END = f"{JOURNAL}head"
ERASURES = "erasure#"
ALL_OFFICES = "*"

RANGES = "billing/"
"""The beginning of the names of all offices' number ranges."""

KINDS = Kinds(
    ("office", "record"),
    recovery.Kind(
        "invoice",
        "copied",
        r"invoice#(?P<id>\d+)(#body)?",
        version="version",
        keeps=frozenset({"bodyVersion"}),
    ),
    recovery.Kind("payment", "copied", r"payment#(?P<id>\d+)", version="version"),
    recovery.Kind("organisation", "copied", r"(?P<id>organisation)"),
    recovery.Kind("listing", "derived", r"client#\d+#(invoice|payment)#\d+"),
    recovery.Kind("number", "derived", r"number[#=].*"),
    recovery.Kind("imported", "missing", r"imported#.*"),
    recovery.Kind("counter", "never", r"counter#\w+"),
    recovery.Kind("journal", "missing", r"journal#(?P<id>\d+)"),
    recovery.Kind("journalEnd", "derived", JOURNAL_END),
    recovery.Kind("journals", "missing", r"journals#.*"),
    recovery.Kind("erasure", "missing", r"erasure#\d+"),
)
"""How each kind of item is restored."""

_ID_DIGITS = 12
"""Ids are padded to this width, so that records are sorted by id."""


def invoice(invoice_id: int) -> str:
    """The record of an invoice without its lines and note."""
    return f"invoice#{_padded(invoice_id)}"


def body(invoice_id: int) -> str:
    """The record of an invoice's lines and note."""
    return f"{invoice(invoice_id)}#body"


def payment(payment_id: int) -> str:
    """The record of a payment."""
    return f"payment#{_padded(payment_id)}"


def number(invoice_number: str) -> str:
    """The record that keeps an invoice number unique."""
    position = position_of(invoice_number)
    return f"number={invoice_number}" if position is None else f"{NUMBERS}{_padded(position)}"


def imported(kind: Kind, name: str) -> str:
    """The record of an import; without a name, the beginning of those of its kind."""
    return f"imported#{kind}={name}"


def counter(name: str) -> str:
    """The record of a counter."""
    return f"counter#{name}"


def range_name(office: str) -> str:
    """The name of an office's number range."""
    return RANGES + office


def journal_register(range_name: str) -> str:
    """The record that lists a journal among those of all offices."""
    return sort_key("journals#", range_name)


def erasure(client_id: int) -> str:
    """The record that a client's personal data was erased."""
    return f"{ERASURES}{_padded(client_id)}"


def listed(client_id: int, record: str) -> str:
    """The record that lists an invoice or a payment among a client's."""
    return f"client#{_padded(client_id)}#{record}"


def of_client(client_id: int, kind: Kind) -> str:
    """The beginning of the records of a client's invoices, or of its payments."""
    return listed(client_id, of_kind(kind))


def of_kind(kind: Kind) -> str:
    """The beginning of the records of all invoices, or of all payments."""
    return f"{kind}#"


def detached(office: str, kind: Kind) -> str:
    """The partition of the index `detached`."""
    return f"{office}#{kind}"


def above(prefix: str, last_id: int) -> dict[str, str]:
    """The range of the records that begin with `prefix` and go on with an id above `last_id`."""
    return {":first": prefix + _padded(last_id + 1), ":last": f"{prefix}:"}  # `:` comes after every digit


def id_of(record: str) -> int:
    """The id at the end of a record."""
    return int(record.rpartition("#")[2])


def is_id(number: int) -> bool:
    """Whether the number can be an id."""
    return type(number) is int and 1 <= number <= MAX_ID


def _padded(number: int) -> str:
    return str(number).zfill(_ID_DIGITS)
