"""The people of the local stack, and who they are at its OpenID provider. A deployed stack has none of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faktura.access.people.keys import USERS, email_key, person_key, user_key
from faktura.access.people.person import Person
from faktura.core.attributes import marshalled
from local.openid.provider import Account

CLIENT_ID = "faktura-desk"
"""The desk's client id at the local provider."""

_ALPHA = {"mga_id": "alpha", "practices": "*"}
_MAIN, _ACME = {"office": "main"}, {"tenant": "acme"}


@dataclass(frozen=True)
class DemoPerson:
    """Someone on the provider's list. Whoever has no roles is not invited."""

    id: str
    name: str
    about: str
    roles: tuple[str, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    user_id: int = 0
    enabled: bool = True

    @property
    def email(self) -> str:
        """The e-mail that the provider has verified."""
        return f"{self.id}@example.com"

    @property
    def is_welcome(self) -> bool:
        """Whether the desk lets the person in."""
        return bool(self.roles) and self.enabled


PEOPLE: Sequence[DemoPerson] = (
    DemoPerson("rosa", "Rosa Reviewer", "reviews captures of the MGA alpha", ("capture.reviewer",), _ALPHA, 101),
    DemoPerson("ravi", "Ravi Rao", "reviews captures of the MGA alpha, too", ("capture.reviewer",), _ALPHA, 102),
    DemoPerson(
        "berta",
        "Berta Beck",
        "reviews captures of the MGA beta",
        ("capture.reviewer",),
        {"mga_id": "beta", "practices": "*"},
        103,
    ),
    DemoPerson("clara", "Clara Clerk", "clerk of the office main", ("billing.clerk",), _MAIN, 104),
    DemoPerson(
        "tadeo",
        "Tadeo Torres",
        "clerk of the office main, sees what is tagged",
        ("billing.clerk", "billing.confidential"),
        _MAIN,
        105,
    ),
    DemoPerson("rita", "Rita Reader", "reads in the office main", ("billing.reader",), _MAIN, 106),
    DemoPerson("mona", "Mona Manager", "manages the shop acme", ("jobs.manager",), _ACME, 107),
    DemoPerson("anton", "Anton Acker", "accountant of the shop acme", ("jobs.accountant",), _ACME, 108),
    DemoPerson("gloria", "Gloria Gomez", "manages the shop globex", ("jobs.manager",), {"tenant": "globex"}, 109),
    DemoPerson("wanda", "Wanda Werk", "workshop north", ("cases.provider",), {"provider_id": "north"}, 110),
    DemoPerson("ines", "Ines Ivanova", "insurer one", ("cases.partner",), {"partner_id": "one"}, 111),
    DemoPerson(
        "olga",
        "Olga Okafor",
        "works in several APIs: reviews for alpha, clerk of main, manages acme",
        ("capture.reviewer", "billing.clerk", "jobs.manager"),
        {**_ALPHA, **_MAIN, **_ACME},
        112,
    ),
    DemoPerson("dana", "Dana Disabled", "is disabled", ("billing.clerk",), _MAIN, 113, enabled=False),
    DemoPerson("nobody", "Nobody Inviter", "is not invited"),
)
WELCOME = tuple(person.id for person in PEOPLE if person.is_welcome)


def accounts() -> list[Account]:
    """The demo people as the provider knows them."""
    return [Account(person.id, person.name, person.email, person.about) for person in PEOPLE]


def register(dynamodb: Any, table: str) -> None:
    """Invite every demo person who has roles, by e-mail."""
    for known in PEOPLE:
        if known.roles:
            for item in _items(known):
                dynamodb.put_item(TableName=table, Item=marshalled(item))
    last = max(person.user_id for person in PEOPLE)
    dynamodb.put_item(TableName=table, Item=marshalled({**USERS, "last": last}))


def _items(known: DemoPerson) -> list[dict[str, Any]]:
    first_name, last_name = known.name.split()
    person = Person(
        person_id=known.id,
        user_id=known.user_id,
        first_name=first_name,
        last_name=last_name,
        roles=known.roles,
        context=known.context,
        email=known.email,
        enabled=known.enabled,
    )
    names = [user_key(person.user_id), email_key(person.email)]
    item = {**person_key(person.person_id), **person.model_dump(by_alias=True, mode="json")}
    return [item, *({**key, "personId": person.person_id} for key in names)]
