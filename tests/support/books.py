"""A model of client billing on plain dictionaries: the rules of docs/apis/billing.md for invoices and payments.

It shares no code with the product. Each step returns the expected status; `invoice` and `payment` give what a member
sees; everything derived (balances, lists, redaction) is computed anew from allocations alone.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Shares = dict[int, Decimal]
TAG = "immigration"


@dataclass
class Books:
    """One office's books. Only the `shares` of payments record how much is paid for which invoice."""

    invoices: dict[int, dict[str, Any]] = field(default_factory=dict)
    payments: dict[int, dict[str, Any]] = field(default_factory=dict)
    donations: int = 0

    def copy(self) -> "Books":
        return deepcopy(self)

    def create_invoice(self, tagged: bool) -> int:
        new = {"lines": 0, "total": Decimal(0), "status": "draft", "clients": [], "tagged": tagged}
        self.invoices[len(self.invoices) + 1] = new
        return 201

    def change_invoice(self, key: int, change: dict[str, Any], tagged: bool) -> int:
        if key not in self.invoices:
            return 404
        if self._is_secret(key) and not tagged:
            return 403
        after = self.copy()
        status = after._changed(key, change, tagged)
        if status == 200:
            self.invoices, self.payments = after.invoices, after.payments
        return status

    def create_payment(self, new: dict[str, Any], tagged: bool) -> int:
        after = self.copy()
        key = len(self.payments) + 1
        after.payments[key] = {"tagged": tagged, "deleted": False, "donation": None, "shares": {}}
        status = after._paid(key, new, tagged)
        if status == 200:
            self.invoices, self.payments, self.donations = after.invoices, after.payments, after.donations
        return 201 if status == 200 else status

    def change_payment(self, key: int, change: dict[str, Any], tagged: bool) -> int:
        if key not in self.payments or self.payments[key]["deleted"]:
            return 404
        if self.is_redacted(key) and not tagged:
            return 403
        after = self.copy()
        status = after._paid(key, change, tagged)
        if status == 200:
            self.invoices, self.payments, self.donations = after.invoices, after.payments, after.donations
        return status

    def delete_payment(self, key: int, tagged: bool) -> int:
        if key not in self.payments or self.payments[key]["deleted"]:
            return 404
        if self.is_redacted(key) and not tagged:
            return 403
        before = self.copy()
        self.payments[key]["deleted"] = True
        self._follow(before)
        return 204

    def paid(self, key: int) -> Shares:
        """The amount that each payment which is not deleted gives to the invoice."""
        return {
            number: payment["shares"][key]
            for number, payment in self.payments.items()
            if key in payment["shares"] and not payment["deleted"]
        }

    def is_redacted(self, key: int) -> bool:
        payment = self.payments[key]
        return payment["tagged"] or any(self._is_secret(invoice) for invoice in payment["shares"])

    def invoice(self, key: int, tagged: bool) -> dict[str, Any]:
        """The fields of a GET that follow from the steps."""
        kept, paid = self.invoices[key], self.paid(key)
        is_redacted = kept["tagged"] and not tagged
        entries = [
            {"paymentId": number, "paymentAmount": None, "amountTowardsInvoice": None}
            if is_redacted or (self.is_redacted(number) and not tagged)
            else {
                "paymentId": number,
                "paymentAmount": self.payments[number]["paymentAmount"],
                "amountTowardsInvoice": amount,
            }
            for number, amount in sorted(paid.items())
        ]
        return {
            "id": key,
            "lines": 0 if is_redacted else kept["lines"],
            "totalCharged": None if is_redacted else kept["total"],
            "totalPaid": None if is_redacted else sum(paid.values()),
            "status": kept["status"],
            "payments": entries,
            "clients": kept["clients"],
            "redacted": is_redacted,
        }

    def payment(self, key: int, tagged: bool) -> dict[str, Any]:
        """The same for a payment."""
        kept = self.payments[key]
        is_redacted = self.is_redacted(key) and not tagged
        return {
            "id": key,
            "paymentAmount": None if is_redacted else kept["paymentAmount"],
            "invoices": [
                {"invoiceId": invoice, "amount": None if is_redacted else amount}
                for invoice, amount in kept["shares"].items()
            ],
            "donationId": kept["donation"] and kept["donation"][0],
            "donationAmount": None if is_redacted or not kept["donation"] else kept["donation"][1],
            "payerClientIds": kept["payers"],
            "redacted": is_redacted,
        }

    def live_payments(self) -> list[int]:
        return [key for key, payment in self.payments.items() if not payment["deleted"]]

    def invoices_of(self, client: int) -> list[int]:
        return [key for key, invoice in self.invoices.items() if client in invoice["clients"]]

    def payments_of(self, client: int) -> list[int]:
        reached = {number for key in self.invoices_of(client) for number in self.paid(key)}
        return [key for key in self.live_payments() if key in reached or client in self.payments[key]["payers"]]

    def detached_invoices(self) -> list[int]:
        return [key for key, invoice in self.invoices.items() if not invoice["clients"] and invoice["total"] > 0]

    def detached_payments(self) -> list[int]:
        return [
            key
            for key in self.live_payments()
            if not self.payments[key]["payers"]
            and not any(self.invoices[invoice]["clients"] for invoice in self.payments[key]["shares"])
        ]

    def _is_secret(self, key: int) -> bool:
        return bool(self.invoices[key]["tagged"])

    def _changed(self, key: int, change: dict[str, Any], tagged: bool) -> int:
        before, invoice = self.copy(), self.invoices[key]
        wanted = change.get("payments")
        if wanted is not None:
            if not tagged and any(self.is_redacted(number) for number in self.paid(key)):
                return 403
            if any(number not in self.live_payments() for number in wanted):
                return 400
            if not tagged and any(self.is_redacted(number) for number in wanted):
                return 403
        invoice["tagged"] = invoice["tagged"] or tagged
        invoice["lines"] = change.get("lines", invoice["lines"])
        invoice["total"] = change.get("totalCharged", invoice["total"])
        invoice["clients"] = change.get("clients", invoice["clients"])
        if wanted is not None:
            for number in self.live_payments():
                self._allocate(number, key, wanted.get(number))
            if any(self._left(number) < 0 for number in wanted if wanted[number] != before.paid(key).get(number)):
                return 400
        self._follow(before, key, change.get("status"))
        return 400 if self._pays_closed(before) else 200

    def _paid(self, key: int, change: dict[str, Any], tagged: bool) -> int:
        before, payment = self.copy(), self.payments[key]
        shares = change.get("shares", payment["shares"])
        if any(invoice not in self.invoices for invoice in shares):
            return 400
        if not tagged and any(self._is_secret(invoice) for invoice in shares):
            return 403
        payment["tagged"] = payment["tagged"] or tagged
        payment["paymentAmount"] = change.get("paymentAmount", payment.get("paymentAmount"))
        payment["payers"] = change.get("payers", payment.get("payers", []))
        payment["shares"] = dict(shares)
        if "donation" in change:
            self._donate(payment, change["donation"])
        if self._left(key) < 0:
            return 400
        self._follow(before)
        return 400 if self._pays_closed(before) else 200

    def _donate(self, payment: dict[str, Any], amount: Decimal | None) -> None:
        if not amount:
            payment["donation"] = None
        elif payment["donation"]:
            payment["donation"] = (payment["donation"][0], amount)
        else:
            self.donations += 1
            payment["donation"] = (self.donations, amount)

    def _allocate(self, number: int, key: int, amount: Decimal | None) -> None:
        if amount is None:
            self.payments[number]["shares"].pop(key, None)
        else:
            self.payments[number]["shares"][key] = amount

    def _left(self, key: int) -> Decimal:
        payment = self.payments[key]
        donated = payment["donation"][1] if payment["donation"] else Decimal(0)
        left: Decimal = payment["paymentAmount"] - donated - sum(payment["shares"].values())
        return left

    def _follow(self, before: "Books", changed: int | None = None, requested: str | None = None) -> None:
        """The automatic changes of status: of the changed invoice, and of those whose payments have changed."""
        for key, invoice in self.invoices.items():
            was = before.invoices[key]
            bears = (was["total"], before.paid(key)) != (invoice["total"], self.paid(key))
            bears = bears or was["lines"] != invoice["lines"]
            if key == changed and requested:
                invoice["status"] = requested
            elif bears:
                if invoice["status"] == "draft" and was["lines"] == 0 and invoice["lines"] > 0:
                    invoice["status"] = "open"
                covered = invoice["total"] > 0 and sum(self.paid(key).values()) >= invoice["total"]
                if covered and invoice["status"] in ("draft", "open"):
                    invoice["status"] = "completed"
                elif not covered and invoice["status"] == "completed":
                    invoice["status"] = "open"

    def _pays_closed(self, before: "Books") -> bool:
        return any(
            invoice["status"] == "closed" and amount > before.paid(key).get(number, 0)
            for key, invoice in self.invoices.items()
            for number, amount in self.paid(key).items()
        )
