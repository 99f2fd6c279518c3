"""A client that costs little beside the servers: raw HTTP/1.1 over a few connections, whole answers read."""

import asyncio
import time
from typing import NamedTuple


class Rate(NamedTuple):
    """Requests answered, and the seconds of the clock it took."""

    requests: int
    seconds: float


async def answer_of(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """Read one answer; return its body, and whether the server keeps the connection. Raises RuntimeError unless 200."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    fields = dict(line.split(b": ", 1) for line in lines[1:] if b": " in line)
    if b"content-length" in fields:
        body = await reader.readexactly(int(fields[b"content-length"]))
    elif fields.get(b"transfer-encoding") == b"chunked":
        body = await _chunks(reader)
    else:
        body = await reader.read()
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError((head + body[:500]).decode(errors="replace"))
    return body, fields.get(b"connection") != b"close" and not head.startswith(b"HTTP/1.0")


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()
    return body


async def ask(port: int, requests: list[bytes]) -> list[bytes]:
    """Send requests one after the other, over one connection as long as the server keeps it; return the bodies."""
    bodies, connection = [], None
    for request in requests:
        reader, writer = connection or await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        body, keeps = await answer_of(reader)
        bodies.append(body)
        connection = (reader, writer) if keeps else None
        if not keeps:
            writer.close()
    if connection:
        connection[1].close()
    return bodies


async def _load(port: int, requests: list[bytes], connections: int) -> None:
    await asyncio.gather(*(ask(port, requests[start::connections]) for start in range(connections)))


def load(port: int, requests: list[bytes], *, connections: int) -> Rate:
    """Send requests over some connections at once."""
    began = time.perf_counter()
    asyncio.run(_load(port, requests, connections))
    return Rate(len(requests), time.perf_counter() - began)
