"""How the keys of the person table are spelt. Each item has one attribute as its key, `record`.

| record | item |
|---|---|
| `person <id>` | a person, or the `personId`, `userId` and `removed` of a former one |
| `identity <issuer> <subject>` | the id of the person who signs in with this identity |
| `email <e-mail>` | the id of the person who was invited by this e-mail |
| `user <number>` | the id of the person with this user id, and `removed` if it is a former one |
| `users` | the last user id that was given |
"""

from faktura.access.people.person import Identity, folded

USERS = {"record": "users"}
"""The counter of user ids."""


def person_key(person_id: str) -> dict[str, str]:
    """The key of a person."""
    return {"record": f"person {person_id}"}


def identity_key(identity: Identity) -> dict[str, str]:
    """The key of an identity. An issuer is a URL, so it has no space."""
    return {"record": f"identity {identity.issuer} {identity.subject}"}


def email_key(email: str) -> dict[str, str]:
    """The key of an invited e-mail. That of no e-mail is never in the table."""
    return {"record": f"email {folded(email)}"}


def user_key(user_id: int) -> dict[str, str]:
    """The key of a user id."""
    return {"record": f"user {user_id}"}
