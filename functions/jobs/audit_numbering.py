from faktura.audit.journal_query import JournalQuery
from faktura.audit.schemas import JournalPage
from faktura.core.errors import InvalidRequest
from faktura.jobs.api import api
from faktura.jobs.errors import NoSuchRange
from faktura.jobs.ranges.range_query import RangeQuery
from faktura.jobs.ranges.range_service import RangeService


@api.get(
    "/invoice/{tenant}/numbering/audit",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest, NoSuchRange],
)
def handler(tenant: str, wanted: RangeQuery, query: JournalQuery, ranges: RangeService) -> JournalPage:
    """Export part of the journal of a number range, for an auditor to verify offline.

    Go on with `after` as the position of the last entry until that is the position of `end`.
    """
    return ranges.page(tenant, wanted.name, query)
