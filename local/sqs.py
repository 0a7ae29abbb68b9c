"""moto's SQS, made safe under threads and fast with thousands of messages."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from moto.core.utils import camelcase_to_underscores, unix_time_millis
from moto.sqs.models import Message, Queue, SQSBackend

_name_in_moto = lru_cache(camelcase_to_underscores)


def install() -> None:
    """Replace moto's methods. Call it once in a process."""
    lock = threading.RLock()  # moto's delete rebuilds the list and drops a message that arrives meanwhile
    for owner, name in [(Queue, "add_message"), (Queue, "delete_message"), (SQSBackend, "change_message_visibility")]:
        setattr(owner, name, _locked(getattr(owner, name), lock))
    SQSBackend.receive_message = _waiting_unlocked(_locked(SQSBackend.receive_message, lock))
    Queue.attributes = property(Attributes)
    Queue.messages = property(_receivable)


class Attributes(Mapping[str, Any]):
    """The attributes of a queue, each computed when it is read.

    moto computes all for one, also while it receives a message, and three of them count the messages.
    """

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def __getitem__(self, name: str) -> Any:
        if name not in self._names():
            raise KeyError(name)
        value = getattr(self._queue, _name_in_moto(name))
        if isinstance(value, bool):
            return str(value).lower()
        return json.dumps(value) if name == "RedrivePolicy" and value else value

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def _names(self) -> list[str]:
        queue = self._queue
        fifo = queue.FIFO_ATTRIBUTES if queue.fifo_queue else []
        return [*queue.BASE_ATTRIBUTES, *fifo, *(queue.KMS_ATTRIBUTES if queue.kms_master_key_id else [])]


def _receivable(queue: Queue) -> list[Message]:
    """The messages that are neither delayed nor in flight. moto reads the clock twice for each message."""
    now = unix_time_millis()
    return [message for message in queue._messages if message.visible_at < now and message.delayed_until <= now]


def _waiting_unlocked(receive: Callable[..., list[Message]]) -> Callable[..., list[Message]]:
    """`receive`, which holds the lock, without holding it while it waits for messages."""

    def receive_message(
        backend: SQSBackend, queue: str, count: int, wait: int, *rest: Any, **options: Any
    ) -> list[Message]:
        deadline = time.monotonic() + wait
        messages = receive(backend, queue, count, 0, *rest, **options)
        while not messages and time.monotonic() < deadline:
            backend.get_queue(queue).wait_for_messages(1)
            messages = receive(backend, queue, count, 0, *rest, **options)
        return messages

    return receive_message


def _locked(method: Callable[..., Any], lock: threading.RLock) -> Callable[..., Any]:
    def held(*arguments: Any, **options: Any) -> Any:
        with lock:
            return method(*arguments, **options)

    return held
