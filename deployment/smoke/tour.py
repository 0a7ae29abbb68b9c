"""Checks of the five APIs, with the calls of the demo."""

from io import BytesIO

from pypdf import PdfReader

from deployment.smoke.checking import Options, expect
from local.demo import billing, capture, cases, jobs, pims
from local.demo.caller import Service, download
from local.demo.samples import PUSH

_ORDERS = 3
_PRINTED_NUMBER = PUSH["invoices"][0]["invoiceNumber"]
_PRINTED_TOTAL = PUSH["invoices"][0]["total"]


def pushed_invoice_is_found(stack: Service, _: Options) -> None:
    """PIMS on demand: a pushed invoice is stored and found."""
    found = pims.show(stack)
    expect("the source", found["source"], "PIMS")
    expect("the total", found["data"]["totalAmount"], _PRINTED_TOTAL)


def photo_is_read(stack: Service, _: Options) -> None:
    """Invoice capture: a photo is read while its sender waits, and returns the practice's own data."""
    insurer = stack.caller("mga")
    _check(capture.at_once(insurer, capture.introduced(insurer)))


def upload_is_read(stack: Service, _: Options) -> None:
    """Invoice capture: a photo that was uploaded to S3 is read in the background."""
    insurer = stack.caller("mga")
    _check(capture.uploaded(insurer, capture.introduced(insurer), ""))


def invoice_is_paid_and_printed(stack: Service, _: Options) -> None:
    """Client billing: an invoice is created, paid and printed."""
    invoice, pdf = billing.show(stack)
    expect("the invoice's status", invoice["status"], "completed")
    expect("the pages of its PDF", len(PdfReader(BytesIO(pdf)).pages), 1)


def orders_are_invoiced(stack: Service, _: Options) -> None:
    """Invoice jobs: a job numbers orders and makes their PDFs, and a presigned link leads to the PDF."""
    outcomes = jobs.show(stack, _ORDERS)
    expect("the orders' states", [one["orderStatus"] for one in outcomes], ["SUCCESS"] * _ORDERS + ["FAILURE"])
    expect("the pages of the PDF", len(PdfReader(BytesIO(download(outcomes[0]["downloadLink"]))).pages), 1)


def reported_invoice_is_found(stack: Service, _: Options) -> None:
    """Provider invoices: a partner finds the invoices that were reported on its case."""
    found = cases.show(stack)
    expect("the prices found", [one["priceNet"] for one in found["data"]], [12600.5])


def _check(document: dict[str, dict[str, object]]) -> None:
    expect("the source", document["source"], "PIMS")
    expect("the invoice's number", document["data"]["invoiceNumber"], _PRINTED_NUMBER)


CHECKS = (
    pushed_invoice_is_found,
    photo_is_read,
    upload_is_read,
    invoice_is_paid_and_printed,
    orders_are_invoiced,
    reported_invoice_is_found,
)
