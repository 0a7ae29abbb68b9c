from faktura.core.clock import Deadline
from faktura.core.observability import log
from faktura.core.worker import worker
from faktura.pims.batch_store import BatchAccepted, Inbox
from faktura.pims.invoice_store import InvoiceStore


@worker
def handler(message: BatchAccepted, inbox: Inbox, invoices: InvoiceStore, deadline: Deadline) -> None:
    """Store the newest state of every invoice of an accepted batch; older and repeated ones change nothing."""
    batch = inbox.read(message)
    versions = batch.versions()
    stored = invoices.store(versions, deadline)
    log.info("batch stored", invoices=len(versions), stored=stored)
