"""XML as a stream of elements that are dropped as soon as they were seen; no DTD, no entities, no deep nesting."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser, iterparse

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.messages import Amount, Given, Message, message
from taxonomy_service.exchange.annotations.streams import ByteSource, HeadedStream, Utf8Stream, read_head

MOST_DEPTH = 64
MOST_TAG_BYTES = 4 * 1024 * 1024
_HEAD_BYTES = 1024
_CHUNK_BYTES = 256 * 1024
_DECLARED = re.compile(r"""^\ufeff?<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Element(Protocol):
    """What a reader needs of an element; its text is there at its end only."""

    tag: str
    text: str | None

    def get(self, key: str, default: None = None, /) -> str | None:
        """Return an attribute's value."""
        ...

    def clear(self) -> None:
        """Forget text, attributes and children."""
        ...

    def remove(self, child: "Element", /) -> None:
        """Forget a child."""
        ...


class _WatchedSource:
    """Feeds a parser, and stops where one tag or comment does not end: expat scans it anew with each chunk."""

    def __init__(self, source: ByteSource, name: str, parser: expat.XMLParserType) -> None:
        self._source = source
        self._name = name
        self._parser = parser
        self._fed = 0

    def read(self, _: int = -1, /) -> bytes:
        """Return the next chunk, of a size that suits us."""
        if self._fed - self._parser.CurrentByteIndex > MOST_TAG_BYTES + _CHUNK_BYTES:
            raise UnreadableFile(
                self._name,
                message("a tag or comment longer than {limit} bytes", limit=Amount(MOST_TAG_BYTES)),
            )
        data = self._source.read(_CHUNK_BYTES)
        self._fed += len(data)
        return data


class Step(NamedTuple):
    """An element begins (`opens`) or ends; `path` holds the tags from the root to it, until the next step."""

    opens: bool
    path: list[str]
    element: Element


def walk_elements(stream: ByteSource, name: str, root: str, *, doctype: bool = False) -> Iterator[Step]:
    """Yield the beginning and the end of each element in document order; children are gone when their parent ends.

    Raises UnreadableFile where the file is empty, cut off, not well-formed, in an encoding other than UTF-8 or declared
    UTF-16, has a document type declaration (with `doctype` one is let pass, but never read; entities are refused in any
    case), nests more than 64 levels, or its root is not `root`.
    """
    path: list[str] = []
    open_elements: list[Element] = []
    for event, element in _parsed(stream, name, doctype):
        if event == "start":
            path.append(element.tag)
            open_elements.append(element)
            _check_start(path, name, root)
            yield Step(True, path, element)
        else:
            yield Step(False, path, element)
            path.pop()
            open_elements.pop()
            element.clear()
            if open_elements:
                open_elements[-1].remove(element)


def text_of(element: Element) -> str:
    """Return an element's text without the white space that pretty printing puts around it."""
    return (element.text or "").strip()


def flag_or_text(text: str) -> bool | str:
    """Return the truth value that a format writes as 0 or 1; anything else as it stands."""
    return {"0": False, "1": True}.get(text, text)


def _parsed(stream: ByteSource, name: str, doctype: bool) -> Iterator[tuple[str, Element]]:
    parser = XMLParser(target=TreeBuilder(), forbid_dtd=not doctype)
    source = _WatchedSource(_decodable(stream, name), name, parser.parser)
    try:
        yield from iterparse(source, events=("start", "end"), parser=parser)
    except ParseError as error:
        raise UnreadableFile(name, _reason(error), error.position[0]) from error
    except DefusedXmlException as error:
        raise UnreadableFile(name, message("document type declarations and entities are refused")) from error
    except (LookupError, ValueError) as error:  # an encoding that expat does not know
        raise UnreadableFile(name, message("not readable as XML ({fault})", fault=str(error)[:200])) from error


def _check_start(path: list[str], name: str, root: str) -> None:
    if path[0] != root:
        raise UnreadableFile(name, message("the root element is <{path}>, not <{root}>", path=path[0][:60], root=root))
    if len(path) > MOST_DEPTH:
        raise UnreadableFile(name, message("nested more than {limit} levels deep", limit=MOST_DEPTH))


def _decodable(stream: ByteSource, name: str) -> ByteSource:
    """Return the stream from its beginning, refusing encodings that we do not promise to read."""
    head = read_head(stream, _HEAD_BYTES)
    is_utf16 = head.startswith(_UTF16_STARTS)
    little_endian = head[:2] in (b"\xff\xfe", b"<\0")
    text = head.decode(("utf-16-le" if little_endian else "utf-16-be") if is_utf16 else "utf-8", errors="ignore")
    match = _DECLARED.match(text)
    declared = match[1].lower() if match else ""
    if is_utf16 and not declared.startswith("utf-16"):
        raise UnreadableFile(name, message("UTF-16 without an XML declaration that says so"), 1)
    if declared not in ("", "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be"):
        raise UnreadableFile(name, message("encoding {encoding}; send UTF-8", encoding=Given(declared[:40])), 1)
    whole = HeadedStream(head, stream)
    return whole if is_utf16 else Utf8Stream(whole, name)


def _reason(error: ParseError) -> Message:
    said = expat.ErrorString(error.code) or "not well-formed"
    if said in ("no element found", "unclosed token", "unclosed CDATA section"):
        return message("the XML is cut off ({fault})", fault=said)
    return message("not well-formed XML ({fault})", fault=said)
