"""Who calls a deployed stack in its smoke check: clients of their own, whose data is nobody else's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.demo.caller import Party

NAME = "fakturasmoke"
"""The practice, MGA, office, tenant, provider and partner that all of it belongs to; the clients' ids begin with it."""


@dataclass(frozen=True)
class Registration:
    """What a client is registered with."""

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
    """What the client of that role is registered as."""
    return f"{NAME}-{role}"


def parties(credentials: Path) -> dict[str, Party]:
    """The parties by role, out of a file with `{"<client id>": "<secret>"}`; SystemExit says what it lacks."""
    try:
        secrets = dict(json.loads(credentials.read_text("utf-8")))
        return {role: Party(client_id(role), secrets[client_id(role)], NAME) for role in REGISTRATIONS}
    except FileNotFoundError:
        raise SystemExit(f"There is no {credentials}; python -m deployment.smoke.register makes it.") from None
    except (ValueError, TypeError):
        raise SystemExit(f'{credentials} is not JSON of the form {{"{client_id("shop")}": "<secret>", ...}}') from None
    except KeyError as missing:
        raise SystemExit(f"{credentials} lacks the secret of {missing.args[0]}") from None
