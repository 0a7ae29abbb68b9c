"""SQS event sources: receive messages, call the function, delete the messages that did not fail.

The queue itself makes failed messages visible again or moves them to the dead-letter queue.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from local.environment import Answer
from local.stack import QueueSubscription

_MAX_MESSAGES_PER_RECEIVE = 10
_POLL_SECONDS = 1
"""Lambda waits for 20 s. A short wait lets a disabled subscription stop at once."""

_PAUSE_SECONDS = 0.2
_LOG = logging.getLogger(__name__)

Invoke = Callable[[str, bytes], Answer]
Message = Mapping[str, Any]


def poll(
    subscriptions: Iterable[QueueSubscription],
    sqs: Any,
    invoke: Invoke,
    ended: threading.Event,
    is_enabled: Callable[[str], bool] = lambda _subscription: True,
) -> None:
    """Read every queue in the background until `ended`, each with its allowed number of concurrent calls.

    `is_enabled` tells of a subscription, by its logical id, whether its queue is read at present.
    """
    for subscription in subscriptions:
        poller = _Poller(subscription, sqs, invoke, is_enabled)
        threading.Thread(target=poller.run, args=(ended,), daemon=True).start()


def failed_messages(messages: Iterable[Message], answer: Answer, reports_failures: bool) -> set[str]:
    """The ids that stay in the queue. By Lambda's rules a failed call or an unreadable report fails all."""
    every = {message["MessageId"] for message in messages}
    if answer.failed:
        return every
    if not reports_failures:
        return set()
    try:
        report = json.loads(answer.payload)
        failed = {item["itemIdentifier"] for item in (report or {}).get("batchItemFailures") or []}
    except (AttributeError, KeyError, TypeError, ValueError):
        return every
    return failed if failed <= every else every


def sqs_event(messages: Iterable[Message], queue_arn: str) -> bytes:
    """The event that Lambda makes from received messages."""
    return json.dumps({"Records": [_record(message, queue_arn) for message in messages]}).encode()


class _Poller:
    def __init__(
        self, subscription: QueueSubscription, sqs: Any, invoke: Invoke, is_enabled: Callable[[str], bool]
    ) -> None:
        self._subscription, self._is_enabled = subscription, is_enabled
        self._sqs = sqs
        self._invoke = invoke
        self._url = sqs.get_queue_url(QueueName=subscription.queue_arn.rpartition(":")[2])["QueueUrl"]
        self._free = threading.Semaphore(subscription.concurrency)

    def run(self, ended: threading.Event) -> None:
        while not ended.is_set():
            if not self._is_enabled(self._subscription.logical_id):
                ended.wait(_PAUSE_SECONDS)
                continue
            self._free.acquire()  # before receiving: a message that waits would use up its visibility timeout
            try:
                batch = self._gathered()
            except Exception:
                _LOG.exception("Queue %s could not be read", self._url)
                time.sleep(1)
                batch = []
            if batch:
                threading.Thread(target=self._handle, args=(batch,), daemon=True).start()
            else:
                self._free.release()

    def _gathered(self) -> list[Message]:
        """Up to one batch: the messages that are there, and those that arrive within the batching window."""
        batch = self._received(_POLL_SECONDS, self._subscription.batch_size)
        closes = time.monotonic() + self._subscription.window
        while batch and (missing := self._subscription.batch_size - len(batch)) > 0:
            wait = min(1, max(0, closes - time.monotonic()))
            more = self._received(round(wait), missing)
            if not more and time.monotonic() >= closes:
                break
            batch += more
        return batch

    def _received(self, wait: int, count: int) -> list[Message]:
        answer = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(count, _MAX_MESSAGES_PER_RECEIVE),
            WaitTimeSeconds=wait,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return list(answer.get("Messages", []))

    def _handle(self, batch: list[Message]) -> None:
        try:
            answer = self._invoke(self._subscription.function, sqs_event(batch, self._subscription.queue_arn))
            stay = failed_messages(batch, answer, self._subscription.reports_failures)
            for message in batch:
                if message["MessageId"] not in stay:
                    self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        except Exception:
            _LOG.exception("A batch of queue %s failed and will be received again", self._url)
        finally:
            self._free.release()


def _record(message: Message, queue_arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {
            name: {key[0].lower() + key[1:]: value for key, value in attribute.items()}
            for name, attribute in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }
