"""The way of an uploaded document: begun, kept, read, looked up, and completed; or failed, and recorded so."""

from dataclasses import dataclass

from faktura.capture.customers import CustomerKey
from faktura.capture.form import InvoiceForm
from faktura.capture.lookup import find
from faktura.capture.marks import Duplicate
from faktura.capture.ocr import Ocr
from faktura.capture.originals import Originals
from faktura.capture.outcome import Mode, Outcome, outcome
from faktura.capture.requests import PATIENCE, Processing
from faktura.capture.store import CustomerStore, DuplicateError, RequestStore
from faktura.core.idempotency import Once
from faktura.core.observability import log
from faktura.core.request import Answer, Request
from faktura.pims.store import InvoiceStore


@dataclass(frozen=True)
class Intake:
    """Where documents come in, whatever their MGA wants of them."""

    customers: CustomerStore
    requests: RequestStore
    originals: Originals
    ocr: Ocr
    invoices: InvoiceStore

    @classmethod
    def from_settings(cls) -> "Intake":
        """With the stores the template names."""
        return cls(
            CustomerStore.from_settings(),
            RequestStore.from_settings(),
            Originals.from_settings(),
            Ocr.from_settings(),
            InvoiceStore.from_settings(),
        )

    def answer(self, mode: Mode, key: CustomerKey, form: InvoiceForm, request: Request, once: Once) -> Answer:
        """Take the form's document in and answer with what became of it."""
        customer = self.customers.get(key)
        processing = Processing.now(key.mga, request.id, key.customer_id)
        self.requests.begin(processing, once.holding(int(PATIENCE.total_seconds())))
        with self.requests.failing(processing):
            self.originals.keep(processing, form.file)
            reading = self.ocr.read(form.file, processing.read_until)
            found = find(reading.number, customer, request.caller, self.invoices, reading)
            answer = self._completed(processing, outcome(mode, form.file, reading, found, customer), once)
        log.info("request completed", request_id=request.id, mga=key.mga, mode=mode, found=found is not None)
        return answer

    def _completed(self, processing: Processing, outcome: Outcome, once: Once) -> Answer:
        """Nobody looks for duplicates beforehand: the transaction that would make one fails and names the earlier."""
        marks, duplicates = list(outcome.marks), list[Duplicate]()
        while True:
            response = outcome.response(processing.request_id, duplicates)
            answer = Answer(200, response)
            try:
                self.requests.complete(processing, response, marks, once.keeping(answer))
            except DuplicateError as fault:
                marks.remove(fault.duplicate.mark)
                duplicates.append(fault.duplicate)
            else:
                return answer
