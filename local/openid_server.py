"""Serves the OpenID provider of the local stack, in a thread of this process."""

import socket
import threading

from werkzeug.serving import WSGIRequestHandler, make_server

from local import demo_people, processes
from local.openid.authorization import Client
from local.openid.provider import Provider


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Print nothing: a request has codes in it."""


def serve(listener: socket.socket, *redirect_uris: str) -> None:
    """Serve the provider at `listener`, which the server takes over. It ends with this process."""
    client = Client(demo_people.CLIENT_ID, redirect_uris)
    provider = Provider(processes.url_of(listener), client, demo_people.accounts())
    port = listener.getsockname()[1]
    with listener:  # the server keeps a duplicate
        server = make_server(
            "127.0.0.1", port, provider.application(), threaded=True, request_handler=_Quiet, fd=listener.fileno()
        )
    threading.Thread(target=server.serve_forever, daemon=True).start()
