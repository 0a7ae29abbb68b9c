"""The clients of the smoke check. They share no data with other clients."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.demo.caller import Party

NAME = "fakturasmoke"
"""The name of their practice, MGA, office, tenant, provider and partner. The clients' ids begin with it."""


@dataclass(frozen=True)
class Registration:
    """The scopes and the context of a client."""

    scopes: str
    context: Mapping[str, Any]


REGISTRATIONS = {
    "practice": Registration("pims:write", {"practices": [NAME]}),
    "mga": Registration("invoice:process invoice:lookup customer:write", {"mga_id": NAME, "practices": [NAME]}),
    "office": Registration(
        "invoices:read invoices:write payments:read payments:write",
        {"office": NAME, "user": {"userId": 1, "firstName": "Smoke", "lastName": "Check"}},
    ),
    "shop": Registration(
        "invoice.invoice_manage invoice.invoice_view order.order_manage configuration.configuration_manage",
        {"tenant": NAME},
    ),
    "provider": Registration("cases:write cases:read", {"provider_id": NAME}),
    "partner": Registration("cases:write cases:read", {"partner_id": NAME}),
}
"""By role."""


def client_id(role: str) -> str:
    """The id of the client with this role."""
    return f"{NAME}-{role}"


def parties(credentials: Path) -> dict[str, Party]:
    """The parties by role, from a file with `{"<client id>": "<secret>"}`. Raises SystemExit if it is incomplete."""
    try:
        secrets = dict(json.loads(credentials.read_text("utf-8")))
        return {role: Party(client_id(role), secrets[client_id(role)], NAME) for role in REGISTRATIONS}
    except FileNotFoundError:
        raise SystemExit(f"There is no {credentials}. Make it with python -m deployment.smoke.register.") from None
    except (ValueError, TypeError):
        raise SystemExit(f'{credentials} must be JSON of the form {{"{client_id("shop")}": "<secret>", ...}}') from None
    except KeyError as missing:
        raise SystemExit(f"{credentials} has no secret of {missing.args[0]}") from None
