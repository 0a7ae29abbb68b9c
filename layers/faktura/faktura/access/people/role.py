"""The roles that a person may have: each grants the scopes of one API, and needs the claims of that API."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """The scopes that a role grants, and the claims of the context without which they are of no use.

    A person has one of the roles in `beside`, too, and none of those in `apart`.
    """

    scopes: tuple[str, ...]
    claims: tuple[str, ...]
    beside: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


ROLES: Mapping[str, Role] = {
    "capture.reviewer": Role(("invoice:review",), ("mga_id", "practices")),
    "billing.clerk": Role(("invoices:read", "invoices:write", "payments:read", "payments:write"), ("office",)),
    "billing.reader": Role(("invoices:read", "payments:read"), ("office",)),
    "billing.confidential": Role(("tags:immigration",), ("office",), beside=("billing.clerk", "billing.reader")),
    "jobs.manager": Role(
        (
            "invoice.invoice_manage",
            "invoice.invoice_view",
            "order.order_manage",
            "configuration.configuration_manage",
        ),
        ("tenant",),
    ),
    "jobs.accountant": Role(("invoice.invoice_view",), ("tenant",)),
    "cases.provider": Role(("cases:write", "cases:read"), ("provider_id",), apart=("cases.partner",)),
    "cases.partner": Role(("cases:read",), ("partner_id",)),
}
"""By name (docs/apis/README.md, Roles)."""


def scopes_of(roles: Iterable[str]) -> tuple[str, ...]:
    """The scopes of these roles, each once. A role that no longer exists grants nothing."""
    return tuple(dict.fromkeys(scope for role in roles if role in ROLES for scope in ROLES[role].scopes))


def check_roles(roles: Iterable[str], context: Mapping[str, object]) -> None:
    """ValueError unless every role exists and finds what it needs, and every claim of the context serves a role."""
    wanted = tuple(roles)
    needed: set[str] = set()
    for name in wanted:
        if name not in ROLES:
            raise ValueError(f"{name} is not a role; the roles are {', '.join(ROLES)}")
        for claim in ROLES[name].claims:
            if not context.get(claim):
                raise ValueError(f"the role {name} needs {claim} in --context")
        _check_together(name, wanted)
        needed |= set(ROLES[name].claims)
    if not needed:
        raise ValueError("a person needs at least one role")
    if idle := [claim for claim in context if claim not in needed]:
        raise ValueError(f"no role of this person uses {idle[0]} of --context")


def _check_together(name: str, roles: Collection[str]) -> None:
    role = ROLES[name]
    if role.beside and not any(other in roles for other in role.beside):
        raise ValueError(f"the role {name} is of use only with {' or '.join(role.beside)}; add it to --roles")
    if others := [other for other in role.apart if other in roles]:
        raise ValueError(f"nobody can be {name} and {others[0]}; invite the person's other account for one of them")
