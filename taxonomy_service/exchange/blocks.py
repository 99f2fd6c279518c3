"""Texts of any length as blocks of bytes."""

from collections.abc import Iterable, Iterator

BLOCK = 64 * 1024  # characters


def in_blocks(texts: Iterable[str]) -> Iterator[bytes]:
    r"""Yield texts as blocks of about 64 KB of UTF-8, made as they are asked for; lone surrogates come as `\udc00`.

    >>> list(in_blocks(["靴 ", "shoe"]))
    [b'\xe9\x9d\xb4 shoe']
    """
    waiting: list[str] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= BLOCK:
            yield "".join(waiting).encode("utf-8", "backslashreplace")
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode("utf-8", "backslashreplace")
