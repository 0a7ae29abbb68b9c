"""The subscriptions of workers to queues: Lambda's event source mappings."""

import time
from collections.abc import Callable, Iterable

from botocore.exceptions import ClientError

from faktura.core.aws import client
from faktura.operations.errors import StillRunning

_POLL_SECONDS = 1
_MAX_POLLS = 300
_ON = ("Enabled", "Enabling", "Creating", "Updating")


class SubscriptionStore:
    """Turns subscriptions on and off, by their UUIDs."""

    def enabled(self, subscriptions: Iterable[str]) -> frozenset[str]:
        """Those that are on."""
        return frozenset(one for one in subscriptions if self._state(one) in _ON)

    def switch(self, subscriptions: Iterable[str], on: bool) -> None:
        """Turn each on or off, and wait until it is. `StillRunning` after five minutes."""
        named = list(subscriptions)
        for one in named:
            self._switch(one, on)
        for one in named:
            self._await(one, lambda state: state == ("Enabled" if on else "Disabled"))

    def _switch(self, subscription: str, on: bool) -> None:
        self._await(subscription, lambda state: state in ("Enabled", "Disabled"))
        if (self._state(subscription) == "Enabled") == on:
            return
        try:
            client("lambda").update_event_source_mapping(UUID=subscription, Enabled=on)
        except ClientError as fault:  # another change has just begun; the wait sees what comes of it
            if fault.response["Error"]["Code"] != "ResourceInUseException":
                raise

    def _await(self, subscription: str, is_reached: Callable[[str], bool]) -> None:
        for _ in range(_MAX_POLLS):
            if is_reached(self._state(subscription)):
                return
            time.sleep(_POLL_SECONDS)
        raise StillRunning(f"the subscription {subscription} is {self._state(subscription)}; run the command again")

    @staticmethod
    def _state(subscription: str) -> str:
        return str(client("lambda").get_event_source_mapping(UUID=subscription)["State"])
