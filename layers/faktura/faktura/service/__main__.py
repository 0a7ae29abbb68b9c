"""Write the OpenAPI description of the project in a folder to `openapi.json`.

python -m faktura.service .
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from faktura.core.endpoint import Endpoint
from faktura.core.json import dumps
from faktura.service.description.examples import Examples
from faktura.service.description.gateway import gateway_responses
from faktura.service.description.introduction import Introduction
from faktura.service.description.openapi import openapi_document

VERSION = "0.1.0"
DESCRIPTION = Path(__file__).parent / "openapi.json"


def endpoints(functions: Path) -> dict[str, Endpoint]:
    """The endpoints below the folder by operation id: `pims/upsert_invoices.py` is `pims.upsert_invoices`."""
    names = sorted(".".join(file.relative_to(functions).with_suffix("").parts) for file in functions.glob("*/*.py"))
    handlers = {name: import_module(name).handler for name in names}
    return {name: handler for name, handler in handlers.items() if isinstance(handler, Endpoint)}


def description(project: Path) -> dict[str, Any]:
    """The OpenAPI document of the project."""
    words = project / "docs" / "api_page"
    introduction = Introduction.read(words / "introduction.md")
    examples = Examples(project / "events", words)
    gateway = gateway_responses(project / "template.yaml")
    return openapi_document(endpoints(project / "functions"), VERSION, introduction, examples, gateway)


def indented(document: dict[str, Any]) -> bytes:
    """The document as it is committed: each member on its own line, so that a diff shows what changes."""
    return orjson.dumps(orjson.loads(dumps(document)), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder / "functions"))
    DESCRIPTION.write_bytes(indented(description(folder)))
