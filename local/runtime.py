"""Run AWS's runtime client under its emulator, and end with it.

    python -I -S runtime.py PROGRAM ARGUMENT...

The kernel chooses the port of the emulator's runtime API, but the emulator gives its runtime the port 0. This program
finds the real port.
"""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))  # Python's isolated mode has the standard library only
    from local.kernel import port_of
    from local.parent_death import become

    address, _, _ = os.environ["AWS_LAMBDA_RUNTIME_API"].partition(":")
    os.environ["AWS_LAMBDA_RUNTIME_API"] = f"{address}:{port_of(os.getppid(), address)}"
    become(sys.argv[1:])
