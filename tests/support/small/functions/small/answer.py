"""Acts as its event asks; over HTTP it answers with the path."""

import importlib
import os
import time


def handler(event: dict, _context: object) -> dict:
    """Answer, fail, crash, wait, or try to import."""
    if "httpMethod" in event:
        return {"statusCode": 200, "body": event["path"]}
    match event.get("do"):
        case "greet":
            return {**event, "greeting": importlib.import_module("greeting").WORD}
        case "fail":
            raise ValueError("as asked")
        case "crash":
            os._exit(3)
        case "dawdle":
            time.sleep(30)
        case "pause":
            time.sleep(0.3)
        case "import":
            importlib.import_module(event["module"])
        case "overflow":
            return {"text": "x" * 7_000_000}
    return {"process": os.getpid(), "environment": dict(os.environ)}
