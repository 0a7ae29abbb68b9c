"""The people in DynamoDB (`keys.py`). Every write holds the conditions that make it safe to repeat, or to race."""

from collections.abc import Callable, Iterator

from faktura.access.errors import AlreadyInvited, IdTaken, StillEnabled, UserIdTaken
from faktura.access.people.keys import USERS, email_key, identity_key, person_key, user_key
from faktura.access.people.person import MAX_ID_LENGTH, Identity, Person, SignedIn
from faktura.core.attributes import Item
from faktura.core.aws import client as aws
from faktura.core.counter import Counter
from faktura.core.dynamo import Table, Write, WriteConflict, retry_on_conflict, transact
from faktura.core.settings import setting

_NEW = "attribute_not_exists(#record)"
_NEW_OR_FREE = "attribute_not_exists(#record) OR #removed = :yes"
_PRESENT = "attribute_exists(#record) AND attribute_not_exists(#removed)"
_THEIRS = "attribute_not_exists(personId) OR personId = :id"
_RECORD = {"#record": "record"}
_REMOVED = {"#removed": "removed"}
_CHANGEABLE = {"#roles": "roles", "#context": "context", "#firstName": "firstName", "#lastName": "lastName"}


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
        """The person with this id, `None` if there is none or the person was removed."""
        item = self._table.get(person_key(person_id))
        return _person(item) if item and "removed" not in item else None

    def id_of(self, signed_in: SignedIn) -> str:
        """The id of the person with this identity, or else of the one who was invited by this e-mail; else empty."""
        identity, email = identity_key(signed_in.identity), email_key(signed_in.email)
        found = {item["record"]: str(item["personId"]) for item in self._table.get_many([identity, email])}
        return found.get(identity["record"]) or found.get(email["record"]) or ""

    def add(self, person: Person, *others: Write) -> None:
        """Store a new person together with the `others`.

        `AlreadyInvited` if the id, the user id, the e-mail or the identity is taken. The user id of a person who was
        removed is not: whoever names it invites the same human.
        """
        transact([*self._writes(person), *others])

    def add_with_next_user_id(self, person: Person, *others: Write) -> Person:
        """The same with the next number that nobody has or had as the user id."""
        start = 0
        while True:
            counter = Counter(self._table, USERS, start)
            counter.catch_up()
            try:
                numbers = counter.number(lambda numbers: [*self._writes(_numbered(person, numbers), _NEW), *others])
            except UserIdTaken as taken:  # it was given, not counted
                start = taken.user_id
            else:
                return _numbered(person, numbers)

    def absence(self, person_id: str) -> Write:
        """The condition of a transaction that no person has this id; else `IdTaken`."""
        taken = IdTaken(f"{person_id} is or was a person; choose another id")
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
            _PRESENT,
            ExpressionAttributeNames={**_RECORD, **_REMOVED, "#enabled": "enabled"},
        )
        return changed is not None

    def change(self, person_id: str, changed: Callable[[Person], Person]) -> Person:
        """Store the roles, the context and the names that `changed` gives the person; `LookupError` if there is none.

        If another command changes them meanwhile, `changed` is called again.
        """
        return retry_on_conflict(lambda: self._change(person_id, changed))

    def remove(self, person_id: str) -> None:
        """Free the e-mail and the identity of a person for a new invitation, and forget the names and the rights.

        The id and the user id stay taken. `StillEnabled` unless the person is disabled; `LookupError` if there is none.
        To remove a person who was removed changes nothing.
        """
        retry_on_conflict(lambda: self._remove(person_id))

    def _change(self, person_id: str, changed: Callable[[Person], Person]) -> Person:
        item = self._item(person_id)
        if "removed" in item:
            raise LookupError(f"{person_id} was removed")
        person = changed(_person(item))
        after = person.model_dump(by_alias=True, mode="json")
        values = {f":{name}": after[name] for name in _CHANGEABLE.values()}
        values |= {f":old_{name}": item.get(name) for name in _CHANGEABLE.values()}
        updated = self._table.update(
            person_key(person_id),
            "SET " + ", ".join(f"{mark} = :{name}" for mark, name in _CHANGEABLE.items()),
            values,
            " AND ".join((_PRESENT, *(f"{mark} = :old_{name}" for mark, name in _CHANGEABLE.items()))),
            ExpressionAttributeNames={**_RECORD, **_REMOVED, **_CHANGEABLE},
        )
        if updated is None:
            raise WriteConflict
        return person

    def _remove(self, person_id: str) -> None:
        item = self._item(person_id)
        if "removed" in item:
            return
        person, theirs = _person(item), {":id": person_id}
        if person.enabled:
            raise StillEnabled(f"{person_id} is enabled; disable the person before")
        former = {"personId": person_id, "userId": person.user_id, "removed": True}
        unchanged = {":no": False, ":identity": item.get("identity")}
        writes = [
            self._table.putting(
                {**person_key(person_id), **former}, "#enabled = :no AND #identity = :identity", unchanged, _conflict,
                ExpressionAttributeNames={"#enabled": "enabled", "#identity": "identity"},
            ),
            self._table.putting({**user_key(person.user_id), **former}, _THEIRS, theirs, _conflict),
        ]  # fmt: skip
        names = [email_key(person.email)] if person.email else []
        names += [identity_key(person.identity)] if person.identity else []
        transact([*writes, *(self._table.deleting(name, _THEIRS, theirs, _conflict) for name in names)])

    def _item(self, person_id: str) -> Item:
        item = self._table.get(person_key(person_id)) if 0 < len(person_id) <= MAX_ID_LENGTH else None
        if item is None:
            raise LookupError(f"{person_id} is not invited")
        return item

    def _writes(self, person: Person, user_id_is: str = _NEW_OR_FREE) -> Iterator[Write]:
        item = {**person_key(person.person_id), **person.model_dump(by_alias=True, mode="json")}
        yield self._table.putting(item, _NEW, None, _invited_before(person.person_id), ExpressionAttributeNames=_RECORD)
        yield self._table.putting(
            {**user_key(person.user_id), "personId": person.person_id},
            user_id_is,
            {":yes": True} if user_id_is == _NEW_OR_FREE else None,
            lambda _found: UserIdTaken(person.user_id),
            ExpressionAttributeNames={**_RECORD, **_REMOVED} if user_id_is == _NEW_OR_FREE else _RECORD,
        )
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


def _person(item: Item) -> Person:
    return Person.model_validate(item, strict=False)


def _invited_before(person_id: str) -> object:
    def fault(found: Item | None) -> AlreadyInvited:
        if found and "removed" in found:
            return AlreadyInvited(f"{person_id} was removed, and the id is not given again; choose another one")
        return AlreadyInvited(f"{person_id} is already invited")

    return fault


def _taken(message: str) -> object:
    return lambda _found: AlreadyInvited(message)
