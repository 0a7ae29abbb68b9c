"""What a restore writes: decided from what a table held then and what it holds now, before anything is written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from faktura.core.attributes import Item
from faktura.core.recovery import Identity
from faktura.operations.restore.books import Books, Draft, Items, Key
from faktura.operations.restore.journal_record import Restatement, in_order
from faktura.operations.restore.scope import Scope

VERSION_JUMP = 1_000_000
"""How far the version of an item that was gone moves on: beyond any that a client can have seen since the moment."""

Outcome = Literal["returned", "copied", "unchanged", "kept", "refused", "removed", "derived", "restated"]


@dataclass(frozen=True)
class Change:
    """One write: an item as it is (`None` for none) and as it is to be (`None` to delete it)."""

    key: Key
    before: Item | None
    after: Item | None


@dataclass
class Plan:
    """The changes of one tenant. `counts` are by kind and outcome.

    `restatements` are what journals have to say of some of the changes, in groups that one transaction must hold.
    `problems` are what the books would not agree on afterwards; `new_problems` are those that the restore would cause.
    """

    changes: list[Change] = field(default_factory=list)
    restatements: list[list[Restatement]] = field(default_factory=list)
    counts: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    new_problems: list[str] = field(default_factory=list)


def planned(books: Books, scope: Scope, then: Items, live: Items, present: float) -> Plan:
    """The plan for one tenant's items. `present` is the time in seconds since 1970, to leave out what has expired."""
    plan = Plan()
    draft: Draft = {key: dict(item) for key, item in live.items()}
    outcomes: dict[Key, Outcome] = {}
    for key, item in books.returning(then, live).items():
        identity = books.KINDS.of(item)
        wanted = identity.kind.recovery in ("copied", "missing") and scope.covers(identity)
        if wanted and item.get("expiresAt", present) >= present:
            outcomes[key] = _restore(plan, draft, identity, key, item, scope.only_missing)
    outcomes |= dict(_settle_later(books, scope, then, draft))
    books.end_journals(then, live, draft)
    books.derive(live, draft)
    _give_versions(books, live, draft)
    books.pair(draft)
    plan.restatements = list(in_order(books.restate(live, draft)))
    plan.changes = list(_changes(live, draft))
    plan.counts = _counts(books, live, draft, plan.changes, outcomes)
    if plan.restatements:
        plan.counts["journal", "restated"] = sum(map(len, plan.restatements))
    plan.problems = books.problems(draft)
    known = set(books.problems_before(live, draft)) if plan.changes else set(plan.problems)
    ranges = {one.range for group in plan.restatements for one in group}
    plan.new_problems = [problem for problem in plan.problems if problem not in known]
    plan.new_problems += books.journals_without_end(then, draft, ranges)
    return plan


def _restore(plan: Plan, draft: Draft, identity: Identity, key: Key, then: Item, only_missing: bool) -> Outcome:
    """Put an item of then into the draft, as far as its kind allows."""
    kind, live = identity.kind, draft.get(key)
    if live is None:
        draft[key] = dict(then)
        return "returned"
    if kind.recovery == "missing" or _content(identity, then) == _content(identity, live):
        return "unchanged"
    if only_missing or (kind.order and live[kind.order] > then[kind.order]):
        return "kept"
    if any(then.get(name) != live.get(name) for name in kind.fixed):
        plan.refusals.append(f"{kind.name} {identity.id} has become another one since")
        return "refused"
    draft[key] = _merged(identity, then, live)
    return "copied"


def _counts(
    books: Books, live: Items, draft: Draft, changes: Sequence[Change], outcomes: Mapping[Key, Outcome]
) -> Counter[tuple[str, Outcome]]:
    """How many items of each kind have which outcome. One whose difference is derived anyway is unchanged."""
    counts: Counter[tuple[str, Outcome]] = Counter()
    for key, outcome in outcomes.items():
        item = live.get(key) or draft.get(key) or {}
        is_same = outcome == "copied" and live.get(key) == draft.get(key)
        counts[books.KINDS.of(item).kind.name, "unchanged" if is_same else outcome] += 1
    for change in changes:
        if outcomes.get(change.key) not in ("returned", "copied", "removed"):
            counts[books.KINDS.of(change.after or change.before or {}).kind.name, "derived"] += 1
    return counts


def _content(identity: Identity, item: Item) -> dict[str, Any]:
    """What of an item is compared: not the version, and nothing that never returns to an earlier value."""
    apart = identity.kind.keeps | {identity.kind.version}
    return {name: value for name, value in item.items() if name not in apart}


def _merged(identity: Identity, then: Item, live: Item) -> dict[str, Any]:
    apart = identity.kind.keeps | {identity.kind.version}
    return _content(identity, then) | {name: value for name, value in live.items() if name in apart}


def _settle_later(books: Books, scope: Scope, then: Items, draft: Draft) -> Iterator[tuple[Key, Outcome]]:
    """Keep what came after the moment, or remove it where that is asked for and nothing has been numbered from it."""
    for key, item in list(draft.items()):
        identity = books.KINDS.of(item)
        if key in then or identity.kind.recovery in ("never", "derived") or not scope.covers(identity):
            continue
        is_removed = scope.remove_later and identity.kind.removable and books.may_remove(item)
        if is_removed:
            del draft[key]
        yield key, "removed" if is_removed else "kept"


def _give_versions(books: Books, live: Items, draft: Draft) -> None:
    """Let no changed item have a version that it has had before: a client may hold that one."""
    for key, item in draft.items():
        name, before = books.KINDS.of(item).kind.version, live.get(key)
        if not name or name not in item or item == before:
            continue
        version = max(item[name], before.get(name, 0)) + 1 if before else item[name] + VERSION_JUMP
        draft[key] = {**item, name: Decimal(version)}


def _changes(live: Items, draft: Draft) -> Iterator[Change]:
    for key in sorted(live.keys() | draft.keys()):
        if live.get(key) != draft.get(key):
            yield Change(key, live.get(key), draft.get(key))
