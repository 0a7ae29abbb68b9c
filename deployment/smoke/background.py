"""What happens without a caller: the schedule's jobs, and webhooks."""

import time
from typing import Any

from deployment.smoke.checking import Asked, Skipped, Wrong, expect, expect_refusal
from local.demo import capture, jobs
from local.demo.caller import Caller, Service
from local.demo.samples import ORDER, PICTURE

_DUE = {"threshold": "24", "status": "CREATED", "extendedOrderStatus": "70"}
_INTERNAL_URL = "https://169.254.169.254/latest/meta-data"


def schedule_starts_a_job(stack: Service, asked: Asked) -> None:
    """The schedule starts a job by itself, which invoices the order that is due."""
    if not asked.patience:
        raise Skipped("it takes as long as JobSchedule says, an hour by default; PATIENCE=4000 waits so many seconds")
    shop, order = stack.caller("shop"), f"due-{int(time.time())}"
    jobs.configure(shop, "invoiceNumbering", {"preText": "SMOKE-", "numberOfDigits": "6"})
    shop.call("PUT", jobs.order_of(shop, order), {**ORDER, "id": order})
    jobs.configure(shop, "invoiceSettings", _DUE)
    try:
        found = next(
            one for listed in shop.polled(jobs.jobs_of(shop), asked.patience) if (one := _of(shop, order, listed))
        )
    finally:
        jobs.configure(shop, "invoiceSettings", None)  # off the schedule again
    expect("the order's state", found["orderStatus"], "SUCCESS")


def internal_webhook_is_refused(stack: Service, _: Asked) -> None:
    """A webhook to an address inside AWS is refused."""
    insurer = stack.caller("mga")
    wanted = {"contentType": PICTURE[2], "mode": "process", "webhookUrl": _INTERNAL_URL}
    path = f"/api/v1/invoice/{capture.introduced(insurer)}/uploads"
    expect_refusal(insurer.ask("POST", path, json=wanted), 400, "INVALID_WEBHOOK_URL")


def webhook_arrives(stack: Service, asked: Asked) -> None:
    """A webhook is taken by its receiver at the first attempt."""
    if not asked.webhook_url:
        raise Skipped("WEBHOOK_URL says where a webhook may go; its receiver must answer 2xx")
    insurer = stack.caller("mga")
    document = capture.uploaded(insurer, capture.introduced(insurer), asked.webhook_url)
    for told in insurer.polled(capture.request_of(document)):
        if attempts := told["webhook"]["attempts"]:
            break
    if not 200 <= attempts[0].get("status", 0) < 300:
        raise Wrong(f"the first attempt: expected a status of 2xx, got {attempts[0]}")


def _of(shop: Caller, order: str, listed: Any) -> Any:
    """The order in an automatic job that is done; None where there is none of it."""
    for job in listed:
        if job["jobType"] == "AUTOMATIC":
            told = shop.quietly("GET", f"{jobs.jobs_of(shop)}/{job['jobId']}").json()
            found = [one for one in told["orders"] if one["orderId"] == order and told["jobStatus"] == "DONE"]
            return found[0] if found else None
    return None


CHECKS = (internal_webhook_is_refused, webhook_arrives, schedule_starts_a_job)
