"""Where accepted batches wait: a batch goes to S3, then its key to the queue. After that it cannot be lost."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePosixPath

from faktura.core import json
from faktura.core.aws import client
from faktura.core.model import Model
from faktura.core.settings import setting
from faktura.pims.batch import AcceptedBatch


class BatchMessage(Model):
    """The queue's message: the key of the batch's object, because 1,000 invoices do not fit into a message."""

    key: str

    @property
    def correlation_id(self) -> str:
        """The id of the request that pushed the batch, which ends the key."""
        return PurePosixPath(self.key).stem


class BatchStore:
    """Accepted batches in the bucket's `accepted/` prefix, and their keys in the queue."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "BatchStore":
        """The store with the bucket that the template names."""
        return cls(setting("PIMS_BUCKET"))

    def put(self, batch: AcceptedBatch, practices: Iterable[str]) -> None:
        """Make the batch durable. Doing it twice is harmless, as the worker stores each version once.

        The messages about the same practices are one group of SQS's fair queues: while one practice has many messages,
        those of the others come first.
        """
        client("s3").put_object(
            Bucket=self._bucket,
            Key=batch.key,
            Body=batch.body,
            ContentType="application/json",
            Metadata={"accepted-at": batch.accepted_at, "request-id": batch.request_id},
        )
        message = json.dumps(BatchMessage(key=batch.key)).decode()
        group = sha256(repr(sorted(practices)).encode()).hexdigest()  # its name has few characters of few kinds
        client("sqs").send_message(QueueUrl=setting("PIMS_QUEUE_URL"), MessageBody=message, MessageGroupId=group)

    def get(self, message: BatchMessage) -> AcceptedBatch:
        """The batch that a message names."""
        found = client("s3").get_object(Bucket=self._bucket, Key=message.key)
        metadata = found["Metadata"]
        return AcceptedBatch(found["Body"].read(), metadata["accepted-at"], metadata["request-id"])
