"""The keys of the jobs' table: `tenant` (the tenant and the kind of item) and `record`.

- `<tenant>#configuration`, key: the JSON of a configuration
- `*#scheduled`, tenant: a tenant that has `invoiceSettings`
- `<tenant>#order`, id: the JSON of an order. An order without an invoice carries `waiting` and `deliveredAt` and is in
  the index `waiting`; an order with one carries `invoiceNumber` and `invoiceJob` instead. `creditedBy` is the credit
  note that left nothing of this invoice, until a job invoices the order anew and sets `invoicedAnew`. `imported` is the
  digest of what an import has stored
- `<tenant>#invoice`, number: an invoice or a credit note as it was issued; the key makes the number unique. Invoices
  carry `issuedAt` and are in the index `issued`; credit notes carry `creditedAt` instead, and `undrawn` until their PDF
  is stored. `pdfVersion` is the version of the stored PDF. `commitment` is that of the journal's last entry about a
  document that a restore has put back
- `<tenant>#credited`, number: what is left to credit of an invoice, and the numbers of its credit notes
- `<tenant>#creditNote`, moment and number: a tenant's credit notes by age
- `<tenant>#credit#<order>`, moment and number: an order's credit notes by age, each with the invoice and its job
- `<tenant>#counter`, texts: the last number of a numbering
- `<tenant>#journal#<texts>`, position: an entry of the journal of a number range; `head`: the end of its chain
- `*#journals`, range: a range that has a journal
- `<tenant>#erasure`, id: an order whose buyer's personal data was erased
- `<tenant>#job`, id: a job. Until it is done it carries `unfinished` and is in the index `unfinished`
- `<tenant>#chunk#<job>`, n: a chunk, with the outcomes of its orders, and beside them `pdfVersions`

Each kind has a partition of its own, so orders and invoices do not slow down reads of anything else.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from faktura.core.recovery import Kind, Kinds
from faktura.jobs.chunk import ChunkReference
from faktura.jobs.job import JobReference
from faktura.jobs.numbering import Numbering

Key = dict[str, str]

_ALL_TENANTS = "*"
"""Not a valid tenant."""

JOURNALS = f"{_ALL_TENANTS}#journals"
"""The partition of all ranges that have a journal."""

JOURNAL_END = "head"
"""The record of the end of a journal, in its partition."""

ORDER_CLAIMS = frozenset({"invoiceNumber", "invoiceJob", "creditedBy", "invoicedAnew", "waiting", "deliveredAt"})
"""The attributes of an order that say what became of it. They follow from the invoices and credit notes."""

_INVOICE_STATE = frozenset({"undrawn", "pdfVersion", "commitment"})
"""The attributes of an invoice that say what has become of its PDF and of its journal."""

KINDS = Kinds(
    ("tenant", "record"),
    Kind("scheduled", "derived", "(?P<tenant>.*)", r"\*#scheduled"),
    Kind("configuration", "copied", "(?P<id>.*)", "(?P<tenant>[^#]*)#configuration", removable=True),
    Kind("order", "copied", "(?P<id>.*)", "(?P<tenant>[^#]*)#order", keeps=ORDER_CLAIMS, removable=True),
    Kind("invoice", "copied", "(?P<id>.*)", "(?P<tenant>[^#]*)#invoice", keeps=_INVOICE_STATE),
    Kind("credited", "missing", "(?P<id>.*)", "(?P<tenant>[^#]*)#credited"),
    Kind("creditNote", "missing", "[^#]*#(?P<id>.*)", "(?P<tenant>[^#]*)#creditNote"),
    Kind("creditOfOrder", "missing", "[^#]*#(?P<id>.*)", "(?P<tenant>[^#]*)#credit#.*"),
    Kind("counter", "never", partition="(?P<tenant>[^#]*)#counter"),
    Kind("job", "missing", "(?P<id>.*)", "(?P<tenant>[^#]*)#job"),
    Kind("chunk", "missing", partition="(?P<tenant>[^#]*)#chunk#(?P<id>.*)"),
    Kind("erasure", "missing", partition="(?P<tenant>[^#]*)#erasure"),
    Kind("journal", "missing", r"(?P<id>\d+)", "(?P<tenant>[^#]*)#journal#.*"),
    Kind("journalEnd", "derived", JOURNAL_END, "(?P<tenant>[^#]*)#journal#.*"),
    Kind("journals", "missing", "jobs/(?P<tenant>[^/]*)/.*", r"\*#journals"),
)
"""How each kind of item is restored. A tenant has no `#`."""


def configuration_key(tenant: str, key: str) -> Key:
    """The key of a configuration."""
    return {"tenant": f"{tenant}#configuration", "record": key}


def scheduled_key(tenant: str) -> Key:
    """The key of a tenant on the schedule; all of them are in one partition."""
    return {"tenant": f"{_ALL_TENANTS}#scheduled", "record": tenant}


def order_key(tenant: str, order_id: str) -> Key:
    """The key of an order."""
    return {"tenant": f"{tenant}#order", "record": order_id}


def waiting_key(tenant: str, status: str, extended_status: str) -> str:
    """The key of the index `waiting`: orders of one status without an invoice."""
    return f"{tenant}#{quote(status, safe='')}#{quote(extended_status, safe='')}"


def invoice_key(tenant: str, number: str) -> Key:
    """The key of an invoice."""
    return {"tenant": f"{tenant}#invoice", "record": number}


def credited_key(tenant: str, number: str) -> Key:
    """The key of what is left to credit of an invoice."""
    return {"tenant": f"{tenant}#credited", "record": number}


def credit_note_key(tenant: str, moment: str = "", number: str = "") -> Key:
    """The key of a credit note among all of the tenant's; they sort by age."""
    return {"tenant": f"{tenant}#creditNote", "record": by_age(moment, number)}


