from faktura.capture.uploads.upload_service import UploadReader
from faktura.capture.uploads.upload_store import UploadEvent, Uploads
from faktura.core.observability import set_correlation_id
from faktura.core.worker import worker


@worker
def handler(event: UploadEvent, uploads: Uploads, reader: UploadReader) -> None:
    """Read the files that came to the bucket, and bring their requests to their end."""
    for stored in event.objects:
        upload = uploads.open(stored)
        set_correlation_id(upload.request.request_id)
        reader.read(upload)
