"""A standard SQS queue and the workers that Lambda calls for its messages, in virtual time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.support.simulation.kernel import Simulation


@dataclass
class Message:
    """A message, when it may be received next, how often it was, and when it was done (virtual seconds)."""

    body: str
    group: str = ""
    visible_at: float = 0.0
    receives: int = 0
    is_in_flight: bool = False
    done_at: float | None = None


@dataclass
class SimulatedQueue:
    """A queue with its dead-letter queue. Times are virtual seconds.

    Of groups (SQS's fair queues) the one with the fewest messages in flight comes first; within it, and without groups,
    the oldest message.
    """

    simulation: Simulation
    visibility_seconds: float
    max_receives: int
    messages: list[Message] = field(default_factory=list)
    dead: list[Message] = field(default_factory=list)

    def work(self, handle: Callable[[str], bool], places: Sequence[object]) -> None:
        """Begin one poller for each place; `handle` says whether a message is done. They end with the last message."""
        for place in places:
            self.simulation.begin(lambda: self._poll(handle), place)

    @property
    def waiting(self) -> list[Message]:
        """The messages that are neither done nor dead."""
        return [one for one in self.messages if one.done_at is None and one not in self.dead]

    def _poll(self, handle: Callable[[str], bool]) -> None:
        while self.waiting:
            message = self._receive()
            if message is None:
                self.simulation.sleep(1)
                continue
            is_done = handle(message.body)
            message.is_in_flight = False
            if is_done:
                message.done_at = self.simulation.now

    def _receive(self) -> Message | None:
        now = self.simulation.now
        ready = [one for one in self.waiting if one.visible_at <= now and not one.is_in_flight]
        for message in [one for one in ready if one.receives == self.max_receives]:
            self.dead.append(message)
            ready.remove(message)
        if not ready:
            return None
        in_flight = Counter(one.group for one in self.messages if one.is_in_flight)
        message = min(ready, key=lambda one: (in_flight[one.group] if one.group else 0, one.visible_at))
        message.receives += 1
        message.is_in_flight, message.visible_at = True, now + self.visibility_seconds
        return message
