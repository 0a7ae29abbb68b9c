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

    def returning(self, then: Items, live: Items) -> Items:
        """Without customers that were erased, and without requests of them: their webhooks would be sent again.

        Nor do the fingerprints of their documents return: the next such document would be a duplicate.
        """
        erased = {keys.id_of_erasure(item["record"]) for item in self.of_kind(live, "erasure").values()}
        return {key: item for key, item in then.items() if self._customer_of(item, then) not in erased}

    def problems(self, items: Items) -> list[str]:
        """Requests that are in the wrong list, or in none."""
        wanted, listed = self._entries(items).keys(), self.of_kind(items, "listing").keys()
        return [
            *(f"a request is missing in its list: {key[1]}" for key in sorted(wanted - listed)),
            *(f"a list has an entry without its request: {key[1]}" for key in sorted(listed - wanted)),
        ]

    def _customer_of(self, item: Item, then: Items) -> str:
        """The id of the customer whom an item is about; empty for any other item."""
        identity = self.KINDS.of(item)
        match identity.kind.name:
            case "customer":
                return identity.id
            case "request":
                return str(item.get("customerId", ""))
            case "fingerprint":
                request = then.get(self.key_of(keys.request_key(item["mga"], item["requestId"])), {})
                return str(request.get("customerId", ""))
        return ""

    def _entries(self, items: Items) -> dict[Key, Item]:
        requests = self.of_kind(items, "request").values()
        entries = [entry_of(item) for item in requests if item.get("unfinished") != "request" and list_of(item)]
        return {self.key_of(entry): entry for entry in entries}
