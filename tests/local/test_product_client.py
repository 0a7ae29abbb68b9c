"""The Python client on the running stack: each API, exact amounts, tokens, lost answers, errors, pages and webhooks."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

import anyio
import pytest

from faktura.capture.webhooks.signature import encoded_secret
from faktura_client import (
    AsyncFakturaClient,
    BadRequest,
    FakturaClient,
    Forbidden,
    NoAnswer,
    NotFound,
    Retries,
    TooManyRequests,
    Unauthorized,
    Upload,
    found_invoices,
    models,
    verified_webhook,
)
from local.demo_clients import SECRET, WEBHOOK_SECRET
from tests.support.local.calls import registered
from tests.support.local.distorting import Answered, AnswerLost, distorting
from tests.support.local.stacks import ROOT, Served
from tests.support.offices import EVERYTHING, SHIGERU
from tests.support.receivers import OK, receiving

CLIENT = ROOT / "clients" / "python"
E_INVOICE = ROOT / "tests" / "support" / "capture" / "e_invoice_files" / "xrechnung.ubl.xml"
ANA = models.CustomerDetails(first_name="Ana", last_name="Ortiz", email="ana@example.com")
QUICK = Retries(base=0.01, longest=0.05)


@pytest.fixture
def client_of(running: Served) -> Iterator[Callable[..., FakturaClient]]:
    """Makes a client of the stack, by the name of a demo client; each ends with the test."""
    made: list[FakturaClient] = []

    def make(name: str, url: str = running.url, retries: Retries = QUICK) -> FakturaClient:
        made.append(FakturaClient(url, name, SECRET, retries=retries))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def office(running: Served) -> str:
    """The name of a client with an office of its own."""
    name = uuid4().hex
    return registered(running, f"office-{name}", EVERYTHING, office=name, user=SHIGERU).client_id


@dataclass
class Fault:
    """Changes the first answers to calls whose path contains `at`; `count` says how many."""

    at: str
    change: Callable[[Answered], object]
    count: int = 1
    seen: list[str] = field(default_factory=list)

    def __call__(self, answered: Answered) -> None:
        if self.at in answered.path:
            self.seen.append(answered.method)
            if len(self.seen) <= self.count:
                self.change(answered)


def lost(_: Answered) -> None:
    raise AnswerLost


def status(code: int, **headers: str) -> Callable[[Answered], object]:
    def change(answered: Answered) -> None:
        answered.status, answered.body = code, b"{}"
        answered.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    return change


def invoices_of(client: FakturaClient) -> int:
    """How many invoices an office has made: its next number less one."""
    return int(client.billing.create_invoice().invoice_number) - 1


def test_the_tour_of_the_client_runs(running: Served) -> None:
    command = [sys.executable, "-W", "error", str(CLIENT / "examples" / "tour.py"), running.url]
    environment = {**os.environ, "PYTHONPATH": str(CLIENT)}

    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)  # noqa: S603

    assert (done.returncode, done.stderr) == (0, "")
    topics = [line.partition(":")[0] for line in done.stdout.splitlines()]
    assert topics == ["captured", "printed", "invoiced", "found"]
    assert "found" in done.stdout
    assert "10000.01" in done.stdout


@pytest.mark.parametrize("text", ["0.30", "999999999.99", "0.01", "40.10"])
def test_an_amount_of_billing_comes_back_exactly(client_of: Any, office: str, text: str) -> None:
    client, amount = client_of(office), Decimal(text)

    invoice = client.billing.create_invoice()
    changed = client.billing.update_invoice(invoice.id, models.InvoiceChange(total_charged=amount))

    assert (changed.total_charged, client.billing.get_invoice(invoice.id).total_charged) == (amount, amount)


@pytest.mark.parametrize(
    "text", ["0.30000000000000004", "123456789012345.67", "-0.1", "12345678901234567890.123456789"]
)
def test_an_amount_of_a_case_keeps_every_digit(client_of: Any, text: str) -> None:
    workshop, guid, amount = client_of("workshop-north"), uuid4(), Decimal(text)
    workshop.cases.put_case(guid, models.CaseRequest(partner_id="one"))

    report = models.ReportedInvoice(guid=guid, external_id="exact", price_net=amount, custom_data={"part": amount})
    [reported] = workshop.cases.upsert_invoices([report])

    assert reported.price_net == amount
    assert reported.custom_data == {"part": amount}


def test_a_search_goes_through_pages(client_of: Any) -> None:
    workshop, insurer, guid = client_of("workshop-north"), client_of("insurer-one"), uuid4()
    workshop.cases.put_case(guid, {"partnerId": "one"})
    workshop.cases.upsert_invoices([models.ReportedInvoice(guid=guid, external_id=str(n)) for n in range(5)])

    found = found_invoices(insurer.cases, models.Filters(guid=str(guid)), page_size=2)

    assert sorted(one.external_id for one in found) == ["0", "1", "2", "3", "4"]


def test_a_list_goes_through_pages(client_of: Any, office: str) -> None:
    client = client_of(office)
    made = [client.billing.create_invoice().id for _ in range(5)]
    for one in made:
        client.billing.update_invoice(one, models.InvoiceChange(clients=[45]))

    listed = client.billing.list_client_invoices(45, limit=2)

    assert sorted(one.id for one in listed) == made
    assert [len(page) for page in listed.pages()] == [2, 2, 1]


def test_a_file_is_sent_and_read(client_of: Any) -> None:
    mga, name = client_of("mga-alpha"), uuid4().hex
    mga.capture.put_customer(name, ANA)

    answer = mga.capture.process_invoice(name, E_INVOICE)

    assert isinstance(answer, models.InvoiceResponse)
    assert (answer.read_from, answer.data.total_amount) == ("E_INVOICE", Decimal("529.87"))


def test_a_file_is_uploaded_and_read(client_of: Any) -> None:
    mga, name = client_of("mga-alpha"), uuid4().hex
    mga.capture.put_customer(name, ANA)

    form = mga.capture.start_upload(name, models.UploadRequest(content_type="application/xml", mode="process"))
    mga.upload(form, Upload(E_INVOICE.read_bytes(), "invoice.xml"))

    state = mga.poll(lambda: mga.capture.get_request(form.request_id), until=lambda one: one.status == "completed")
    assert state.data.total_amount == Decimal("529.87")


def test_a_webhook_is_verified_and_read(client_of: Any) -> None:
    mga, name = client_of("mga-alpha"), uuid4().hex
    mga.capture.put_customer(name, ANA)

    with receiving(OK) as receiver:
        url = f"http://127.0.0.1:{receiver.port}/"
        accepted = mga.capture.process_invoice(name, E_INVOICE, webhook_url=url)
        mga.poll(lambda: receiver.received, until=bool)

    [received] = receiver.received
    state = verified_webhook(encoded_secret(WEBHOOK_SECRET), received.headers, received.body)
    assert (state.request_id, state.status) == (accepted.request_id, "completed")


def test_a_pdf_has_its_name(client_of: Any, office: str, tmp_path: Any) -> None:
    client = client_of(office)
    invoice = client.billing.create_invoice()

    file = client.billing.download_invoice(invoice.id)

    assert (file.name, file.content_type, file.content[:5]) == ("Invoice_0001.pdf", "application/pdf", b"%PDF-")
    assert file.save(tmp_path).read_bytes() == file.content


def test_an_invoice_whose_answer_is_lost_is_made_once(running: Served, client_of: Any, office: str) -> None:
    fault = Fault("/api/invoices", lost, count=2)

    with distorting(running.url, fault) as url:
        invoice = client_of(office, url).billing.create_invoice()

    assert len(fault.seen) == 3
    assert (invoice.invoice_number, invoices_of(client_of(office))) == ("0001", 1)


def test_a_payment_whose_answer_is_lost_is_deleted_once(running: Served, client_of: Any, office: str) -> None:
    client = client_of(office)
    payment = client.billing.create_payment(
        models.NewPayment(payment_date="2026-11-28", payment_amount=Decimal("0.30"), payment_type="cash")
    )

    with distorting(running.url, Fault("/api/payments", lost)) as url:
        client_of(office, url).billing.delete_payment(payment.id)

    with pytest.raises(NotFound):
        client.billing.get_payment(payment.id)


@pytest.mark.parametrize("code", [429, 502, 503, 504])
def test_a_call_is_repeated_after_a_fault_of_the_gateway(
    running: Served, client_of: Any, office: str, code: int
) -> None:
    fault = Fault("/api/invoices", status(code, Retry_After="0"), count=2)

    with distorting(running.url, fault) as url:
        assert client_of(office, url).billing.create_invoice().invoice_number == "0001"

    assert len(fault.seen) == 3


def test_a_wait_that_takes_too_long_is_the_callers(running: Served, client_of: Any, office: str) -> None:
    fault = Fault("/api/invoices", status(429, Retry_After="300"))

    with distorting(running.url, fault) as url, pytest.raises(TooManyRequests) as refused:
        client_of(office, url).billing.create_invoice()

    assert refused.value.retry_after == 300


def test_no_answer_is_an_error_in_time(running: Served, client_of: Any, office: str) -> None:
    fault = Fault("/api/invoices", lost, count=99)

    with distorting(running.url, fault) as url, pytest.raises(NoAnswer, match="3 attempts"):
        client_of(office, url, Retries(attempts=3, base=0.01)).billing.create_invoice()


def test_a_revoked_token_is_renewed_once(running: Served, client_of: Any, office: str) -> None:
    fault = Fault("/api/invoices", status(401))
    tokens = Fault("/oauth/token", lambda _: None)

    def both(answered: Answered) -> None:
        fault(answered)
        tokens(answered)

    with distorting(running.url, both) as url:
        client_of(office, url).billing.create_invoice()

    assert (len(fault.seen), len(tokens.seen)) == (2, 2)


def test_errors_are_typed(client_of: Any, office: str) -> None:
    client = client_of(office)
    draft = client.billing.create_invoice()

    with pytest.raises(NotFound) as absent:
        client.billing.get_invoice(999_999)
    with pytest.raises(BadRequest, match="totalCharged") as wrong:
        client.billing.update_invoice(draft.id, models.InvoiceChange(total_charged=Decimal(-1)))
    with pytest.raises(Forbidden) as forbidden:
        client.jobs.get_configuration("acme", "invoiceNumbering")
    with pytest.raises(Unauthorized) as unknown:
        client_of("nobody").billing.create_invoice()

    bodies = [type(one.value.body) for one in (absent, wrong, forbidden, unknown)]
    assert bodies == [models.BillingError, models.BillingValidationError, models.JobsErrorBody, models.OAuthError]
    assert absent.value.request_id


def test_the_asynchronous_client_does_the_same(running: Served, office: str) -> None:
    fault = Fault("/api/invoices", lost)

    async def made(url: str) -> list[int]:
        async with AsyncFakturaClient(url, office, SECRET, retries=QUICK) as client:
            invoice = await client.billing.create_invoice()
            await client.billing.update_invoice(invoice.id, models.InvoiceChange(clients=[45]))
            return [one.id async for one in client.billing.list_client_invoices(45)]

    with distorting(running.url, fault) as url:
        listed = anyio.run(made, url)

    assert listed == [1]
    assert len(fault.seen) > 1
