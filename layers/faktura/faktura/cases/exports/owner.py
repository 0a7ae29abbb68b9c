"""A viewer as the owner of exports: a provider and a partner of one name share nothing."""

from faktura.cases.role import Viewer

_PROVIDER, _PARTNER = "cases:provider:", "cases:partner:"


def owner_of(viewer: Viewer) -> str:
    """The viewer as exports know it."""
    return f"{_PROVIDER if viewer.role == 'provider' else _PARTNER}{viewer.id}"


def viewer_of(owner: str) -> Viewer:
    """The viewer that an owner is."""
    if owner.startswith(_PROVIDER):
        return Viewer("provider", owner.removeprefix(_PROVIDER))
    return Viewer("partner", owner.removeprefix(_PARTNER))
