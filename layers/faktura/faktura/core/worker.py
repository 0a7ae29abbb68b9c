"""A queue worker. It handles one typed message at a time; a message that fails does not fail the rest of its batch."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from faktura.core import json
from faktura.core.clock import DeadlinePassed
from faktura.core.injection import with_typed_input
from faktura.core.observability import correlated, log


class PutOffError(Exception):
    """A worker raises this for a message that must wait. Nothing is broken; the text says why it waits."""


def worker(function: Callable[..., None]) -> Callable[[Mapping[str, Any], Any], Any]:
    """Make `function(message, *stores)` a Lambda handler for SQS that reports the messages it could not handle.

    The type of the first parameter is the model of the message. A message must be safe to handle twice. A worker with
    long messages asks for a `Deadline`, which all messages of an invocation share; reaching it is not a fault. Until a
    message names the work it belongs to, its lines carry the id of the message.
    """
    call = with_typed_input(function)

    @wraps(function)
    def handler(event: Mapping[str, Any], context: Any) -> Any:
        def handle(record: SQSRecord) -> None:
            with correlated(record.message_id):
                try:
                    call(json.loads(record.body.encode()), context)
                except PutOffError as put_off:
                    log.warning("message put off", message_id=record.message_id, reason=str(put_off))
                    raise
                except DeadlinePassed as passed:
                    log.info("message left for its next try", extra={"message_id": record.message_id, **passed.counts})
                    raise
                except Exception:
                    log.exception("message failed", message_id=record.message_id)
                    raise

        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(dict(event), handle, processor, context)

    return handler
