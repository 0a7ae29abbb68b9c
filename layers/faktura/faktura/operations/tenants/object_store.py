"""Objects of any bucket of the stack, as a command reads them."""

import gzip
import shutil
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, cast

from faktura.core.aws import client
from faktura.operations.stack_store import StackStore

Place = dict[str, str]
"""An object by its `Key`, and by its `VersionId` where that matters."""


class ObjectStore:
    """Reads buckets by their logical ids."""

    def __init__(self, stack: StackStore) -> None:
        self._stack = stack

    def current(self, logical_id: str, prefix: str) -> Iterator[Place]:
        """The objects whose keys begin with the prefix, in order."""
        pages = client("s3").get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._stack.physical(logical_id), Prefix=prefix):
            yield from ({"Key": one["Key"]} for one in page.get("Contents", []))

    def issued(self, logical_id: str, prefix: str) -> Iterator[Place]:
        """The first version of each object, whatever was put over it. S3 lists the versions of a key newest first."""
        pages = client("s3").get_paginator("list_object_versions")
        found = pages.paginate(Bucket=self._stack.physical(logical_id), Prefix=prefix)
        versions = (one for page in found for one in page.get("Versions", []))
        for key, of_key in groupby(versions, key=itemgetter("Key")):
            *_, first = of_key
            yield {"Key": key, "VersionId": first["VersionId"]}

    def save(self, logical_id: str, place: Place, path: Path) -> None:
        """Save an object as a file, in pieces. What is stored compressed is saved as what it is."""
        found = client("s3").get_object(Bucket=self._stack.physical(logical_id), **place)
        part = path.with_name(f"{path.name}.part")
        with part.open("wb") as file:
            body = found["Body"]
            content = gzip.GzipFile(fileobj=body) if found.get("ContentEncoding") == "gzip" else body
            shutil.copyfileobj(cast("BinaryIO", content), file)
        part.rename(path)
