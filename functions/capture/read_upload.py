from faktura.capture.uploads.upload_service import UploadService
from faktura.capture.uploads.upload_store import UploadEvent, UploadStore
from faktura.core.observability import set_correlation_id
from faktura.core.worker import worker


@worker
def handler(event: UploadEvent, uploads: UploadStore, service: UploadService) -> None:
    """Read uploaded files and bring their requests to their end."""
    for stored in event.objects:
        upload = uploads.open(stored)
        set_correlation_id(upload.request.request_id)
        service.read(upload)
