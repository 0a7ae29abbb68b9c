"""Take out of botocore what no function calls: 400 services' descriptions, which every cold start looks through.

    python trim.py <folder with botocore in it>

Cuts a layer by 25 MB and a cold start by a seventh. A service that a function begins to call is added here; a test
holds that every service named in the template's policies is.
"""

import json
import shutil
import sys
from pathlib import Path

SERVICES = {"dynamodb", "kms", "s3", "sqs", "stepfunctions", "textract"}
ENDPOINTS = SERVICES | {"states"}
"""Step Functions' endpoints have another name than its description."""


def trim(folder: Path) -> None:
    """Keep `SERVICES` only, in the descriptions and in the list of endpoints; doing it again changes nothing."""
    data = folder / "botocore" / "data"
    for service in data.iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    endpoints = json.loads((data / "endpoints.json").read_text("utf-8"))
    for partition in endpoints["partitions"]:
        partition["services"] = {name: where for name, where in partition["services"].items() if name in ENDPOINTS}
    (data / "endpoints.json").write_text(json.dumps(endpoints, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    trim(Path(sys.argv[1]))
