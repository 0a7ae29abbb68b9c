"""The people in DynamoDB (`keys.py`). Every write holds the conditions that make it safe to repeat, or to race."""

from collections.abc import Iterator

from faktura.access.errors import AlreadyInvited, IdTaken, UserIdTaken
from faktura.access.people.keys import USERS, email_key, identity_key, person_key, user_key
from faktura.access.people.person import MAX_ID_LENGTH, Identity, Person, SignedIn
from faktura.core.attributes import Item
from faktura.core.aws import client as aws
from faktura.core.counter import Counter
from faktura.core.dynamo import Table, Write, WriteConflict, transact
from faktura.core.settings import setting

_NEW = "attribute_not_exists(#record)"
_RECORD = {"#record": "record"}


class PersonStore:
    """Reads and writes the person table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        aws("dynamodb")

    @classmethod
    def from_settings(cls) -> "PersonStore":
        """The table that the template names."""
        return cls(Table(setting("PERSON_TABLE")))

    def get(self, person_id: str) -> Person | None:
        """The person with this id, `None` if there is none."""
        item = self._table.get(person_key(person_id))
        return Person.model_validate(item, strict=False) if item else None

    def id_of(self, signed_in: SignedIn) -> str:
        """The id of the person with this identity, or else of the one who was invited by this e-mail; else empty."""
        identity, email = identity_key(signed_in.identity), email_key(signed_in.email)
        found = {item["record"]: str(item["personId"]) for item in self._table.get_many([identity, email])}
        return found.get(identity["record"]) or found.get(email["record"]) or ""

    def add(self, person: Person, *others: Write) -> None:
        """Store a new person together with the `others`.

        `AlreadyInvited` if the id, the user id, the e-mail or the identity is taken.
        """
        transact([*self._writes(person), *others])

    def add_with_next_user_id(self, person: Person, *others: Write) -> Person:
        """The same with the next free number as the user id."""
        start = 0
        while True:
            counter = Counter(self._table, USERS, start)
            counter.catch_up()
            try:
                numbers = counter.number(lambda numbers: [*self._writes(_numbered(person, numbers)), *others])
            except UserIdTaken as taken:  # it was given, not counted
                start = taken.user_id
            else:
                return _numbered(person, numbers)

    def absence(self, person_id: str) -> Write:
        """The condition of a transaction that no person has this id; else `IdTaken`."""
        taken = IdTaken(f"{person_id} is a person; choose another id")
        return self._table.checking(
            person_key(person_id), "attribute_not_exists(personId)", otherwise=lambda _found: taken
        )

    def bind(self, person: Person, identity: Identity) -> None:
        """Let the person sign in with this identity from now on; `WriteConflict` if one of the two has another.

        A person who has been disabled meanwhile is a conflict, too.
        """
        unbound = "attribute_exists(#record) AND #identity = :none AND #enabled = :yes"
        named = {**_RECORD, "#identity": "identity", "#enabled": "enabled"}
        values = {":identity": identity.model_dump(by_alias=True), ":none": None, ":yes": True}
        bound = self._table.updating(
            person_key(person.person_id), "SET #identity = :identity", values, unbound, _conflict,
            ExpressionAttributeNames=named,
        )  # fmt: skip
        transact([bound, self._naming(identity_key(identity), person, _conflict)])

    def set_enabled(self, person_id: str, enabled: bool) -> bool:
        """Enable or disable a person; false if there is none with this id."""
        if not 0 < len(person_id) <= MAX_ID_LENGTH:
            return False
        changed = self._table.update(
            person_key(person_id),
            "SET #enabled = :enabled",
            {":enabled": enabled},
            "attribute_exists(#record)",
            ExpressionAttributeNames={**_RECORD, "#enabled": "enabled"},
        )
        return changed is not None

    def _writes(self, person: Person) -> Iterator[Write]:
        item = {**person_key(person.person_id), **person.model_dump(by_alias=True, mode="json")}
        yield self._table.putting(
            item, _NEW, None, _taken(f"{person.person_id} is already invited"), ExpressionAttributeNames=_RECORD
        )
        yield self._naming(user_key(person.user_id), person, lambda _found: UserIdTaken(person.user_id))
        if person.email:
            yield self._naming(email_key(person.email), person, _taken(f"{person.email} is already invited"))
        if person.identity:
            taken = _taken("this issuer and subject are already invited")
            yield self._naming(identity_key(person.identity), person, taken)

    def _naming(self, key: dict[str, str], person: Person, otherwise: object) -> Write:
        item = {**key, "personId": person.person_id}
        return self._table.putting(item, _NEW, None, otherwise, ExpressionAttributeNames=_RECORD)


def _numbered(person: Person, numbers: range) -> Person:
    return person.model_copy(update={"user_id": numbers[0]})


def _conflict(_found: Item | None) -> WriteConflict:
    return WriteConflict()


def _taken(message: str) -> object:
    return lambda _found: AlreadyInvited(message)
