"""The books of one table: what its items must agree on, and what follows from them."""

from collections.abc import Mapping, MutableMapping, Set
from typing import Any, ClassVar

from faktura.core.attributes import Item
from faktura.core.recovery import Kinds
from faktura.operations.restore.journal_record import Restatement

Key = tuple[str, ...]
"""The values of an item's key attributes."""

Items = Mapping[Key, Item]
Draft = MutableMapping[Key, dict[str, Any]]
"""The items as they are to be; their mappings may be replaced, not changed."""


class Books:
    """The rules of a table that has none beyond its kinds. An API's books are a subclass."""

    KINDS: ClassVar[Kinds]
    IS_WHOLE: ClassVar[bool] = False
    """Whether tenants share items, so that the table is judged as a whole."""

    def end_journals(self, then: Items, live: Items, draft: Draft) -> None:
        """Complete the journals that the draft has got entries of, before anything follows from what they say."""

    def derive(self, live: Items, draft: Draft) -> None:
        """Compute the derived items and attributes of the draft anew."""

    def pair(self, draft: Draft) -> None:
        """Let items refer to the versions that others have got, after all versions are given."""

    def returning(self, then: Items, live: Items) -> Items:  # noqa: ARG002  # of a subclass
        """The items of then that may return: without what the live table notes as erased since."""
        return then

    def restate(self, live: Items, draft: Draft) -> list[Restatement]:  # noqa: ARG002  # of a subclass
        """What the journals must say of the numbered documents that the draft changes, and they do not say yet.

        Journals are never rewound. Called last, because it looks at the documents as they are to be.
        """
        return []

    def journals_without_end(self, then: Items, draft: Draft, ranges: Set[str]) -> list[str]:  # noqa: ARG002  # of a subclass
        """Why the journals of these ranges cannot go on, each as a sentence: what they had would be replaced."""
        return []

    def may_remove(self, item: Item) -> bool:  # noqa: ARG002  # of a subclass
        """Whether nothing has been numbered from a removable item."""
        return True

    def problems(self, items: Items) -> list[str]:  # noqa: ARG002  # of a subclass
        """What the items do not agree on, each as a sentence without personal data."""
        return []

    def problems_before(self, live: Items, draft: Draft) -> list[str]:  # noqa: ARG002  # of a subclass
        """The problems of the live items. What is gone to the last item is missed only beside what returns of it."""
        return self.problems(live)

    def key_of(self, item: Item) -> Key:
        """An item's key."""
        return tuple(str(item[name]) for name in self.KINDS.attributes)

    def put(self, draft: Draft, item: Item) -> None:
        """Put an item into the draft."""
        draft[self.key_of(item)] = dict(item)

    def of_kind(self, items: Items, kind: str) -> dict[Key, Item]:
        """The items of one kind."""
        return {key: item for key, item in items.items() if self.KINDS.of(item).kind.name == kind}
