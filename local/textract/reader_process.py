"""The reader process: each line of its input is a request, each line of its output a reply.

It is separate from the server, so the server stays small and always answers, and a document that crashes or blocks the
reader harms no other. It ends when its input ends, so also with its parent.
"""

import base64
import binascii
import json
import os
import resource
import sys
from typing import Any

from faktura.capture.page.layout import rows_of
from local.textract.documents import MAX_BYTES, page_of
from local.textract.errors import DocumentTooLarge, InvalidParameter, InvalidS3Object, Malformed, TextractError
from local.textract.fields import statement_of

MAX_ADDRESS_SPACE = 3 * 1024**3
"""The last limit for hostile documents. A page takes 1.4 GB of it on two cores, and more on more cores."""


def main() -> None:
    """Serve standard input until it ends. Output of libraries goes to standard error."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE))
    for line in sys.stdin:
        replies.write(json.dumps(_reply(json.loads(line))) + "\n")
        replies.flush()


def read(operation: str, content: bytes) -> dict[str, Any]:
    """The answer to an operation on a document's bytes. Raises TextractError."""
    from local.textract import response
    from local.textract.words import Frame, read_words

    page = page_of(content)
    if page.image is None:
        words, frame = list(page.words), Frame(page.width, page.height)
    else:
        words, frame = read_words(page.image)
    if operation == "DetectDocumentText":
        return response.text(rows_of(words), frame)
    return response.expense(statement_of(words), frame)


def _reply(request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": read(request["operation"], _content(request["document"], request["s3_endpoint"]))}
    except TextractError as refusal:
        return {"refusal": refusal.kind, "message": str(refusal)}


def _content(document: Any, s3_endpoint: str | None) -> bytes:
    given = document if isinstance(document, dict) else {}
    if ("Bytes" in given) == ("S3Object" in given):
        raise InvalidParameter
    if "S3Object" in given:
        return _stored(given["S3Object"], s3_endpoint)
    try:
        content = base64.b64decode(given["Bytes"], validate=True)
    except (binascii.Error, TypeError, ValueError) as bad:
        raise Malformed from bad
    if not content:
        raise InvalidParameter
    return content


def _stored(place: Any, s3_endpoint: str | None) -> bytes:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    if (
        not isinstance(place, dict)
        or not isinstance(place.get("Bucket"), str)
        or not isinstance(place.get("Name"), str)
    ):
        raise InvalidParameter
    wanted = {"Bucket": place["Bucket"], "Key": place["Name"]}
    if place.get("Version"):
        wanted["VersionId"] = str(place["Version"])
    try:
        found = boto3.client("s3", endpoint_url=s3_endpoint).get_object(**wanted)
        if found["ContentLength"] > MAX_BYTES:
            raise DocumentTooLarge
        return bytes(found["Body"].read())
    except (BotoCoreError, ClientError) as missing:
        raise InvalidS3Object from missing


if __name__ == "__main__":
    main()
