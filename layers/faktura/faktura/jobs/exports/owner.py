"""A tenant as the owner of exports."""

_OWNER = "jobs#"


def owner_of(tenant: str) -> str:
    """A tenant of this API as the owner of exports."""
    return f"{_OWNER}{tenant}"


def tenant_of(owner: str) -> str:
    """The tenant that an owner is."""
    return owner.removeprefix(_OWNER)
