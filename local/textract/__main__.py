"""`python -m local.textract --port N [--s3-endpoint URL]` prints `ready` when it listens.

With `--fd N` instead of a port it serves a listening socket of its parent. It ends on TERM, and with its parent.
"""

import argparse
import os
import signal
import socket
import threading
import time
from types import FrameType

from local.textract.reader import Reader
from local.textract.server import serve


def main() -> None:
    """Serve until TERM, an interrupt, or the end of the parent."""
    parser = argparse.ArgumentParser(prog="local.textract", description="A local Amazon Textract on loopback.")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--port", type=int, help="0 takes a free port and prints it after `ready`")
    place.add_argument("--fd", type=int, help="a listening socket")
    parser.add_argument("--s3-endpoint", default=os.environ.get("AWS_ENDPOINT_URL"), help="the URL of S3 for S3Object")
    options = parser.parse_args()
    reader = Reader(options.s3_endpoint)
    server = serve(socket.socket(fileno=options.fd) if options.port is None else options.port, reader)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    print("ready", *([server.server_port] if options.port == 0 else []), flush=True)
    try:
        server.serve_forever()
    finally:
        reader.kill()
        server.server_close()


def _stop(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)


def _end_with(parent: int) -> None:
    """End when the parent has ended: a killed parent cannot send TERM, but the process gets another parent."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
