"""RDF in: a stream of bytes becomes statements, without network, within limits."""

import io
import re
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath
from typing import BinaryIO

import pyoxigraph as ox

from taxonomy_service.domain.errors import NothingToImport, TooLarge, UnreadableFile
from taxonomy_service.domain.messages import Given, Message, message, verbatim
from taxonomy_service.domain.statements import Statement, StatementGroup
from taxonomy_service.exchange.nesting import ByteSource, WatchedJson, WatchedXml
from taxonomy_service.exchange.rdf_groups import groups_of
from taxonomy_service.exchange.untrusted import LimitedStream, plain_stream

_new = tuple.__new__  # NamedTuple's own __new__ costs as much as parsing


class RdfFormat(StrEnum):
    """The serialisations that are read."""

    TURTLE = "turtle"
    RDFXML = "rdfxml"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    TRIG = "trig"


_PARSERS = {
    RdfFormat.TURTLE: ox.RdfFormat.TURTLE,
    RdfFormat.RDFXML: ox.RdfFormat.RDF_XML,
    RdfFormat.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RdfFormat.NQUADS: ox.RdfFormat.N_QUADS,
    RdfFormat.JSONLD: ox.RdfFormat.JSON_LD,
    RdfFormat.TRIG: ox.RdfFormat.TRIG,
}
_EXTENSIONS = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDFXML,
    ".xml": RdfFormat.RDFXML,
    ".owl": RdfFormat.RDFXML,
    ".skos": RdfFormat.RDFXML,
    ".nt": RdfFormat.NTRIPLES,
    ".nq": RdfFormat.NQUADS,
    ".jsonld": RdfFormat.JSONLD,
    ".json": RdfFormat.JSONLD,
    ".trig": RdfFormat.TRIG,
}
_MEDIA_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDFXML,
    "application/xml": RdfFormat.RDFXML,
    "text/xml": RdfFormat.RDFXML,
    "application/n-triples": RdfFormat.NTRIPLES,
    "application/n-quads": RdfFormat.NQUADS,
    "application/ld+json": RdfFormat.JSONLD,
    "application/json": RdfFormat.JSONLD,
    "application/trig": RdfFormat.TRIG,
}
_SAYING_NOTHING = frozenset(
    # what clients send that do not know better; the last is curl's for any body
    [
        "application/octet-stream",
        "application/gzip",
        "application/x-gzip",
        "text/plain",
        "application/x-www-form-urlencoded",
    ]
)
_LONGEST_TOKEN = 16 * 1024 * 1024  # bytes; the parser's own limit
_HEAD_BYTES = 4096
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL)
_JSON_OBJECT = re.compile(rb"\{\s*[\"}]")


def rdf_format(name: str, media_type: str | None = None, stated: str | None = None) -> RdfFormat:
    """Choose the format: the one stated, else by media type, else by the file's extension (`.gz` looked through).

    Raises UnreadableFile where none of them tells.
    """
    if stated:
        if stated not in set(RdfFormat):  # `in RdfFormat` raises TypeError before Python 3.12
            raise UnreadableFile(
                name,
                message(
                    "unknown format {stated}; known are {known}",
                    stated=Given(stated[:60]),
                    known=", ".join(RdfFormat),
                ),
            )
        return RdfFormat(stated)
    if media_type:
        plain = media_type.partition(";")[0].strip().lower()
        if plain in _MEDIA_TYPES:
            return _MEDIA_TYPES[plain]
        if plain not in _SAYING_NOTHING:
            raise UnreadableFile(
                name,
                message(
                    "media type {media_type} is not RDF; known are {known}",
                    media_type=plain[:60],
                    known=", ".join(_MEDIA_TYPES),
                ),
            )
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    if suffixes and suffixes[-1] in {".gz", ".gzip"}:
        suffixes.pop()
    if suffixes and suffixes[-1] in _EXTENSIONS:
        return _EXTENSIONS[suffixes[-1]]
    raise UnreadableFile(
        name,
        message("cannot tell the format from the name; state it (one of {known})", known=", ".join(RdfFormat)),
    )


