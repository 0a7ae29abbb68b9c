"""Files: those that S3 takes and hands out by presigned forms and links, and PDFs through the gateway."""

from typing import Any

import urllib3

from deployment.smoke.checking import Asked, Wrong, expect
from local.demo import capture, jobs
from local.demo.caller import Service
from local.demo.samples import PICTURE

_S3 = urllib3.PoolManager(retries=False, timeout=40)
_ORIGIN = "https://elsewhere.example"


def form_is_bound(stack: Service, _: Asked) -> None:
    """A presigned form takes nothing but the file that it is for."""
    form = _form(stack)
    changed = {**form["fields"], "x-amz-meta-mga-id": "another", "file": PICTURE}
    answer = _S3.request("POST", form["url"], fields=changed)
    expect("the status", answer.status, 403)
    expect("whether S3 says AccessDenied", b"<Code>AccessDenied</Code>" in answer.data, True)


def form_takes_no_small_file(stack: Service, _: Asked) -> None:
    """A presigned form takes no file smaller than it says."""
    form = _form(stack)
    answer = _S3.request("POST", form["url"], fields={**form["fields"], "file": ("small.jpg", b"x", "image/jpeg")})
    expect("the status", answer.status, 400)
    expect("whether S3 says EntityTooSmall", b"<Code>EntityTooSmall</Code>" in answer.data, True)


def browser_may_upload(stack: Service, _: Asked) -> None:
    """A browser may send a presigned form from any origin."""
    headers = {"Origin": _ORIGIN, "Access-Control-Request-Method": "POST"}
    answer = _S3.request("OPTIONS", _form(stack)["url"], headers=headers)
    expect("the status", answer.status, 200)
    expect("whose origin may", answer.headers.get("Access-Control-Allow-Origin") in ("*", _ORIGIN), True)


def link_is_bound(stack: Service, _: Asked) -> None:
    """A presigned link serves a PDF, and nothing once a character of its signature is another."""
    shop = stack.caller("shop")
    newest = shop.quietly("GET", jobs.jobs_of(shop)).json()[0]["jobId"]
    orders = shop.quietly("GET", f"{jobs.jobs_of(shop)}/{newest}").json()["orders"]
    link = next((one["downloadLink"] for one in orders if "downloadLink" in one), None)
    if link is None:
        raise Wrong("the newest job has no order with a link")
    answer = _S3.request("GET", link)
    expect("the status", answer.status, 200)
    expect("Content-Type", answer.headers.get("Content-Type"), "application/pdf")
    expect("the first bytes", answer.data[:5], b"%PDF-")
    other = link[:-1] + ("0" if link[-1] != "0" else "1")
    expect("the status with another signature", _S3.request("GET", other).status, 403)


def pdf_is_bytes(stack: Service, _: Asked) -> None:
    """A PDF comes through the gateway as its bytes, whatever the Accept header says."""
    office = stack.caller("office")
    path = f"/api/invoices/{office.quietly('POST', '/api/invoices').json()['id']}/pdfs"
    for accepted in ("application/pdf", "text/html", "application/json"):
        answer = office.ask("GET", path, {"Accept": accepted})
        expect(f"the status for {accepted}", answer.status, 200)
        expect(f"the first bytes for {accepted}", answer.data[:5], b"%PDF-")
        expect(f"Content-Type for {accepted}", answer.headers.get("Content-Type"), "application/pdf")


def _form(stack: Service) -> Any:
    """A form that is never sent: its request fails a day later."""
    insurer = stack.caller("mga")
    wanted = {"contentType": PICTURE[2], "mode": "process"}
    return insurer.quietly("POST", f"/api/v1/invoice/{capture.introduced(insurer)}/uploads", wanted).json()


CHECKS = (form_is_bound, form_takes_no_small_file, browser_may_upload, link_is_bound, pdf_is_bytes)
