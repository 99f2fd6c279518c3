"""Texts of any length as blocks of bytes."""

from collections.abc import Iterable, Iterator

BLOCK = 64 * 1024  # bytes


def in_blocks(texts: Iterable[str | bytes]) -> Iterator[bytes]:
    r"""Yield texts as blocks of about 64 KB of UTF-8, made as they are asked for; lone surrogates come as `\udc00`.

    >>> list(in_blocks(["靴 ", b"shoe"]))
    [b'\xe9\x9d\xb4 shoe']
    """
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        written = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
        waiting.append(written)
        size += len(written)
        if size >= BLOCK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
