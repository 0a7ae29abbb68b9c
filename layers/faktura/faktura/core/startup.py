"""The start of a Lambda function, from its first import until it is ready for a request.

`begin` runs before anything else of Faktura is imported. Both functions do nothing outside Lambda.
"""

import gc
import sys
from contextlib import ExitStack
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import Any

from faktura.core.settings import on_lambda, optional

_POSTPONED = ("cryptography.x509",)
"""Packages that a library imports although we never use them. PyJWT wants this one for certificates in PEM."""

_start = ExitStack()
"""What `begin` changes only until a function is ready."""


def begin() -> None:
    """Pause the garbage collector, take patterns that are compiled, and postpone imports until something uses them.

    Almost everything that a start makes stays until the process ends. The collector would go through all of it again
    and again, for an eighth of the time of a cold start, and find hardly anything.
    """
    if on_lambda():
        gc.disable()
        _take_compiled_patterns()
        for name in _POSTPONED:
            _postpone(name)


def end() -> None:
    """Resume the garbage collector, which never goes through the objects that there are now. `re` compiles again."""
    _start.close()
    if on_lambda():
        gc.freeze()
        gc.enable()
    if optional("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        from faktura.core import snapshot  # imports what `begin` must precede

        snapshot.prepare()


def _take_compiled_patterns() -> None:
    """Have `re` take the patterns of libraries from the layer, whose build compiled them, as Python takes bytecode.

    Compiling them is a tenth of a start. What the build did not see, or for another Python, `re` compiles itself.
    """
    try:
        layer: Any = import_module("compiled_patterns")
        compiler: Any = import_module("re._compiler")
        engine: Any = import_module("_sre")
    except ImportError:  # the layer was built without the Python that runs it
        return
    if layer.MAGIC != engine.MAGIC:
        return
    compile_it = compiler.compile

    def take(pattern: Any, flags: int = 0) -> Any:
        given = layer.PATTERNS.get((pattern, flags))
        return engine.compile(pattern, *given) if given else compile_it(pattern, flags)

    compiler.compile = take
    _start.callback(setattr, compiler, "compile", compile_it)
    _start.callback(sys.modules.pop, layer.__name__)


def _postpone(name: str) -> None:
    """Import the module when one of its attributes is first read (the `LazyLoader` of `importlib`)."""
    spec = find_spec(name)
    if spec is None or spec.loader is None or name in sys.modules:
        return
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)
