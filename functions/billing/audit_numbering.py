from faktura.audit.journal_query import JournalQuery
from faktura.audit.schemas import JournalPage
from faktura.billing.api import api
from faktura.billing.journals.audit_service import AuditService
from faktura.billing.member import Office
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest


@api.get("/api/numbering/audit", scope="numbering:audit", raises=[InvalidRequest])
def handler(office: Office, tags: Tags, query: JournalQuery, audits: AuditService) -> JournalPage:
    """Export part of the journal of the office's invoice numbers, for an auditor to verify offline.

    Go on with `after` as the position of the last entry until that is the position of `end`. The journal shows the
    totals of all invoices, also of those with tags. What it discloses leaves out invoices with a tag that the request
    does not name.
    """
    return audits.page(office, tags, query)
