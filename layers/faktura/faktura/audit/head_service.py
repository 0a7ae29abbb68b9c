"""Signs the heads of journals, after verifying that each journal goes on from the head that was signed last.

A journal that was changed gets no head. So the daily run also shows whether somebody changed one.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, Self

from faktura.audit.chain import Chain
from faktura.audit.errors import BadHead, Broken
from faktura.audit.head import SignedHead, Statement, verified
from faktura.audit.head_store import HeadStore, StoredHead, key_of
from faktura.audit.journal import Head
from faktura.audit.journal_store import JournalStore, Registered
from faktura.audit.key_client import KeyClient
from faktura.core.clock import Deadline, DeadlinePassed, now, timestamp
from faktura.core.dynamo import retry_on_conflict
from faktura.core.errors import Unavailable
from faktura.core.object_name import object_name
from faktura.core.observability import count, log, reason_of
from faktura.core.parallel import each

MAX_AGE = timedelta(days=7)
"""A journal without new entries is signed this often, so that an auditor sees that it is watched."""

MAX_ENTRIES = 10_000
"""Of one head. A journal with more new entries gets several, so that no work is lost when the time is up."""

Outcome = Literal["signed", "unchanged", "done", "changed", "left", "failed"]
"""`done`: an earlier try of this run signed it; `changed`: the journal is not as it was signed; `left`: no time."""


class HeadService:
    """Signs with one key, into one bucket."""

    def __init__(self, heads: HeadStore, key: KeyClient) -> None:
        self._heads, self._key = heads, key

    @classmethod
    def from_settings(cls) -> Self:
        """With the key and the bucket that the template names."""
        return cls(HeadStore.from_settings(), KeyClient.from_settings())

    def sign(self, ranges: Iterable[Registered], due_at: datetime, deadline: Deadline) -> None:
        """Sign the head of each range that has new entries, for the run that was due at this moment.

        `Unavailable` if a range failed or there was no time for it, so that the whole call is repeated. A range that
        has a head since `due_at` is skipped then.
        """
        known = self._heads.names()  # before the registers: a new range is registered before it has a head
        registered = list(ranges)
        outcomes = Counter[str](each(partial(self._outcome, due_at, deadline, self._key.thumbprints), registered))
        outcomes["changed"] += self._missing(known - {object_name(one.place.range) for one in registered})
        log.info("heads signed", ranges=len(registered), outcomes=dict(outcomes))
        count(HeadsSigned=outcomes["signed"], JournalsChanged=outcomes["changed"])
        if again := outcomes["left"] + outcomes["failed"]:
            raise Unavailable(f"{again} journals have no head yet.")

    def _outcome(self, due_at: datetime, deadline: Deadline, ours: frozenset[str], registered: Registered) -> Outcome:
        if deadline.has_passed:
            return "left"
        name = registered.place.range
        try:
            return retry_on_conflict(lambda: self._sign(registered, due_at, ours))
        except (Broken, BadHead) as fault:
            log.error("journal changed", number_range=name, reason=str(fault))
            return "changed"
        except DeadlinePassed:  # during an AWS call
            return "left"
        except Exception as fault:
            log.exception("head not signed", number_range=name, reason=reason_of(fault))
            return "failed"

    def _sign(self, registered: Registered, due_at: datetime, ours: frozenset[str]) -> Outcome:
        journal, name = JournalStore(registered.place), registered.place.range
        stored = self._heads.last(name)
        last = _verified(stored, name, ours).statement if stored else None
        if stored and last and registered.signed_at < last.at:  # a run ended between the bucket and the register
            journal.record_signed(stored.text, last.position, last.at)
        end = journal.head()
        if last and _moment(last) >= due_at and end.position - last.position < MAX_ENTRIES:
            return "done"
        chain = Chain.after(last) if last else Chain.begun(name)
        _verify_start(journal, chain, end)
        if last and chain.position == end.position and now() - _moment(last) < MAX_AGE:
            return "unchanged"
        self._sign_chain(journal, chain, end)
        return "signed"

    def _sign_chain(self, journal: JournalStore, chain: Chain, end: Head) -> None:
        """Verify the new entries and sign the head after every `MAX_ENTRIES` and after the last."""
        is_signed = False
        while not is_signed:
            _follow(journal, chain, min(end.position, chain.position + MAX_ENTRIES))
            is_signed = chain.position == end.position
            if is_signed:
                _verify_end(chain, end)
            statement = chain.statement(timestamp(now()))
            text = self._key.sign(statement)
            self._heads.put(statement, text)
            journal.record_signed(text, statement.position, statement.at)

    def _missing(self, names: Iterable[str]) -> int:
        """How many ranges have a head, but are not registered any more."""
        missing = [name for name in names if self._heads.last_named(name)]
        for name in missing:
            log.error("journal changed", number_range=name, reason="It has a signed head, but it is not registered.")
        return len(missing)


def _verified(stored: StoredHead, name: str, ours: frozenset[str]) -> SignedHead:
    """The head, if one of our keys signed it for this range and this key of the bucket."""
    head = verified(stored.text)
    if head.thumbprint not in ours:
        raise BadHead(f"The head {stored.key} is signed by the key {head.thumbprint}, which is not ours.")
    if head.statement.range != name or key_of(head.statement) != stored.key:
        raise BadHead(f"The head {stored.key} is that of {key_of(head.statement)}.")
    return head


def _verify_start(journal: JournalStore, chain: Chain, end: Head) -> None:
    """Verify that the entry that was signed last is still there, and that the journal did not become shorter."""
    if not end.position:
        raise Broken("The journal is registered, but it has no head.")
    if end.position < chain.position:
        raise Broken(f"The journal ends with entry {end.position}, but it had {chain.position}.")
    if chain.position and [one.entry.hash for one in journal.entries(chain.position - 1, 1)] != [chain.hash]:
        raise Broken(f"Entry {chain.position} was removed or changed since it was signed.")
    if end.position == chain.position:
        _verify_end(chain, end)


def _follow(journal: JournalStore, chain: Chain, position: int) -> None:
    """Verify the chain up to the entry at this position."""
    while chain.position < position:
        found = journal.entries(chain.position, position - chain.position)
        if not found:
            raise Broken(f"Entry {chain.position + 1} is missing.")
        for one in found:
            chain.follow(one.entry)


def _verify_end(chain: Chain, end: Head) -> None:
    if chain.hash != end.hash:
        raise Broken(f"The end of the journal is not that of its last entry, {end.position}.")


def _moment(statement: Statement) -> datetime:
    return datetime.fromisoformat(statement.at)
