"""What checkov finds in the template, and in what SAM makes of it, against the exceptions in `.checkov.yaml`.

python -m tests.template_security CHECKOV

`CHECKOV` is its program. The exit status is 1 where it finds what is no exception, or no longer finds what is one.
"""

import json
import logging
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.support.architecture.template import ROOT, translated

_OPTIONS = ("--skip-download", "--quiet", "--compact", "--framework", "cloudformation", "--output", "json")


def main(checkov: str) -> int:
    """Compare; 0 where findings and exceptions are the same rules."""
    exceptions = set(yaml.safe_load((ROOT / ".checkov.yaml").read_text("utf-8"))["skip-check"])
    with tempfile.TemporaryDirectory() as folder:  # where no .checkov.yaml is found
        written, made = Path(folder, "template.yaml"), Path(folder, "translated.json")
        written.write_bytes((ROOT / "template.yaml").read_bytes())
        made.write_text(json.dumps({"Resources": translated()}), "utf-8")
        found = [*_found(checkov, written), *_found(checkov, made)]
    for one in found:
        if one["check_id"] not in exceptions:
            print(f"{one['check_id']} {one['resource']}: {one['check_name']}")
    rules = {one["check_id"] for one in found}
    for stale in sorted(exceptions - rules):
        print(f"{stale} is an exception, but nothing breaks it any more")
    return int(rules != exceptions)


def _found(checkov: str, template: Path) -> Iterator[Any]:
    """The failed checks of one template. Raises RuntimeError where checkov could not read it."""
    done = subprocess.run(  # noqa: S603  # our own words
        [Path(checkov).absolute(), "--file", template.name, *_OPTIONS],
        cwd=template.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout or "null")
    if not report or "results" not in report or report["summary"]["parsing_errors"]:
        raise RuntimeError(f"checkov could not judge {template.name}: {done.stdout}{done.stderr}")
    yield from report["results"]["failed_checks"]


if __name__ == "__main__":
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    warnings.simplefilter("ignore", DeprecationWarning)  # SAM's translator uses parts of itself that are about to go
    sys.exit(main(sys.argv[1]))
