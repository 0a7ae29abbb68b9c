"""Objects of any bucket of the stack, as a command reads them."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from faktura.core.aws import client
from faktura.operations.stack_store import StackStore


class ObjectStore:
    """Reads buckets by their logical ids."""

    def __init__(self, stack: StackStore) -> None:
        self._stack = stack

    def keys(self, logical_id: str, prefix: str) -> Iterator[str]:
        """The keys that begin with the prefix, in order."""
        pages = client("s3").get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._stack.physical(logical_id), Prefix=prefix):
            yield from (one["Key"] for one in page.get("Contents", []))

    def save(self, logical_id: str, key: str, path: Path) -> None:
        """Save an object as a file, in pieces. What is stored compressed is saved as what it is."""
        found = client("s3").get_object(Bucket=self._stack.physical(logical_id), Key=key)
        part = path.with_name(f"{path.name}.part")
        with part.open("wb") as file:
            body = found["Body"]
            content = gzip.GzipFile(fileobj=body) if found.get("ContentEncoding") == "gzip" else body
            shutil.copyfileobj(cast("BinaryIO", content), file)
        part.rename(path)
