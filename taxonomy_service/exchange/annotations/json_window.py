"""One JSON value read through a window: a piece of the file that moves on as values are taken from it.

The elements of an array are decoded many at once, which is a hundred times faster than parsing events. Where a batch
may be cut is guessed (before the last thing that begins as the first element does) and proved by decoding: `[`, the
batch and `]` is a JSON array only where the cut is between two elements of this array. Where the guess is wrong, the
elements are taken one by one by matching brackets. So a file can make reading slower, but never wrong.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, NoReturn, Protocol, TypeVar

import msgspec

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.messages import Amount, message
from taxonomy_service.exchange.annotations.streams import ByteSource, Utf8Stream

MOST_DEPTH = 64
MOST_VALUE_BYTES = 64 * 1024 * 1024
WINDOW_BYTES = 32 * 1024
"""Pieces beyond 128 KiB are given back to the system each time, which costs more than all the rest."""
_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_SPACE = re.compile(rb"[ \t\n\r]*")
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["\[\]{}]', re.DOTALL)
_SCALAR = re.compile(rb"[^ \t\n\r,\]}]*")
_START = re.compile(rb'\{[ \t\n\r]*"[^"\\]*"')

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class DecodesArrays(Protocol[T_co]):
    """Makes a sequence of what a JSON array holds, as msgspec's decoders do."""

    def decode(self, data: bytes, /) -> Sequence[T_co]:
        """Return the elements. Raises msgspec.ValidationError for others than expected, DecodeError for no JSON."""


class Batch(NamedTuple, Generic[T]):
    """Elements that follow one another: decoded, or a single one as its bytes where it is not what was expected."""

    first: int
    elements: Sequence[T]
    odd: bytes | None = None


