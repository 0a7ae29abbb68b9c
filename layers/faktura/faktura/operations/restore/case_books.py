"""The books of provider invoices: the counts of cases, partners and providers."""

from collections import Counter
from collections.abc import Iterator

from faktura.cases import keys
from faktura.operations.restore.books import Books, Draft, Items


class CaseBooks(Books):
    """The books of all providers and partners; a partner's invoices are on cases of several providers."""

    KINDS = keys.KINDS
    IS_WHOLE = True

    def derive(self, _live: Items, draft: Draft) -> None:
        """Count the invoices of each case and of each partner anew."""
        counts = self._by_case(draft)
        for case in self.of_kind(draft, "case").values():
            if case["invoices"] != counts[case["guid"]]:
                self.put(draft, {**case, "invoices": counts[case["guid"]]})
        for partner, count in self._by_partner(draft, counts).items():
            key = keys.tally_key(partner)
            tally = draft.get(self.key_of(key), key)
            if tally.get("invoices", 0) != count:
                self.put(draft, {**tally, "invoices": count})

    def problems(self, items: Items) -> list[str]:
        """Invoices without a case, counts that differ, and numbers without an invoice."""
        counts = self._by_case(items)
        cases = {item["guid"]: item for item in self.of_kind(items, "case").values()}
        lost = [f"case {guid} is missing, and {counts[guid]} invoices are on it" for guid in counts.keys() - cases]
        miscounted = [
            f"case {guid} counts {case['invoices']} invoices and has {counts[guid]}"
            for guid, case in cases.items()
            if case["invoices"] != counts[guid]
        ]
        return [*lost, *miscounted, *self._of_partners(items, counts), *self._of_providers(items)]

    def problems_before(self, live: Items, draft: Draft) -> list[str]:
        """Also of providers that lack no more invoices in the draft than now: not all that are missing may return."""
        lacked = {provider: numbered - held for provider, numbered, held in self._numbered(live)}
        known = [
            _misnumbered(provider, numbered, held)
            for provider, numbered, held in self._numbered(draft)
            if 0 < numbered - held <= lacked.get(provider, 0)
        ]
        return [*self.problems(live), *known]

    def _of_partners(self, items: Items, counts: Counter[str]) -> Iterator[str]:
        for partner, count in self._by_partner(items, counts).items():
            counted = items.get(self.key_of(keys.tally_key(partner)), {}).get("invoices", 0)
            if counted != count:
                yield f"partner {partner} counts {counted} invoices and has {count}"

    def _of_providers(self, items: Items) -> Iterator[str]:
        return (_misnumbered(*one) for one in self._numbered(items) if one[1] != one[2])

    def _numbered(self, items: Items) -> Iterator[tuple[str, int, int]]:
        """Each provider, how many invoices it has numbered, and how many there are."""
        held = Counter(self.KINDS.of(item).tenant for item in self.of_kind(items, "invoice").values())
        ledgers = self.of_kind(items, "ledger").values()
        numbered = {self.KINDS.of(item).tenant: int(item.get("last", 0)) for item in ledgers}
        return ((provider, numbered.get(provider, 0), held[provider]) for provider in sorted(held.keys() | numbered))

    def _by_case(self, items: Items) -> Counter[str]:
        return Counter(str(item["guid"]) for item in self.of_kind(items, "invoice").values())

    def _by_partner(self, items: Items, counts: Counter[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for case in self.of_kind(items, "case").values():
            found[case["partnerId"]] += counts[case["guid"]]
        return found


def _misnumbered(provider: str, numbered: int, held: int) -> str:
    return f"provider {provider} has numbered {numbered} invoices and has {held}"
