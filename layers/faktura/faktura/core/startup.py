"""The start of a Lambda function, from its first import until it is ready for a request.

`begin` runs before anything else of Faktura is imported. Both functions do nothing outside Lambda.
"""

import gc
import sys
from importlib.util import LazyLoader, find_spec, module_from_spec

from faktura.core.settings import on_lambda, optional

_POSTPONED = ("cryptography.x509",)
"""Packages that a library imports although we never use them. PyJWT wants this one for certificates in PEM."""


def begin() -> None:
    """Pause the garbage collector, and postpone imports until something uses them.

    Almost everything that a start makes stays until the process ends. The collector would go through all of it again
    and again, for an eighth of the time of a cold start, and find hardly anything.
    """
    if on_lambda():
        gc.disable()
        for name in _POSTPONED:
            _postpone(name)


def end() -> None:
    """Resume the garbage collector. It never goes through the objects that there are now."""
    if on_lambda():
        gc.freeze()
        gc.enable()
    if optional("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        from faktura.core import snapshot  # imports what `begin` must precede

        snapshot.prepare()


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
