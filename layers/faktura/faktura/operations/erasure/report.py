"""What an erasure did, or would do. It has ids, never personal data."""

from dataclasses import dataclass, field
from typing import Any

from faktura.operations.erasure.customer import NOT_SEARCHED
from faktura.operations.erasure.step import Step


@dataclass
class Report:
    """The report of one customer."""

    tenant: str
    customer: str
    is_applied: bool
    erased: list[Step] = field(default_factory=list)
    kept: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Note a step."""
        (self.erased if step.erase else self.kept).append(step)

    def as_json(self) -> dict[str, Any]:
        """As the command prints it. `notFound` says that nothing of the customer was found, or is left.

        `notSearched` is what an erasure does not look into.
        """
        return {
            "tenant": self.tenant,
            "customer": self.customer,
            "applied": self.is_applied,
            "erased": [{"what": one.what, "id": one.id} for one in self.erased],
            "kept": [
                {"what": one.what, "id": one.id, "why": one.why}
                | ({"until": one.until.isoformat()} if one.until else {})
                for one in self.kept
            ],
            "notSearched": [
                {"what": what, "why": why} for what, why in NOT_SEARCHED.get(self.tenant.partition(":")[0], ())
            ],
            "notFound": not (self.erased or self.kept),
        }
