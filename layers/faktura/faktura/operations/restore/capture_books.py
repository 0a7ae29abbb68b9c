"""The books of invoice capture: every ended request is in the list of its state, and in no other."""

from faktura.capture import keys
from faktura.capture.requests.list_entry import entry_of, list_of
from faktura.core.attributes import Item
from faktura.operations.restore.books import Books, Draft, Items, Key


class CaptureBooks(Books):
    """One MGA's books."""

    KINDS = keys.KINDS

    def derive(self, _live: Items, draft: Draft) -> None:
        """Bring the lists in step with the requests."""
        wanted = self._entries(draft)
        for key in self.of_kind(draft, "listing").keys() - wanted.keys():
            del draft[key]
        for key in wanted.keys() - draft.keys():
            self.put(draft, wanted[key])

    def is_erased(self, item: Item, live: Items) -> bool:
        """Whether it is a customer that was erased, or a request of one: its webhook would be sent again."""
        identity = self.KINDS.of(item)
        ids = {"customer": identity.id, "request": str(item.get("customerId", ""))}
        customer = ids.get(identity.kind.name, "")
        return bool(customer) and self.key_of(keys.erasure_key(item["mga"], customer)) in live

    def problems(self, items: Items) -> list[str]:
        """Requests that are in the wrong list, or in none."""
        wanted, listed = self._entries(items).keys(), self.of_kind(items, "listing").keys()
        return [
            *(f"a request is missing in its list: {key[1]}" for key in sorted(wanted - listed)),
            *(f"a list has an entry without its request: {key[1]}" for key in sorted(listed - wanted)),
        ]

    def _entries(self, items: Items) -> dict[Key, Item]:
        requests = self.of_kind(items, "request").values()
        entries = [entry_of(item) for item in requests if item.get("unfinished") != "request" and list_of(item)]
        return {self.key_of(entry): entry for entry in entries}
