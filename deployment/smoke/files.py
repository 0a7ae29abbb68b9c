"""Checks of files: presigned forms and links of S3, and PDFs through the gateway."""

from collections.abc import Mapping
from typing import Any

import urllib3

from deployment.smoke.checking import CheckFailed, Options, expect
from local.demo import capture, jobs
from local.demo.caller import Service, upload
from local.demo.samples import PICTURE

_S3 = urllib3.PoolManager(retries=False, timeout=40)
_ORIGIN = "https://elsewhere.example"


def form_is_bound(stack: Service, _: Options) -> None:
    """A presigned form accepts only the file that it is for, from any origin (CORS)."""
    form = _form(stack)
    _expect_s3_refusal(form, {"x-amz-meta-mga-id": "another", "file": PICTURE}, 403, "AccessDenied")
    _expect_s3_refusal(form, {"file": ("small.jpg", b"x", "image/jpeg")}, 400, "EntityTooSmall")
    question = {"Origin": _ORIGIN, "Access-Control-Request-Method": "POST"}
    answer = _S3.request("OPTIONS", form["url"], headers=question)
    expect("the status of a browser's preflight request", answer.status, 200)
    expect("whether the origin is allowed", answer.headers.get("Access-Control-Allow-Origin") in ("*", _ORIGIN), True)
    upload(form, PICTURE)


def link_is_bound(stack: Service, _: Options) -> None:
    """A presigned link serves a PDF, but not with a changed signature."""
    shop = stack.caller("shop")
    newest = shop.quietly("GET", jobs.jobs_of(shop)).json()[0]["jobId"]
    orders = shop.quietly("GET", f"{jobs.jobs_of(shop)}/{newest}").json()["orders"]
    link = next((one["downloadLink"] for one in orders if "downloadLink" in one), None)
    if link is None:
        raise CheckFailed("the newest job has no order with a link")
    answer = _S3.request("GET", link)
    expect("the status", answer.status, 200)
    expect("Content-Type", answer.headers.get("Content-Type"), "application/pdf")
    expect("the first bytes", answer.data[:5], b"%PDF-")
    other = link[:-1] + ("0" if link[-1] != "0" else "1")
    expect("the status with another signature", _S3.request("GET", other).status, 403)


def pdf_is_bytes(stack: Service, _: Options) -> None:
    """A PDF passes through the gateway unchanged, with any Accept header."""
    office = stack.caller("office")
    path = f"/api/invoices/{office.quietly('POST', '/api/invoices').json()['id']}/pdfs"
    for accepted in ("application/pdf", "text/html", "application/json"):
        answer = office.ask("GET", path, {"Accept": accepted})
        expect(f"the status for {accepted}", answer.status, 200)
        expect(f"the first bytes for {accepted}", answer.data[:5], b"%PDF-")
        expect(f"Content-Type for {accepted}", answer.headers.get("Content-Type"), "application/pdf")


def _form(stack: Service) -> Any:
    insurer = stack.caller("mga")
    wanted = {"contentType": PICTURE[2], "mode": "process"}
    return insurer.quietly("POST", f"/api/v1/invoice/{capture.introduced(insurer)}/uploads", wanted).json()


def _expect_s3_refusal(form: Any, changes: Mapping[str, Any], status: int, code: str) -> None:
    answer = _S3.request("POST", form["url"], fields={**form["fields"], **changes})
    expect(f"the status of {code}", answer.status, status)
    expect(f"whether S3 says {code}", f"<Code>{code}</Code>".encode() in answer.data, True)


CHECKS = (form_is_bound, link_is_bound, pdf_is_bytes)
