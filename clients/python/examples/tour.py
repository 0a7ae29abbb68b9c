"""The five APIs in one minute, on a running local stack: `python tour.py [URL]`. It uses the stack's demo clients."""

import sys
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from faktura_client import FakturaClient, found_invoices, loads, models

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:3000"
SAMPLES, RUN, GUID = Path(__file__).parents[3] / "docs" / "samples", uuid4().hex[:8], uuid4()
NAMES = ("pims-demo", "mga-alpha", "office", "shop-acme", "workshop-north", "insurer-one")
pims, mga, office, shop, workshop, insurer = (FakturaClient(URL, name, "local-only") for name in NAMES)

# PIMS on demand: a practice system pushes an invoice.
pims.pims.upsert_invoices(models.Batch.model_validate(loads((SAMPLES / "push.json").read_bytes())))

# Invoice capture: an insurer registers its customer, and finds her invoice by its number, by a photo and by an upload.
mga.capture.put_customer(RUN, models.CustomerDetails(first_name="Ana", last_name="Ortiz", email="ana@example.com"))
found = mga.poll(lambda: mga.capture.find_invoice(RUN, "1234567"), until=lambda answer: answer.source == "PIMS")
mga.capture.process_invoice(RUN, SAMPLES / "invoice.jpg")
form = mga.capture.start_upload(RUN, models.UploadRequest(content_type="image/jpeg", mode="process"))
mga.upload(form, SAMPLES / "invoice.jpg")
read = mga.poll(lambda: mga.capture.get_request(form.request_id), until=lambda it: it.status in ("completed", "failed"))
print(f"captured: {found.data and found.data.total_amount}, and from the photo: {read.data and read.data.total_amount}")

# Client billing: an office writes an invoice, is paid, and prints both.
invoice, price = office.billing.create_invoice(), Decimal("40.10")
line = models.InvoiceLine(service_id=1, name="DACA", quantity=1, rate=price)
office.billing.update_invoice(invoice.id, models.InvoiceChange(line_items=[line], total_charged=price, bill_to="Łódź"))
part = models.InvoiceAllocation(invoice_id=invoice.id, amount=price)
terms = models.NewPayment(payment_date="2026-11-25", payment_amount=price, payment_type="cash", invoices=[part])
payment = office.billing.create_payment(terms)
files = [office.billing.download_invoice(invoice.id), office.billing.download_receipt(payment.id)]
print(f"printed: {', '.join(file.name for file in files)}")

# Invoice jobs: a shop's order becomes a numbered PDF, and a credit note takes it back.
for key in ("invoiceNumbering", "creditNoteNumbering"):
    value = {"preText": key[:3].upper(), "startValue": "1000", "numberOfDigits": "6"}
    shop.jobs.put_configuration("acme", key, models.ConfigurationBody(key=key, value=value))
shop.jobs.put_order("acme", RUN, {**loads((SAMPLES / "order.json").read_bytes()), "id": RUN})
job = shop.jobs.create_job("acme", models.JobRequest(job_type="MANUAL", order_ids=[RUN]))
done = shop.poll(lambda: shop.jobs.get_job("acme", job.job_id), until=lambda state: state.job_status == "DONE")
credit = shop.jobs.credit_invoice("acme", done.orders[0].invoice_id or "", models.CreditRequest())
pdf = shop.download(done.orders[0].download_link or "")
print(f"invoiced: {done.orders[0].invoice_number} ({len(pdf.content)} bytes), credited: {credit.payable}")

# Provider invoices: a workshop reports an invoice on a case, and the insurer finds it.
workshop.cases.put_case(GUID, {"partnerId": "one", "plate": "ABC 123"})
workshop.cases.upsert_invoices([models.ReportedInvoice(guid=GUID, external_id=RUN, price_net=Decimal("10000.01"))])
for one in found_invoices(insurer.cases, models.Filters(guid=str(GUID), price_net={"$gt": 5000})):
    print(f"found: {one.external_id} over {one.price_net}")
