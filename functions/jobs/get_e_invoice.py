from faktura.core.errors import InvalidRequest
from faktura.core.response import Pdf, Xml
from faktura.jobs.api import api
from faktura.jobs.configurations.configuration import E_INVOICE, EInvoiceSettings
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.errors import NoSuchInvoice, NotAnEInvoice
from faktura.jobs.invoices.e_invoice_file import file_of
from faktura.jobs.invoices.form_query import WantedForm
from faktura.jobs.invoices.invoice_id import InvoiceId, number_of
from faktura.jobs.invoices.invoice_store import InvoiceStore


@api.get(
    "/invoice/{tenant}/invoices/{invoiceId}/e-invoice",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest, NoSuchInvoice, NotAnEInvoice],
)
def handler(
    tenant: str,
    invoice_id: InvoiceId,
    wanted: WantedForm,
    invoices: InvoiceStore,
    configurations: ConfigurationStore,
) -> Pdf | Xml:
    """Return the e-invoice: a Factur-X as PDF, each other format as XML.

    Without `format` it is the tenant's own, from the configuration `eInvoice`. If the document lacks what the format
    requires, the error names each missing term.
    """
    found = next(invoices.get_each(tenant, [number_of(invoice_id)]), None)
    if found is None:
        raise NoSuchInvoice
    settings: EInvoiceSettings = configurations.parsed(tenant, E_INVOICE) or EInvoiceSettings()
    return file_of(found, wanted.form or settings.format)
