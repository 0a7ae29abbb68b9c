"""The scopes that a client may have, and what each is of no use without."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """One of `claims` must be in the context, and one of the scopes in `beside` must be there, too."""

    claims: tuple[str, ...]
    beside: tuple[str, ...] = ()


_OFFICE = ("invoices:read", "invoices:write", "payments:read", "payments:write")
_MGA = ("invoice:process", "invoice:lookup", "customer:write", "invoice:review")
_SHOP = (
    "invoice.invoice_manage",
    "invoice.invoice_view",
    "order.order_manage",
    "configuration.configuration_manage",
)

SCOPES: Mapping[str, Scope] = {
    "pims:write": Scope(("practices",)),
    **dict.fromkeys(_OFFICE, Scope(("office",))),
    "numbering:audit": Scope(("office",)),
    "tags:immigration": Scope(("office",), beside=_OFFICE),
    **dict.fromkeys(_MGA, Scope(("mga_id",))),
    **dict.fromkeys(_SHOP, Scope(("tenant",))),
    **dict.fromkeys(("cases:write", "cases:read"), Scope(("provider_id", "partner_id"))),
}
"""By name (docs/apis/README.md, Scopes)."""


def check_scopes(scopes: Iterable[str], context: Mapping[str, object]) -> None:
    """ValueError unless there is a scope, every scope exists, and each finds what it needs."""
    wanted = tuple(scopes)
    if not wanted:
        raise ValueError("a client needs at least one scope")
    for name in wanted:
        if name not in SCOPES:
            raise ValueError(f"{name} is not a scope; the scopes are {', '.join(SCOPES)}")
        scope = SCOPES[name]
        if not any(claim in context for claim in scope.claims):
            raise ValueError(f"the scope {name} needs {' or '.join(scope.claims)} in --context")
        if scope.beside and not set(scope.beside) & set(wanted):
            raise ValueError(f"the scope {name} is of use only with one of {', '.join(scope.beside)}")
