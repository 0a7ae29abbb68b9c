"""Write the OpenAPI description of the endpoints of the project in a folder.

python -m faktura.service .
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from faktura.core.endpoint import Endpoint
from faktura.core.json import dumps
from faktura.service.description.examples import Examples
from faktura.service.description.gateway import gateway_answers
from faktura.service.description.introduction import Introduction
from faktura.service.description.openapi import describe

VERSION = "0.1.0"
DESCRIPTION = Path(__file__).parent / "openapi.json"


def endpoints(functions: Path) -> dict[str, Endpoint]:
    """Every endpoint below the folder by operation id: `pims/upsert_invoices.py` is `pims.upsert_invoices`."""
    names = sorted(".".join(file.relative_to(functions).with_suffix("").parts) for file in functions.glob("*/*.py"))
    handlers = {name: import_module(name).handler for name in names}
    return {name: handler for name, handler in handlers.items() if isinstance(handler, Endpoint)}


def description(project: Path) -> dict[str, Any]:
    """The OpenAPI document of the project."""
    told = project / "docs" / "api"
    introduction = Introduction.read(told / "introduction.md")
    examples = Examples(project / "events", told)
    gateway = gateway_answers(project / "template.yaml")
    return describe(endpoints(project / "functions"), VERSION, introduction, examples, gateway)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder / "functions"))
    DESCRIPTION.write_bytes(dumps(description(folder)))
