"""Finds the person who has signed in, and binds an invitation to the identity that uses it first (decision 52)."""

from dataclasses import dataclass

from faktura.access.errors import PersonRefused
from faktura.access.people.person import Person, SignedIn
from faktura.access.people.person_store import PersonStore
from faktura.core.dynamo import retry_on_conflict
from faktura.core.observability import log


@dataclass(frozen=True)
class PersonService:
    """Knows the people."""

    people: PersonStore

    @classmethod
    def from_settings(cls) -> "PersonService":
        """With the table that the template names."""
        return cls(PersonStore.from_settings())

    def signed_in(self, signed_in: SignedIn) -> Person:
        """The person who has signed in; else `PersonRefused`.

        Whoever is not invited gets the same answer as whoever is disabled, after the same reads.
        """
        return retry_on_conflict(lambda: self._signed_in(signed_in))

    def _signed_in(self, signed_in: SignedIn) -> Person:
        person = self.people.get(self.people.id_of(signed_in))
        if person is None or not person.enabled:
            raise PersonRefused
        if person.identity is None:
            self.people.bind(person, signed_in.identity)
            log.info("invitation used", person_id=person.person_id)
        elif person.identity != signed_in.identity:
            raise PersonRefused
        return person