def credit_of_order_key(tenant: str, order_id: str, moment: str = "", number: str = "") -> Key:
    """The key of a credit note among those of its order; they sort by age."""
    return {"tenant": f"{tenant}#credit#{order_id}", "record": by_age(moment, number)}


def by_age(moment: str, number: str) -> str:
    """The place of a document among those of a list that sorts by age."""
    return f"{moment}#{number}"


def moment_and_number(place: str) -> tuple[str, str]:
    """When the document at this place was issued, and its number."""
    moment, _, number = place.partition("#")
    return moment, number


def counter_key(tenant: str, numbering: Numbering) -> Key:
    """The key of a numbering's counter; the year is in the numbering's texts already."""
    texts = f"{quote(numbering.pre_text, safe='')}#{quote(numbering.post_text, safe='')}"
    return {"tenant": f"{tenant}#counter", "record": texts}


def range_name(tenant: str, numbering: Numbering) -> str:
    """The name of a number range: `jobs/acme/ORD-2026-*`, where `*` stands for the digits."""
    return f"{ranges_of(tenant)}{quote(numbering.pre_text, safe='')}*{quote(numbering.post_text, safe='')}"


def range_of_counter(item: Mapping[str, Any]) -> str:
    """The name of the range that a numbering's counter counts."""
    return f"{ranges_of(tenant_of(item))}{'*'.join(item['record'].split('#'))}"


def ranges_of(tenant: str) -> str:
    """The beginning of the names of a tenant's ranges."""
    return f"jobs/{tenant}/"


def journal_key(range_name: str) -> Key:
    """The partition of the journal of a range."""
    _, tenant, texts = range_name.split("/", 2)
    return {"tenant": f"{tenant}#journal#{texts}"}


def range_of_journal(partition: str) -> str:
    """The name of the range whose journal is in this partition."""
    tenant, _, texts = partition.split("#", 2)
    return f"{ranges_of(tenant)}{texts}"


def affixes_of_range(range_name: str) -> tuple[str, str]:
    """The texts before and after the digits, in the name of a range."""
    pre_text, _, post_text = range_name.split("/", 2)[2].partition("*")
    return unquote(pre_text), unquote(post_text)


def journal_register_key(range_name: str) -> Key:
    """The key of a range that has a journal; those of all tenants are in one partition."""
    return {"tenant": JOURNALS, "record": range_name}


def affixes_of(record: str) -> tuple[str, str]:
    """The texts before and after the number, in the key of a numbering's counter."""
    pre_text, _, post_text = record.partition("#")
    return unquote(pre_text), unquote(post_text)


def erasure_key(tenant: str, order_id: str) -> Key:
    """The key of the note that the personal data of an order's buyer was erased."""
    return {"tenant": f"{tenant}#erasure", "record": order_id}


def partitions(tenant: str) -> list[str]:
    """The partitions that hold all items of one kind of a tenant. Those of chunks, journals and credits hold a part."""
    kinds = ("configuration", "order", "invoice", "credited", "creditNote", "counter", "job", "erasure")
    return [f"{tenant}#{kind}" for kind in kinds]


def job_key(job: JobReference) -> Key:
    """The key of a job; a tenant's jobs sort by age."""
    return {"tenant": f"{job.tenant}#job", "record": job.job_id}


def chunk_key(chunk: ChunkReference) -> Key:
    """The key of a chunk; the chunks of a job sort by number."""
    return {"tenant": f"{chunk.tenant}#chunk#{chunk.job_id}", "record": f"{chunk.chunk:03d}"}


def tenant_of(item: Mapping[str, Any]) -> str:
    """The tenant an item belongs to."""
    tenant: str = item["tenant"].partition("#")[0]
    return tenant
