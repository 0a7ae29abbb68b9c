"""Write the OpenAPI description of the endpoints in a folder of functions.

python -m faktura.service functions
"""

import sys
from importlib import import_module
from pathlib import Path

from faktura.core.endpoint import Endpoint
from faktura.core.json import dumps
from faktura.service.describe import describe

VERSION = "0.1.0"
DESCRIPTION = Path(__file__).parent / "openapi.json"


def endpoints(functions: Path) -> dict[str, Endpoint]:
    """Every endpoint below the folder by operation id: `pims/upsert_invoices.py` is `pims.upsert_invoices`."""
    names = sorted(".".join(file.relative_to(functions).with_suffix("").parts) for file in functions.glob("*/*.py"))
    handlers = {name: import_module(name).handler for name in names}
    return {name: handler for name, handler in handlers.items() if isinstance(handler, Endpoint)}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    DESCRIPTION.write_bytes(dumps(describe(endpoints(folder), VERSION)))
