"""Serve a new AWS account on a free port: `python serve.py`."""

from local import identity, processes

if __name__ == "__main__":
    identity.assume()
    from local import aws
    from tests.support.account import cloudformation

    cloudformation.install()
    listener = processes.listening()
    url = processes.url_of(listener)
    server = aws.server(listener)
    print(f"The account is at {url};", flush=True)  # noqa: T201 -- for the process that started it
    server.serve_forever()
