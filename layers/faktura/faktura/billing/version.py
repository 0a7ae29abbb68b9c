"""What invoices and payments have in common: an id, tags, their authors, and a version that counts changes."""

from typing import Self

from pydantic import Field

from faktura.billing.fields.identity import Id
from faktura.billing.member import Author
from faktura.core.exact_numbers import Whole
from faktura.core.model import Model


class Versioned(Model):
    """A stored invoice or payment."""

    id: Id
    tags: list[str] = Field(default_factory=list)
    created_by: Author
    last_updated_by: Author
    version: Whole = 0

    def next_version(self, author: Author | None = None) -> Self:
        """The same record, one version later. Without an `author` the last one stays: only copied data has changed."""
        return self.model_copy(
            update={"version": self.version + 1, "last_updated_by": author or self.last_updated_by},
        )
