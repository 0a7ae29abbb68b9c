"""The way in: an accepted batch is put to S3, then its key is sent to the queue. After that it cannot be lost."""

from pathlib import PurePosixPath

from faktura.core import json
from faktura.core.aws import client
from faktura.core.model import Model
from faktura.core.settings import setting
from faktura.pims.batch import AcceptedBatch


class BatchAccepted(Model):
    """The queue's message: where the batch waits (1,000 invoices do not fit a message)."""

    key: str

    @property
    def correlation_id(self) -> str:
        """The id of the request that was accepted: every batch's key ends with it."""
        return PurePosixPath(self.key).stem


class Inbox:
    """Accepted batches in the bucket's `accepted/` prefix, their keys in the queue."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "Inbox":
        """The inbox the template names."""
        return cls(setting("PIMS_BUCKET"))

    def accept(self, batch: AcceptedBatch) -> None:
        """Make the batch durable. Doing it twice is harmless: storing goes by version."""
        client("s3").put_object(
            Bucket=self._bucket,
            Key=batch.key,
            Body=batch.body,
            ContentType="application/json",
            Metadata={"accepted-at": batch.accepted_at, "request-id": batch.request_id},
        )
        message = json.dumps(BatchAccepted(key=batch.key)).decode()
        client("sqs").send_message(QueueUrl=setting("PIMS_QUEUE_URL"), MessageBody=message)

    def read(self, accepted: BatchAccepted) -> AcceptedBatch:
        """The batch behind a message."""
        found = client("s3").get_object(Bucket=self._bucket, Key=accepted.key)
        metadata = found["Metadata"]
        return AcceptedBatch(found["Body"].read(), metadata["accepted-at"], metadata["request-id"])
