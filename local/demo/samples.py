"""The documents that the demo sends, from `docs/samples`."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[2] / "docs" / "samples"

PUSH: dict[str, Any] = json.loads((_FOLDER / "push.json").read_text("utf-8"))
ORDER: dict[str, Any] = json.loads((_FOLDER / "order.json").read_text("utf-8"))
PICTURE = ("invoice.jpg", (_FOLDER / "invoice.jpg").read_bytes(), "image/jpeg")
"""A photo of the invoice in `push.json`: the file's name, bytes and type."""
