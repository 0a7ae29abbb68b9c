from faktura.core.clock import Deadline
from faktura.core.observability import log
from faktura.core.worker import worker
from faktura.pims.batch_store import BatchMessage, BatchStore
from faktura.pims.invoice_service import InvoiceService


@worker
def handler(message: BatchMessage, batches: BatchStore, invoices: InvoiceService, deadline: Deadline) -> None:
    """Store the newest version of every invoice of an accepted batch. Older and repeated ones change nothing."""
    versions = batches.get(message).versions()
    stored = invoices.store(versions, deadline)
    log.info("batch stored", invoices=len(versions), stored=stored)
