"""Serve the small stack: `python serve.py HOME PORT AWS_PORT MOMENT`, the moment of its one schedule in UTC."""

import os
import sys
from pathlib import Path

from local import identity

if __name__ == "__main__":
    identity.assume()
    from local.running import RunningStack

    home, port, aws_port, moment = sys.argv[1:]
    template = Path(__file__).with_name("template.yaml")
    RunningStack(template, Path(home), int(port), int(aws_port), {"Moment": moment}).serve(announce=lambda: None)
    os._exit(0)
