"""An issued document together with what is credited of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from faktura.jobs.invoices.invoice import Invoice


@dataclass(frozen=True)
class StoredInvoice:
    """An invoice or a credit note with what is left of it to credit (nothing, of a credit note) and its credit notes.

    `is_undrawn` means that its PDF may not be stored. `version` counts the credit notes.
    """

    invoice: Invoice
    left: Mapping[str, Decimal]
    credit_notes: Sequence[str] = ()
    is_undrawn: bool = False

    @property
    def version(self) -> int:
        """How often it was credited."""
        return len(self.credit_notes)
