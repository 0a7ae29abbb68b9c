"""A shop as a caller of the running product: its orders, configurations and jobs."""

import time
from typing import Any

from tests.support.local.calls import Caller
from tests.support.local.stacks import eventually


class Shop(Caller):
    """A client of one tenant."""

    @property
    def tenant(self) -> str:
        return self.client_id.removeprefix("shop-")

    def configure(self, key: str, **value: Any) -> None:
        path = f"/configuration/{self.tenant}/configurations/{key}"
        assert self.call("PUT", path, json={"key": key, "value": value}).status_code == 200

    def put(self, order: dict[str, Any]) -> None:
        path = f"/order-v2/{self.tenant}/salesorders/{order['id']}"
        assert self.call("PUT", path, json=order).status_code == 200

    def start(self, *order_ids: str) -> str:
        body = {"jobType": "MANUAL", "orderIds": order_ids}
        answer = self.call("POST", f"/invoice/{self.tenant}/jobs/invoices", json=body)
        assert answer.status_code == 201
        return str(answer.json()["jobId"])

    def job(self, job_id: str) -> dict[str, Any]:
        return dict(self.call("GET", f"/invoice/{self.tenant}/jobs/invoices/{job_id}").json())

    def done(self, job_id: str) -> list[dict[str, Any]]:
        """The job's orders once it is done."""

        def ended() -> Any:
            time.sleep(0.2)
            job = self.job(job_id)
            return job if job["jobStatus"] == "DONE" else None

        orders: list[dict[str, Any]] = eventually(ended, seconds=120)["orders"]
        return orders
