"""The schedules of a stack, in EventBridge Scheduler."""

from collections.abc import Iterable

from faktura.core.aws import client

_ANSWERED_ONLY = {"Arn", "CreationDate", "LastModificationDate", "ResponseMetadata"}


class ScheduleStore:
    """Turns schedules on and off, by their names."""

    def enabled(self, schedules: Iterable[str]) -> frozenset[str]:
        """Those that are on."""
        return frozenset(one for one in schedules if client("scheduler").get_schedule(Name=one)["State"] == "ENABLED")

    def switch(self, schedules: Iterable[str], on: bool) -> None:
        """Turn each on or off. An update replaces a schedule as a whole, so all of it is sent again."""
        for name in schedules:
            found = client("scheduler").get_schedule(Name=name)
            state = "ENABLED" if on else "DISABLED"
            if found["State"] != state:
                terms = {key: value for key, value in found.items() if key not in _ANSWERED_ONLY and value is not None}
                client("scheduler").update_schedule(**terms | {"State": state})
