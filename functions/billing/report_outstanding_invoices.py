from faktura.billing.api import api
from faktura.billing.errors import PeriodTooLarge
from faktura.billing.member import Office
from faktura.billing.reports.report_period import ReportPeriod
from faktura.billing.reports.report_service import ReportService
from faktura.billing.reports.schemas import OutstandingReport
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest


@api.get("/api/reports/outstanding-invoices", scope="invoices:read", raises=[InvalidRequest, PeriodTooLarge])
def handler(office: Office, tags: Tags, period: ReportPeriod, reports: ReportService) -> OutstandingReport:
    """Report on the outstanding invoices of a period.

    The report has all of the period's open and completed invoices: those of which something is owed, one by one, and
    what the paid ones add up to. Drafts and closed invoices do not count. The content of each is current; which of
    them are in the period follows writes within seconds.
    """
    return reports.outstanding(office, tags, period)
