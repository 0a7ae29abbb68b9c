"""The roles that a person may have: each grants the scopes of one API, and needs the claims of that API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """The scopes that a role grants, and the claims of the context without which they are of no use."""

    scopes: tuple[str, ...]
    claims: tuple[str, ...]


ROLES: Mapping[str, Role] = {
    "capture.reviewer": Role(("invoice:review",), ("mga_id", "practices")),
    "billing.clerk": Role(("invoices:read", "invoices:write", "payments:read", "payments:write"), ("office",)),
    "billing.reader": Role(("invoices:read", "payments:read"), ("office",)),
    "billing.confidential": Role(("tags:immigration",), ("office",)),
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
    "cases.provider": Role(("cases:write", "cases:read"), ("provider_id",)),
    "cases.partner": Role(("cases:read",), ("partner_id",)),
}
"""By name (docs/apis/README.md, Roles)."""


def scopes_of(roles: Iterable[str]) -> tuple[str, ...]:
    """The scopes of these roles, each once. A role that no longer exists grants nothing."""
    return tuple(dict.fromkeys(scope for role in roles if role in ROLES for scope in ROLES[role].scopes))


def check_roles(roles: Iterable[str], context: Mapping[str, object]) -> None:
    """ValueError unless every role exists and finds its claims in the context, and every claim serves a role."""
    needed: set[str] = set()
    for name in roles:
        if name not in ROLES:
            raise ValueError(f"{name} is not a role; the roles are {', '.join(ROLES)}")
        for claim in ROLES[name].claims:
            if not context.get(claim):
                raise ValueError(f"the role {name} needs {claim} in --context")
        needed |= set(ROLES[name].claims)
    if not needed:
        raise ValueError("a person needs at least one role")
    if idle := [claim for claim in context if claim not in needed]:
        raise ValueError(f"no role of this person uses {idle[0]} of --context")
