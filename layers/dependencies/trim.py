"""Remove from botocore what no function reads: other services, and descriptions for people.

    python trim.py <folder with botocore in it>

It removes 400 services, through which every cold start would search. It writes the rest without documentation and
uncompressed: most of a service's description is documentation, which every cold start would unpack and parse. The layer
gets 25 MB smaller. Add a service here when a function calls it; a test compares the list with the template's policies.
"""

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

SERVICES = {"dynamodb", "kms", "s3", "sqs", "ssm", "stepfunctions", "textract"}
ENDPOINTS = SERVICES | {"states"}
"""The name of Step Functions' endpoints differs from that of its description."""


def trim(folder: Path) -> None:
    """Keep only `SERVICES` in the descriptions and in the list of endpoints. A second call changes nothing."""
    data = folder / "botocore" / "data"
    for service in data.iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    for packed in data.rglob("*.json.gz"):
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    for description in data.rglob("*.json"):
        _rewrite(description, _without_documentation(_read(description)))
    endpoints = _read(data / "endpoints.json")
    for partition in endpoints["partitions"]:
        partition["services"] = {name: where for name, where in partition["services"].items() if name in ENDPOINTS}
    _rewrite(data / "endpoints.json", endpoints)


def _without_documentation(part: Any) -> Any:
    """The texts become empty, as botocore expects some of them. A member of a shape may have the name, too."""
    if isinstance(part, list):
        return [_without_documentation(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        name: "" if name == "documentation" and isinstance(one, str) else _without_documentation(one)
        for name, one in part.items()
    }


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _rewrite(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
