"""The refusals Textract knows, as one small tree; `kind` is the wire's `__type`."""

from http import HTTPStatus


class TextractError(Exception):  # it is the protocol's answer, not an error of ours
    """A request Textract answers with HTTP 400, but where the failure is its own."""

    status = HTTPStatus.BAD_REQUEST
    kind = "InvalidParameterException"
    message = "Request has invalid parameters"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class InvalidParameter(TextractError):
    """Something required is missing or contradicts itself."""


class UnsupportedDocument(TextractError):
    """Not a PDF, TIFF, JPEG or PNG, or one the synchronous operations do not take (several pages, encrypted, XFA)."""

    kind = "UnsupportedDocumentException"
    message = "Request has unsupported document format"


class BadDocument(TextractError):
    """The right format by its first bytes, but not readable to its end, or hostile."""

    kind = "BadDocumentException"
    message = "Request has a document that cannot be read"


class DocumentTooLarge(TextractError):
    """Over 10 MB, or over 10,000 pixels a side."""

    kind = "DocumentTooLargeException"
    message = "Document is larger than the limit of a synchronous operation"


class InvalidS3Object(TextractError):
    """The bucket or the key is not there, or may not be read."""

    kind = "InvalidS3ObjectException"
    message = "Unable to get object metadata from S3. Check object key, region and/or access permissions."


class Throttled(TextractError):
    """More documents at once than are read in time; Textract allows an account a few a second."""

    kind = "ThrottlingException"
    message = "Rate exceeded"


class InternalFailure(TextractError):
    """The reading hung; another may not."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "InternalServerError"
    message = "Amazon Textract experienced a service issue. Try your call again."


class Malformed(TextractError):
    """The body is no JSON object, or its bytes are no base64."""

    kind = "SerializationException"
    message = "Request body cannot be deserialized"


class UnknownOperation(TextractError):
    """The `X-Amz-Target` names nothing that this server does."""

    kind = "UnknownOperationException"
    message = "The operation is not known"