class JsonWindow:
    """A file that holds one JSON value. All methods raise UnreadableFile where it is no JSON, cut off or no UTF-8."""

    def __init__(self, stream: ByteSource, name: str) -> None:
        self._stream = Utf8Stream(stream, name)
        self._name = name
        self._data = b""
        self._at = 0
        self._before = 0
        self._ended = False

    def peek(self) -> bytes:
        """Return the next byte that is no white space, without taking it; nothing at the end."""
        while True:
            self._at = _SPACE.match(self._data, self._at).end()  # type: ignore[union-attr]  # matches nothing, too
            if self._at < len(self._data) or not self._fill():
                return self._data[self._at : self._at + 1]

    def take(self, wanted: bytes) -> None:
        """Take the next byte, which must be this one."""
        if self.peek() != wanted:
            self.fail(f"{wanted.decode()!r} expected")
        self._at += 1

    def members(self) -> Iterator[str]:
        """Yield the keys of the object that comes next; the caller takes each value before the next key."""
        self.take(b"{")
        while self.peek() != b"}":
            key = self.decode(self.value("a key"), str)
            self.take(b":")
            yield key
            if self.peek() != b"}":
                self.take(b",")
                if self.peek() == b"}":
                    self.fail("a key expected")
        self.take(b"}")

    def value(self, what: str) -> bytes:
        """Take the next value and return its bytes, not decoded yet. Raises TooLarge beyond 64 MiB."""
        self.peek()
        end = self._end_of_value()
        while end is None:
            if len(self._data) - self._at > MOST_VALUE_BYTES:
                raise TooLarge(
                    message("{file}, {what}", file=self._name, what=what), MOST_VALUE_BYTES, message("bytes")
                )
            if not self._fill(len(self._data) - self._at):
                self.fail()
            end = self._end_of_value()
        found = self._data[self._at : end]
        if not found:
            self.fail("a value expected")
        self._at = end
        return found

    def skip(self, what: str) -> None:
        """Take the next value, whatever its size where it is an array."""
        if self.peek() == b"[":
            for batch in self.elements(_ANYTHING, what):
                if batch.odd is not None:
                    self.decode(batch.odd, msgspec.Raw)
        else:
            self.decode(self.value(what), msgspec.Raw)

    def elements(self, decoder: DecodesArrays[T], what: str) -> Iterator[Batch[T]]:
        """Take the array that comes next and yield its elements, counted from 1, in batches of up to 32 KiB."""
        self.take(b"[")
        number = 1
        start = _START.match(self._data, self._at) if self.peek() == b"{" else None
        if self.peek() == b"]":
            self._at += 1
            return
        while True:
            found = self._batch(decoder, start[0]) if start else None
            if found:
                yield Batch(number, found)
                number += len(found)
            else:
                yield self._single(decoder, number, f"{what} number {number}")
                number += 1
            if self.peek() == b"]":
                break
            self.take(b",")
        self._at += 1

    def finish(self) -> None:
        """Raise where anything but white space follows."""
        if self.peek():
            self.fail("something follows the end")

    def decode(self, data: bytes, type: type[T]) -> T:  # noqa: A002
        """Decode a value just taken."""
        try:
            return msgspec.json.decode(data, type=type)
        except _FAULTS as error:
            self._at -= len(data)
            self.fail(str(error))

    def fail(self, reason: str | None = None) -> NoReturn:
        """Raise UnreadableFile, naming the place; without a reason, or at the end, that the file is cut off."""
        if reason is None or (self._ended and self._at >= len(self._data)):
            raise UnreadableFile(self._name, message("the JSON is cut off"))
        raise UnreadableFile(
            self._name,
            message(
                "not valid JSON at byte {place} ({reason})",
                place=Amount(self._before + self._at + 1),
                reason=reason[:200],
            ),
        )

    def _fill(self, least: int = 0) -> bool:
        """Drop what was taken and read on; return False at the end of the file."""
        more = self._stream.read(max(WINDOW_BYTES, least))
        self._before += self._at
        self._data = self._data[self._at :] + more
        self._at = 0
        self._ended = not more
        return bool(more)

    def _batch(self, decoder: DecodesArrays[T], start: bytes) -> Sequence[T] | None:
        """Take as many elements as the window holds, but its last; None where they must be taken one by one."""
        if len(self._data) - self._at < WINDOW_BYTES:
            self._fill()
        cut = self._data.rfind(start, self._at + 1)
        batch = self._data[self._at : cut].rstrip(b" \t\n\r") if cut > 0 else b""
        if not batch.endswith(b","):
            return None
        try:
            found = decoder.decode(b"".join((b"[", memoryview(batch)[:-1], b"]")))
        except _FAULTS:
            return None
        self._at += len(batch) - 1
        return found

    def _single(self, decoder: DecodesArrays[T], number: int, what: str) -> Batch[T]:
        data = self.value(what)
        try:
            return Batch(number, decoder.decode(b"".join((b"[", data, b"]"))))
        except msgspec.ValidationError:
            return Batch(number, [], data)
        except _FAULTS as error:
            self._at -= len(data)
            self.fail(f"{what}: {error}")

    def _end_of_value(self) -> int | None:
        """Return where the value at hand ends, or None where the window ends before it."""
        first = self._data[self._at : self._at + 1]
        if first and first in b'"[{':
            return self._end_of_nested()
        end = _SCALAR.match(self._data, self._at).end()  # type: ignore[union-attr]
        return end if end < len(self._data) or self._ended else None

    def _end_of_nested(self) -> int | None:
        depth = 0
        for token in _TOKEN.finditer(self._data, self._at):
            text = token[0]
            if text == b'"':
                return None
            if text in b"[{":
                depth += 1
                if depth > MOST_DEPTH:
                    raise UnreadableFile(self._name, message("nested more than {limit} levels deep", limit=MOST_DEPTH))
            elif text in b"]}":
                depth -= 1
            if depth <= 0:
                return token.end()
        return None


class _Anything(msgspec.Struct):
    """An object of which nothing is wanted."""


_ANYTHING = msgspec.json.Decoder(list[_Anything])