def read_statements(stream: BinaryIO, name: str, format: RdfFormat, *, limit: int) -> Iterator[Statement]:  # noqa: A002
    """Yield the statements of a stream one by one; all else is as `read_groups` has it."""
    for subject, predicate, objects in read_groups(stream, name, format, limit=limit):
        for node in objects:
            yield _new(Statement, (subject, predicate, node))


def read_groups(stream: BinaryIO, name: str, format: RdfFormat, *, limit: int) -> Iterator[StatementGroup]:  # noqa: A002
    """Yield the statements of a plain or gzip stream of at most `limit` bytes (unpacked), in the order of the file.

    Those that follow one another by subject and predicate may come as one group. Language tags come as the file has
    them, in lower case. The names of named graphs are dropped. Nothing is fetched: a remote JSON-LD context and an
    external XML entity are errors, `owl:imports` is a statement like any other. XML and JSON nest at most `MOST_DEPTH`
    levels deep. Raises UnreadableFile (with the line where it is known), NothingToImport, TooLarge.
    """
    try:
        limited = LimitedStream(plain_stream(stream), name, limit)
        _refuse_other_things(limited.head(_HEAD_BYTES), name, format)
        source: ByteSource = limited
        if format is RdfFormat.RDFXML:
            source = WatchedXml(limited, name, limit)
        elif format is RdfFormat.JSONLD:
            source = WatchedJson(limited, name)
        yield from groups_of(ox.parse(input=source, format=_PARSERS[format], lenient=True), name)  # type: ignore[arg-type]
    except SyntaxError as error:
        raise UnreadableFile(name, _explain(str(error.msg or error)), error.lineno) from error
    except MemoryError as error:
        raise TooLarge(message("{file}: one name or text", file=name), _LONGEST_TOKEN, message("bytes")) from error
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableFile(
            name, message("the compressed data is damaged or cut off ({fault})", fault=str(error))
        ) from error


def _refuse_other_things(head: bytes, name: str, format: RdfFormat) -> None:  # noqa: A002
    """Say what the file is, where it plainly is something else than the format stated."""
    start = head.lstrip()[:1000].lower()
    if not start and len(head) < _HEAD_BYTES - 3:  # less a byte order mark
        raise NothingToImport(name, message("the file is empty"))
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise UnreadableFile(name, message("the text is in UTF-16; RDF files are UTF-8"))
    if _HTML.match(start):
        raise UnreadableFile(name, message("this is an HTML page, not RDF; was a web page saved in place of the file?"))
    is_json = start[:1] in {b"{", b"["}
    if format is RdfFormat.JSONLD and start and not is_json:
        raise UnreadableFile(name, message("this is not JSON; is the format right?"))
    if format is not RdfFormat.JSONLD and _JSON_OBJECT.match(start):
        raise UnreadableFile(name, message("this looks like JSON, not {format}; is the format right?", format=format))
    if format is RdfFormat.RDFXML and start and start[:1] != b"<":
        raise UnreadableFile(name, message("this is not XML; is the format right?"))
    if format is not RdfFormat.RDFXML and start.startswith((b"<?xml", b"<rdf:rdf")):
        raise UnreadableFile(name, message("this looks like XML, not {format}; is the format right?", format=format))


def _explain(said: str) -> Message:
    if "LoadDocumentCallback" in said:
        return message(
            "the JSON-LD context is on the web and nothing is fetched while reading; write the context into the file"
        )
    if "utf-8" in said.lower():
        return message("the text is not UTF-8 ({fault})", fault=said)
    return verbatim(said)


def groups_of_text(text: str) -> Iterator[StatementGroup]:
    """Yield the statements of our own canonical N-Triples."""
    return read_groups(io.BytesIO(text.encode()), "release", RdfFormat.NTRIPLES, limit=1 << 40)
