"""`make proof PART=fuzz`: run one part of the proof; without a part, say which there are."""

import pkgutil
import sys
from importlib import import_module
from inspect import getdoc
from pathlib import Path

import tests.proof

_ROOT = Path(__file__).parents[2]


def main(part: str = "") -> int:
    """The exit code: 0 where the part found nothing wrong."""
    parts = [module.name for module in pkgutil.iter_modules(tests.proof.__path__) if not module.name.startswith("_")]
    if part not in parts:
        for name in parts:
            about = (getdoc(import_module(f"tests.proof.{name}")) or "").partition("\n")[0]
            print(f"make proof PART={name}    {about}")
        return 2 if part else 0
    sys.path.insert(0, str(_ROOT / "functions"))
    folder = _ROOT / ".faktura" / "proof" / part
    folder.mkdir(parents=True, exist_ok=True)
    return 0 if import_module(f"tests.proof.{part}").run(folder) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
