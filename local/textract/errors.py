"""Textract's errors. `kind` is the `__type` in the answer."""

from http import HTTPStatus


class TextractError(Exception):  # an answer of the protocol
    """Textract answers with an error: HTTP 400, or 500 if the failure is its own."""

    status = HTTPStatus.BAD_REQUEST
    kind = "InvalidParameterException"
    message = "Request has invalid parameters"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class InvalidParameter(TextractError):
    """Something required is missing or contradicts itself."""


class UnsupportedDocument(TextractError):
    """Not a PDF, TIFF, JPEG or PNG, or not accepted by synchronous operations (several pages, encrypted, XFA)."""

    kind = "UnsupportedDocumentException"
    message = "Request has unsupported document format"


class BadDocument(TextractError):
    """The format is right but the document is damaged or hostile."""

    kind = "BadDocumentException"
    message = "Request has a document that cannot be read"


class DocumentTooLarge(TextractError):
    """Over 10 MB, or over 10,000 pixels a side."""

    kind = "DocumentTooLargeException"
    message = "Document is larger than the limit of a synchronous operation"


class InvalidS3Object(TextractError):
    """The bucket or the key does not exist or may not be read."""

    kind = "InvalidS3ObjectException"
    message = "Unable to get object metadata from S3. Check object key, region and/or access permissions."


class Throttled(TextractError):
    """Too many documents wait. Textract allows an account a few per second."""

    kind = "ThrottlingException"
    message = "Rate exceeded"


class InternalFailure(TextractError):
    """The reader hung. Another attempt may succeed."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "InternalServerError"
    message = "Amazon Textract experienced a service issue. Try your call again."


class Malformed(TextractError):
    """The body is not a JSON object, or its bytes are not base64."""

    kind = "SerializationException"
    message = "Request body cannot be deserialized"


class UnknownOperation(TextractError):
    """The operation in `X-Amz-Target` is not supported."""

    kind = "UnknownOperationException"
    message = "The operation is not known"
