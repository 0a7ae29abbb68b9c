"""Checks of background work: scheduled jobs and webhooks."""

import time
from typing import Any

from deployment.smoke.checking import CheckFailed, Options, Skipped, expect, expect_error
from local.demo import capture, jobs
from local.demo.caller import Caller, Service
from local.demo.samples import ORDER, PICTURE

_DUE = {"threshold": "24", "status": "CREATED", "extendedOrderStatus": "70"}
_INTERNAL_URL = "https://169.254.169.254/latest/meta-data"


def schedule_starts_a_job(stack: Service, options: Options) -> None:
    """The schedule starts a job that invoices the order that is due."""
    if not options.patience:
        raise Skipped("it waits for JobSchedule, an hour by default; set PATIENCE=4000 to wait 4,000 seconds")
    shop, order = stack.caller("shop"), f"due-{int(time.time())}"
    jobs.configure(shop, "invoiceNumbering", {"preText": "SMOKE-", "numberOfDigits": "6"})
    shop.call("PUT", jobs.order_of(shop, order), {**ORDER, "id": order})
    jobs.configure(shop, "invoiceSettings", _DUE)
    try:
        found = next(
            one for listed in shop.polled(jobs.jobs_of(shop), options.patience) if (one := _of(shop, order, listed))
        )
    finally:
        jobs.configure(shop, "invoiceSettings", None)  # no scheduled jobs from now on
    expect("the order's state", found["orderStatus"], "SUCCESS")


def internal_webhook_is_refused(stack: Service, _: Options) -> None:
    """A webhook to an address inside AWS is refused."""
    insurer = stack.caller("mga")
    wanted = {"contentType": PICTURE[2], "mode": "process", "webhookUrl": _INTERNAL_URL}
    path = f"/api/v1/invoice/{capture.introduced(insurer)}/uploads"
    expect_error(insurer.ask("POST", path, json=wanted), 400, "INVALID_WEBHOOK_URL")


def webhook_arrives(stack: Service, options: Options) -> None:
    """A receiver accepts a webhook at the first attempt."""
    if not options.webhook_url:
        raise Skipped("set WEBHOOK_URL to a receiver that answers 2xx")
    insurer = stack.caller("mga")
    document = capture.uploaded(insurer, capture.introduced(insurer), options.webhook_url)
    for request in insurer.polled(capture.request_of(document)):
        attempts = request["webhook"]["attempts"]
        if request["webhook"]["state"] != "pending" or len(attempts) > 1:  # until then, the first may be under way
            break
    if not 200 <= attempts[0].get("status", 0) < 300:
        raise CheckFailed(f"the first attempt: expected a status of 2xx, got {attempts[0]}")


def _of(shop: Caller, order: str, listed: Any) -> Any:
    """The order in an automatic job that is done. None if there is no such job."""
    for job in listed:
        if job["jobType"] == "AUTOMATIC":
            page = shop.quietly("GET", f"{jobs.jobs_of(shop)}/{job['jobId']}").json()
            found = [one for one in page["orders"] if one["orderId"] == order and page["jobStatus"] == "DONE"]
            return found[0] if found else None
    return None


CHECKS = (internal_webhook_is_refused, webhook_arrives, schedule_starts_a_job)
