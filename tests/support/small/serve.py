"""Serve the small stack on free ports: `python serve.py HOME MOMENT`. Its schedule is due at MOMENT, in UTC."""

import os
import sys
from pathlib import Path

from local import identity, processes

if __name__ == "__main__":
    identity.assume()
    from local.running_stack import RunningStack

    home, moment = sys.argv[1:]
    api, aws_api = processes.listening(), processes.listening()
    at = f"at {processes.url_of(api)}, its AWS at {processes.url_of(aws_api)};"
    running = RunningStack(Path(__file__).with_name("template.yaml"), Path(home), api, aws_api, {"Moment": moment})
    os._exit(running.serve(announce=lambda: print(at, flush=True)))  # noqa: T201 -- for the process that started it
