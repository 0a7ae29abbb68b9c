"""Amazon Textract, asked for the invoice in a file."""

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.errors import InvalidFile, OcrFailed
from faktura.capture.expenses import reading
from faktura.capture.files import InvoiceFile
from faktura.capture.reading import Reading
from faktura.core.aws import client
from faktura.core.observability import log

_UNFIT = {"UnsupportedDocumentException", "BadDocumentException", "DocumentTooLargeException"}


class Ocr:
    """Reads invoices with AnalyzeExpense."""

    def __init__(self) -> None:
        client("textract")

    @classmethod
    def from_settings(cls) -> "Ocr":
        """Textract needs no setting but its region."""
        return cls()

    def read(self, file: InvoiceFile) -> Reading:
        """The invoice; `InvalidFile` where Textract refuses the file, `OcrFailed` where it fails or sees no invoice."""
        try:
            answer = client("textract").analyze_expense(Document={"Bytes": file.content})
        except ClientError as fault:
            if fault.response["Error"]["Code"] in _UNFIT:
                raise InvalidFile("The file could not be read as a document.") from fault
            raise _failed(fault) from fault
        except BotoCoreError as fault:
            raise _failed(fault) from fault
        found = reading(answer)
        if found.is_unreadable:
            raise OcrFailed("OCR processing failed: neither an invoice number nor a total could be read")
        return found


def _failed(fault: Exception) -> OcrFailed:
    log.error("textract failed", reason=f"{type(fault).__name__}: {fault}")
    return OcrFailed()
