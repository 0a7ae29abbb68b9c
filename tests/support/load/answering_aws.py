"""A quick stand-in for DynamoDB and S3: it accepts every write after a few milliseconds, and serves one object.

It is a process of its own, so that its CPU time is not counted as the worker's. Moto would take ten times as long.
"""

import asyncio
import json
import sys
from pathlib import Path

_ACCEPTED_AT = "2026-01-01T00:00:00+00:00"


class AnsweringAws:
    """Counts its calls by operation; `GET /calls` answers with the counts."""

    def __init__(self, body: bytes, seconds: float) -> None:
        self._body, self._seconds = body, seconds
        self._calls: dict[str, int] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One kept-alive connection, until the client closes it."""
        try:
            while line := await reader.readline():
                answer = await self._answer(line.decode(), reader)
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, line: str, reader: asyncio.StreamReader) -> bytes:
        headers = {}
        while (field := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = field.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        sent = await reader.readexactly(int(headers.get("content-length", 0)))
        if line.startswith("GET /calls"):
            return _http(json.dumps(self._calls).encode())
        if line.startswith("GET "):
            return _http(self._body, f"x-amz-meta-accepted-at: {_ACCEPTED_AT}\r\nx-amz-meta-request-id: load\r\n")
        operation = headers["x-amz-target"].rpartition(".")[2]
        self._calls[operation] = self._calls.get(operation, 0) + 1
        await asyncio.sleep(self._seconds)
        return _http(_dynamodb(operation, sent))


def _dynamodb(operation: str, sent: bytes) -> bytes:
    if operation == "BatchGetItem":
        tables = json.loads(sent)["RequestItems"]
        return json.dumps({"Responses": {table: [] for table in tables}, "UnprocessedKeys": {}}).encode()
    return b'{"Attributes": {}}' if operation == "UpdateItem" else b"{}"


def _http(body: bytes, headers: str = "") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


async def main(file: str, seconds: str) -> None:
    """Serve until killed; the first line printed is the port."""
    aws = AnsweringAws(Path(file).read_bytes(), float(seconds))
    server = await asyncio.start_server(aws.serve, "127.0.0.1", 0, limit=2**20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
