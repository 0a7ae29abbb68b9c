"""Compares the patterns that a layer holds compiled with those that `re` compiles."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.support.architecture.template import ROOT

_COMPARE = """
import json, re, sys
sys.path[:0] = sys.argv[1:]
import compile_patterns, compiled_patterns
re.purge()
re._compiler._sre = engine = compile_patterns.Recorder()
wrong = [repr(key) for key, given in compiled_patterns.PATTERNS.items() if (re.compile(*key), engine.given)[1] != given]
print(json.dumps(wrong))
"""


def wrong_patterns(python: str, libraries: Path) -> Any:
    """Patterns of the libraries that this Python would give its engine in another form."""
    command = [python, "-I", "-S", "-B", "-c", _COMPARE, str(libraries), str(ROOT / "layers" / "dependencies")]
    done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603  # our own
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
