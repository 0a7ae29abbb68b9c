"""Whether a request's file has arrived in the bucket, for functions that do not read it."""

from botocore.exceptions import ClientError

from faktura.capture.keys import UPLOADS, file_key
from faktura.core.aws import client
from faktura.core.settings import setting


class ArrivalStore:
    """The bucket's `uploads/` prefix."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "ArrivalStore":
        """The bucket that the template names."""
        return cls(setting("CAPTURE_BUCKET"))

    def has_arrived(self, mga: str, request_id: str) -> bool:
        """Whether the file is there. S3 answers 403 for a missing file if we may not list the bucket."""
        try:
            client("s3").head_object(Bucket=self._bucket, Key=file_key(UPLOADS, mga, request_id))
        except ClientError as fault:
            if fault.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
                return False
            raise
        return True
