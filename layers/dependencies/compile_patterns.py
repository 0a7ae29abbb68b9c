"""Compile the regular expressions of the libraries when the layer is built, as `compileall` compiles their modules.

    python -I -S -B compile_patterns.py <folder with the libraries in it>

Libraries and Python's own modules compile about 130 patterns while a function imports them. `faktura.core.startup`
takes them from the module that this writes, `compiled_patterns`. They are for the version of Python that runs this.
"""

import importlib
import re
import sys
from pathlib import Path
from typing import Any

LIBRARIES = ("botocore.session", "fractions", "phonenumbers", "typing_inspection.typing_objects")
"""Modules that functions import, with all that these import. None has machine code: the layer's is for Lambda."""

_sre: Any = importlib.import_module("_sre")
_compiler: Any = importlib.import_module("re._compiler")


class Recorder:
    """Stands in for the engine of `re`, and keeps what the engine was given to make the last pattern."""

    def __init__(self) -> None:
        self.given: tuple[Any, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(_sre, name)

    def compile(self, pattern: Any, flags: int, code: list[int], *rest: Any) -> re.Pattern[Any]:
        """The pattern, as the engine makes it."""
        self.given = (int(flags), list(map(int, code)), *rest)
        return _sre.compile(pattern, flags, code, *rest)


def recorded() -> dict[tuple[Any, int], tuple[Any, ...]]:
    """What the engine is given for each pattern, by its text and flags, while the libraries are imported."""
    engine, compile_it = Recorder(), _compiler.compile
    patterns = {}

    def record(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made = compile_it(pattern, flags)
        if isinstance(pattern, str | bytes):
            patterns[pattern, int(flags)] = engine.given
        return made

    _compiler._sre, _compiler.compile = engine, record
    try:
        for library in LIBRARIES:
            importlib.import_module(library)
    finally:
        _compiler._sre, _compiler.compile = _sre, compile_it
    return patterns


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    patterns = "".join(f"    {key!r}: {given!r},\n" for key, given in recorded().items())
    text = f'"""Written by Faktura\'s compile_patterns.py."""\n\nMAGIC = {_sre.MAGIC}\nPATTERNS = {{\n{patterns}}}\n'
    (folder / "compiled_patterns.py").write_text(text, "utf-8")
