"""Remove from the libraries what no function reads: other services of AWS, documentation, and types for type checkers.

    python trim.py <folder with the libraries in it>

It removes 400 services, through which every cold start would search. It writes the rest without documentation and
uncompressed: most of a service's description is documentation, which every cold start would unpack and parse. The layer
gets 25 MB smaller. Add a service here when a function calls it; a test compares the list with the template's policies.

botocore imports its writers of documentation only when somebody asks for documentation. The shapes of pydantic's
schemas, which only type checkers read, are plain classes.
"""

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from source_change import Change, change

SERVICES = {"dynamodb", "kms", "s3", "sqs", "ssm", "stepfunctions", "textract"}
ENDPOINTS = SERVICES | {"states"}
"""The name of Step Functions' endpoints differs from that of its description."""

NOTICE = "# Changed on 2026-11-30 by Faktura's layers/dependencies/trim.py, for a faster start.\n"
"""The first line of each changed file. The licence of botocore asks for it."""

CHANGES = {
    "botocore/docs/__init__.py": Change(
        {"from botocore.docs.service import ServiceDocumenter\n": ""},
        {"        docs = ServiceDocumenter(\n": "from botocore.docs.service import ServiceDocumenter"},
    ),
    "botocore/docs/docstring.py": Change(
        dict.fromkeys(
            (
                "from botocore.docs.bcdoc.restdoc import DocumentStructure\n",
                "from botocore.docs.method import document_model_driven_method\n",
                "from botocore.docs.paginator import document_paginate_method\n",
                "from botocore.docs.waiter import document_wait_method\n",
            ),
            "",
        ),
        {
            "        docstring_structure = DocumentStructure(": (
                "from botocore.docs.bcdoc.restdoc import DocumentStructure"
            ),
            "        document_model_driven_method(": "from botocore.docs.method import document_model_driven_method",
            "        document_paginate_method(": "from botocore.docs.paginator import document_paginate_method",
            "        document_wait_method(": "from botocore.docs.waiter import document_wait_method",
        },
    ),
    "pydantic_core/core_schema.py": Change(
        {
            "if sys.version_info < (3, 12):\n    from typing_extensions import TypedDict\n"
            "else:\n    from typing import TypedDict\n": (
                "class TypedDict(dict):\n    def __init_subclass__(cls, total=True):\n        pass\n"
            ),
        },
    ),
}


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
    change(Path(sys.argv[1]), CHANGES, NOTICE)
