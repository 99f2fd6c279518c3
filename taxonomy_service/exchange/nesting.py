"""XML and JSON watched as they stream to a parser that would let them nest, and entities expand, without end."""

import codecs
import re
from typing import Protocol
from xml.parsers import expat

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.messages import message
from taxonomy_service.exchange.untrusted import LIMIT_SETTING

MOST_DEPTH = 500
"""Levels; what the RDF parser takes grows with their square, and a real file has about ten."""

MOST_TAG_BYTES = 4 * 1024 * 1024
_BLOCK = 256 * 1024

_BROKEN_OFF = frozenset({"no element found", "unclosed token", "unclosed CDATA section"})
_READ_AS_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_ENTITY_IN_VALUE = re.compile("&(?!#)")

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_CLOSED_STRINGS = re.compile(rb'(?:[^"]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))


class ByteSource(Protocol):
    """Whatever gives bytes; an empty answer means the end."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        ...


class WatchedXml:
    """XML handed on once expat, which expands and recurses within bounds, has seen it.

    Raises UnreadableFile, with the line, where it is not well-formed UTF-8, nests too deep, or declares an entity that
    is external or holds others; TooLarge where the entities could expand it beyond `limit` bytes.
    """

    def __init__(self, source: ByteSource, name: str, limit: int) -> None:
        self._source = source
        self._name = name
        self._limit = limit
        self._block = b""
        self._ended = False
        self._fed = self._expanded = self._depth = self._longest_entity = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.ordered_attributes = True  # which nobody looks at, and a list is made sooner than a dictionary
        self._parser.XmlDeclHandler = self._declared
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes that were found harmless."""
        if not self._block and not self._ended:
            self._block = self._source.read(_BLOCK)
            self._ended = not self._block
            self._check(self._block)
        cut = size if size >= 0 else len(self._block)
        data, self._block = self._block[:cut], self._block[cut:]
        return data

    def _check(self, block: bytes) -> None:
        self._fed += len(block)
        try:
            self._decoder.decode(block, not block)
            self._parser.Parse(block, not block)
        except UnicodeDecodeError as error:
            reason = message("the text is not UTF-8 ({fault})", fault=error.reason)
            raise UnreadableFile(self._name, reason, self._parser.CurrentLineNumber) from error
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code) or "?"
            broken_off = message("the XML is cut off ({fault})", fault=said)
            reason = broken_off if said in _BROKEN_OFF else message("not well-formed XML ({fault})", fault=said)
            raise UnreadableFile(self._name, reason, error.lineno) from error
        if self._fed - self._parser.CurrentByteIndex > MOST_TAG_BYTES + _BLOCK:
            raise TooLarge(message("{file}: one tag or comment", file=self._name), MOST_TAG_BYTES, message("bytes"))
        self._expanded += len(block) + block.count(b"&") * self._longest_entity
        if self._expanded > self._limit:
            raise TooLarge(self._name, self._limit, message("bytes with its entities expanded"), LIMIT_SETTING)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _READ_AS_UTF8:
            raise UnreadableFile(self._name, message("the text is in {encoding}, not UTF-8", encoding=encoding[:40]), 1)

    def _entity(self, name: str, is_parameter: bool, value: str | None, *_: str | None) -> None:
        line = self._parser.CurrentLineNumber
        if value is None:
            raise UnreadableFile(
                self._name, message("entity {name} is external, and nothing is fetched", name=name[:40]), line
            )
        if is_parameter or _ENTITY_IN_VALUE.search(value):
            raise UnreadableFile(self._name, message("entity {name} is made of other entities", name=name[:40]), line)
        self._longest_entity = max(self._longest_entity, len(value.encode()))

    def _opened(self, _name: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            reason = message("elements nest more than {limit} levels deep", limit=MOST_DEPTH)
            raise UnreadableFile(self._name, reason, self._parser.CurrentLineNumber)

    def _closed(self, _name: str) -> None:
        self._depth -= 1


class WatchedJson:
    """JSON handed on; raises UnreadableFile, with the line, where objects and lists nest too deep."""

    def __init__(self, source: ByteSource, name: str) -> None:
        self._source = source
        self._name = name
        self._depth = 0
        self._line = 1
        self._open = b""  # how a string begins that goes on in the next block

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes that were found harmless."""
        data = self._source.read(size)
        text = self._open + data
        match = _CLOSED_STRINGS.match(text)
        end = match.end() if match else 0
        rest = text[end + 1 :]
        escaped = (len(rest) - len(rest.rstrip(b"\\"))) % 2
        self._open = b'"' + b"\\" * escaped if end < len(text) else b""
        self._watch(_STRING.sub(b"", text[:end]).translate(None, _NO_BRACKETS))
        self._line += data.count(b"\n")
        return data

    def _watch(self, brackets: bytes) -> None:
        opened = brackets.count(b"{") + brackets.count(b"[")
        if self._depth + opened <= MOST_DEPTH:
            self._depth += 2 * opened - len(brackets)
            return
        for bracket in brackets:
            self._depth += 1 if bracket in b"{[" else -1
            if self._depth > MOST_DEPTH:
                reason = message("objects and lists nest more than {limit} levels deep", limit=MOST_DEPTH)
                raise UnreadableFile(self._name, reason, self._line)
