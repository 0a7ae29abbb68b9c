from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed
from faktura.jobs.api import api
from faktura.jobs.ranges.range_service import RangeService
from faktura.jobs.ranges.schemas import RangeBody


@api.get(
    "/invoice/{tenant}/numbering",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest],
)
def handler(tenant: str, ranges: RangeService) -> Listed[RangeBody]:
    """List the number ranges, each with the end of its journal and its last signed head.

    Each pair of texts around the digits of a number is a range of its own. A range appears with its first invoice or
    credit note.
    """
    return Listed(ranges.all(tenant))
