"""Become AWS's runtime client under its emulator, and die with it.

    python -I -S runtime.py PROGRAM ARGUMENT...

The emulator lets the kernel choose the port of its runtime API, but tells its runtime the 0 that stands for that.
"""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))  # isolated, it sees the standard library only
    from local.kernel import port_of
    from local.mortal import become

    address, _, _ = os.environ["AWS_LAMBDA_RUNTIME_API"].partition(":")
    os.environ["AWS_LAMBDA_RUNTIME_API"] = f"{address}:{port_of(os.getppid(), address)}"
    become(sys.argv[1:])
