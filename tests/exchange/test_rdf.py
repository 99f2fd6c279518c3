import contextlib
import gzip
import io
import socket
import threading
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy_service.domain.errors import NothingToImport, TooLarge, UnreadableFile
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.rdf import RdfFormat, rdf_format, read_statements

STATEMENT = Statement("urn:a", "urn:b", Literal("靴"))
FILES = {
    RdfFormat.TURTLE: '<urn:a> <urn:b> "靴" .',
    RdfFormat.NTRIPLES: '<urn:a> <urn:b> "靴" .',
    RdfFormat.NQUADS: '<urn:a> <urn:b> "靴" <urn:g> .',
    RdfFormat.TRIG: '<urn:g> { <urn:a> <urn:b> "靴" }',
    RdfFormat.JSONLD: '{"@id": "urn:a", "urn:b": "靴"}',
    RdfFormat.RDFXML: '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
    '<rdf:Description rdf:about="urn:a"><u:b>靴</u:b></rdf:Description></rdf:RDF>',
}


def read(data: bytes, format_: RdfFormat, limit: int = 1 << 26) -> list[Statement]:
    return list(read_statements(io.BytesIO(data), "file", format_, limit=limit))


@pytest.mark.parametrize("format_", list(RdfFormat))
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_is_read_plain_and_packed(format_: RdfFormat, packed: bool) -> None:
    data = FILES[format_].encode()
    assert read(gzip.compress(data, mtime=0) if packed else data, format_) == [STATEMENT]


@pytest.mark.parametrize("format_", list(RdfFormat))
def test_a_file_that_is_cut_off_is_refused(format_: RdfFormat) -> None:
    with pytest.raises(UnreadableFile, match="file"):
        read(FILES[format_].encode()[:-8], format_)


@pytest.mark.parametrize("format_", list(RdfFormat))
@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_holds_nothing(format_: RdfFormat, data: bytes) -> None:
    with pytest.raises(NothingToImport, match="empty"):
        read(data, format_)


@pytest.mark.parametrize("format_", list(RdfFormat))
@pytest.mark.parametrize("data", [b"<!DOCTYPE html><html><p>", b"\n<html lang='en'>"])
def test_a_web_page_is_told(format_: RdfFormat, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="HTML page"):
        read(data, format_)


@pytest.mark.parametrize(
    ("format_", "wrong"),
    [
        (RdfFormat.TURTLE, RdfFormat.JSONLD),
        (RdfFormat.TURTLE, RdfFormat.RDFXML),
        (RdfFormat.JSONLD, RdfFormat.TURTLE),
        (RdfFormat.RDFXML, RdfFormat.JSONLD),
    ],
)
def test_a_file_of_another_format_than_stated_is_told(format_: RdfFormat, wrong: RdfFormat) -> None:
    with pytest.raises(UnreadableFile, match="is the format right"):
        read(FILES[wrong].encode(), format_)


@pytest.mark.parametrize("format_", list(RdfFormat))
def test_other_encodings_than_utf8_are_refused(format_: RdfFormat) -> None:
    with pytest.raises(UnreadableFile, match="UTF-16"):
        read(FILES[format_].encode("utf-16"), format_)
    with pytest.raises(UnreadableFile):
        read(FILES[format_].replace("靴", "ü").encode("latin-1"), format_)


def test_an_error_names_the_line() -> None:
    with pytest.raises(UnreadableFile, match="file, line 3"):
        read(b'<urn:a> <urn:b> "x" .\n\n<urn:a> <urn:b> oops', RdfFormat.TURTLE)


def test_a_gzip_bomb_is_stopped_at_the_limit() -> None:
    bomb = gzip.compress(b"# nothing\n" * 5_000_000, mtime=0)
    with pytest.raises(TooLarge, match="1,000,000 bytes"):
        read(bomb, RdfFormat.TURTLE, limit=1_000_000)


def test_packed_data_that_are_damaged_are_told() -> None:
    good = gzip.compress(FILES[RdfFormat.TURTLE].encode() * 500, mtime=0)
    for damaged in (good[:-20], good[:40] + b"\x00" * 40 + good[80:]):
        with pytest.raises(UnreadableFile, match="damaged or cut off"):
            read(damaged, RdfFormat.TURTLE)


def test_a_text_of_gigabytes_does_not_fill_the_memory() -> None:
    with pytest.raises(TooLarge):
        read(b'<urn:a> <urn:b> "' + b"x" * (20 << 20) + b'" .', RdfFormat.TURTLE)


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (b'{"urn:b":' * 20_000 + b"1" + b"}" * 20_000, RdfFormat.JSONLD),
        (b'{"urn:b":' + b"[" * 20_000 + b"]" * 20_000 + b"}", RdfFormat.JSONLD),
        (b"<r>" * 20_000 + b"</r>" * 20_000, RdfFormat.RDFXML),
    ],
)
def test_deep_nesting_is_refused(data: bytes, format_: RdfFormat) -> None:
    with pytest.raises(UnreadableFile, match="500 levels"):
        read(data, format_)


def test_deep_nesting_is_read_where_it_does_no_harm() -> None:
    assert read(b"<urn:a> <urn:b> " + b"[ <urn:b> " * 20_000 + b"1" + b"]" * 20_000 + b" .", RdfFormat.TURTLE)


ENTITIES = (
    '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 9))
    + ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><rdf:Description rdf:about="urn:a">'
    "<u:b>&a8;</u:b></rdf:Description></rdf:RDF>"
)


def test_an_entity_bomb_does_not_go_off() -> None:
    with pytest.raises(UnreadableFile, match="entit"):
        read(ENTITIES.encode(), RdfFormat.RDFXML)


def test_entities_that_only_shorten_namespaces_are_read() -> None:
    text = (
        FILES[RdfFormat.RDFXML]
        .replace("?>", '?><!DOCTYPE rdf:RDF [<!ENTITY u "urn:">]>', 1)
        .replace('"urn:a"', '"&u;a"')
    )
    assert read(text.encode(), RdfFormat.RDFXML) == [STATEMENT]


def test_nothing_is_fetched_while_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    visits: list[Any] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.5)

    def watch() -> None:
        try:
            visits.append(server.accept())
        except OSError:
            return

    watcher = threading.Thread(target=watch)
    watcher.start()

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
    with pytest.raises(UnreadableFile, match="nothing is fetched"):
        read(f'{{"@context": "{url}", "@id": "urn:a", "urn:b": "c"}}'.encode(), RdfFormat.JSONLD)
    external = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{url}">]>' + FILES[RdfFormat.RDFXML].partition("?>")[2].replace(
        "靴", "&x;"
    )
    with pytest.raises(UnreadableFile):
        read(external.encode(), RdfFormat.RDFXML)
    local = external.replace(url, "file:///etc/hostname")
    with pytest.raises(UnreadableFile):
        read(local.encode(), RdfFormat.RDFXML)
    imports = read(f"<urn:a> <http://www.w3.org/2002/07/owl#imports> <{url}> .".encode(), RdfFormat.TURTLE)
    assert len(imports) == 1
    watcher.join()
    server.close()
    assert visits == []


@pytest.mark.parametrize(
    ("name", "media_type", "stated", "expected"),
    [
        ("a.ttl", None, None, RdfFormat.TURTLE),
        ("a.RDF.gz", None, None, RdfFormat.RDFXML),
        ("a.jsonld", "application/octet-stream", None, RdfFormat.JSONLD),
        ("a.ttl", "application/n-triples; charset=utf-8", None, RdfFormat.NTRIPLES),
        ("a", "text/turtle", "trig", RdfFormat.TRIG),
        ("a.ttl", "application/x-www-form-urlencoded", None, RdfFormat.TURTLE),
    ],
)
def test_the_format_is_told_by_statement_media_type_or_name(
    name: str, media_type: str | None, stated: str | None, expected: RdfFormat
) -> None:
    assert rdf_format(name, media_type, stated) is expected


@pytest.mark.parametrize(
    ("name", "media_type", "stated"),
    [("a.docx", None, None), ("a", None, None), ("a.ttl", "text/html", None), ("a.ttl", None, "n3")],
)
def test_what_does_not_tell_a_format_is_refused(name: str, media_type: str | None, stated: str | None) -> None:
    with pytest.raises(UnreadableFile):
        rdf_format(name, media_type, stated)


@pytest.mark.parametrize(
    ("extension", "media_type", "expected"),
    [
        (".ttl", "text/turtle", RdfFormat.TURTLE),
        (".turtle", "application/x-turtle", RdfFormat.TURTLE),
        (".rdf", "application/rdf+xml", RdfFormat.RDFXML),
        (".xml", "application/xml", RdfFormat.RDFXML),
        (".owl", "text/xml", RdfFormat.RDFXML),
        (".skos", "application/rdf+xml;charset=UTF-8", RdfFormat.RDFXML),
        (".nt", "application/n-triples", RdfFormat.NTRIPLES),
        (".nq", "application/n-quads", RdfFormat.NQUADS),
        (".jsonld", "application/ld+json", RdfFormat.JSONLD),
        (".json", 'application/json; profile="x"', RdfFormat.JSONLD),
        (".trig", "Application/TriG", RdfFormat.TRIG),
    ],
)
def test_every_extension_and_media_type_is_known(extension: str, media_type: str, expected: RdfFormat) -> None:
    assert rdf_format("обувь.v2" + extension) is expected
    assert rdf_format(f"dir.ttl/靴{extension.upper()}.gz", "application/gzip") is expected
    assert rdf_format("body", media_type) is expected


def test_an_unknown_format_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnreadableFile, match="unknown format 'n3'; known are turtle, rdfxml"):
        rdf_format("a.ttl", None, "n3")
    with pytest.raises(UnreadableFile, match="media type image/png is not RDF"):
        rdf_format("a.ttl", "image/png")


@pytest.mark.parametrize("format_", list(RdfFormat))
@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n" * 10_000, b" " * 4_096])
def test_what_stands_before_the_text_does_no_harm(format_: RdfFormat, before: bytes) -> None:
    text = FILES[format_].encode()
    if format_ is RdfFormat.RDFXML and before[:1] != b"\xef":
        text = text.partition(b"?>")[2]  # an XML declaration stands first or not at all
    assert read(before + text, format_) == [STATEMENT]


@pytest.mark.parametrize("format_", [RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.NTRIPLES, RdfFormat.NQUADS])
def test_a_long_file_of_white_space_holds_nothing(format_: RdfFormat) -> None:
    assert read(b"\n" * 10_000, format_) == []


@pytest.mark.parametrize("format_", [RdfFormat.JSONLD, RdfFormat.RDFXML])
def test_a_long_file_of_white_space_is_neither_json_nor_xml(format_: RdfFormat) -> None:
    with pytest.raises(UnreadableFile):
        read(b"\n" * 10_000, format_)


def test_markup_inside_a_text_is_no_web_page() -> None:
    rows = read(b'<urn:a> <urn:b> "<html><body>" .', RdfFormat.NTRIPLES)
    assert rows[0].object == Literal("<html><body>")


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'>\n<html xmlns='y'>",
        b"<!-- saved from --><HTML>",
        b"<head><title>404</title>",
    ],
)
def test_web_pages_of_other_kinds_are_told(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="HTML page"):
        read(data, RdfFormat.RDFXML)


def test_a_default_graph_in_braces_is_no_json() -> None:
    assert read('{ <urn:a> <urn:b> "靴" }'.encode(), RdfFormat.TRIG) == [STATEMENT]
    with pytest.raises(UnreadableFile, match="looks like JSON"):
        read(b'{ "@id": "urn:a" }', RdfFormat.TRIG)


@pytest.mark.parametrize("data", [b"<_:a> <urn:b> <urn:c> .", b"<urn:a> <urn:b> <_:c> ."])
def test_an_iri_that_looks_like_a_blank_node_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is not an IRI"):
        read(data, RdfFormat.NTRIPLES)


@pytest.mark.parametrize("text", ["<<( <urn:a> <urn:b> <urn:c> )>>", "<< <urn:a> <urn:b> <urn:c> >>"])
def test_statements_about_statements_are_refused_not_dropped(text: str) -> None:
    with pytest.raises(UnreadableFile, match="triple term"):
        read(f"<urn:a> <urn:b> {text} .".encode(), RdfFormat.TURTLE)


@pytest.mark.parametrize("format_", list(RdfFormat))
@pytest.mark.parametrize("where", ["靴", "urn:a"])
def test_a_huge_text_or_name_is_no_bare_memory_error(format_: RdfFormat, where: str) -> None:
    data = FILES[format_].replace(where, "urn:" + "x" * (17 << 20), 1).encode()
    if (format_, where) == (RdfFormat.RDFXML, "靴"):  # a text in XML has no limit but that of the file
        assert len(read(data, format_)) == 1
        return
    with pytest.raises(TooLarge, match=r"one (name or text|tag or comment): more than (16,777,216|4,194,304) bytes"):
        read(data, format_)


@pytest.mark.parametrize("data", [b"\x1f\x8b", b"\x1f\x8b\x08garbage", gzip.compress(b"x", mtime=0)[:12]])
def test_a_packed_file_that_ends_in_its_head_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        read(data, RdfFormat.TURTLE)


@pytest.mark.parametrize("format_", list(RdfFormat))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_never_more_than_unreadable(format_: RdfFormat, data: st.DataObject) -> None:
    text = FILES[format_].encode()
    place = data.draw(st.integers(0, len(text)))
    damaged = text[:place] + data.draw(st.binary(max_size=4)) + text[data.draw(st.integers(place, len(text))) :]
    if data.draw(st.booleans()):
        damaged = gzip.compress(damaged, mtime=0)[: data.draw(st.integers(0, 200))]
    with contextlib.suppress(UnreadableFile, NothingToImport):
        assert all(isinstance(row, Statement) for row in read(damaged, format_))


VISITING = {
    "a remote context": (RdfFormat.JSONLD, '{"@context": "URL", "@id": "urn:a", "urn:b": "c"}'),
    "a remote context among others": (RdfFormat.JSONLD, '{"@context": [{}, "URL"], "@id": "urn:a", "urn:b": "c"}'),
    "a remote context within": (RdfFormat.JSONLD, '{"@id": "urn:a", "urn:b": {"@context": "URL", "urn:c": 1}}'),
    "a context that imports": (RdfFormat.JSONLD, '{"@context": {"@import": "URL"}, "@id": "urn:a", "urn:b": "c"}'),
    "a scoped context": (RdfFormat.JSONLD, '{"@context": {"b": {"@id": "urn:b", "@context": "URL"}}, "b": {"b": 1}}'),
    "an external subset": (RdfFormat.RDFXML, '<!DOCTYPE rdf:RDF SYSTEM "URL">BODY'),
    "a public subset": (RdfFormat.RDFXML, '<!DOCTYPE rdf:RDF PUBLIC "-//X" "URL">BODY'),
    "a parameter entity": (RdfFormat.RDFXML, '<!DOCTYPE rdf:RDF [<!ENTITY % x SYSTEM "URL"> %x;]>BODY'),
    "a stylesheet": (RdfFormat.RDFXML, '<?xml-stylesheet href="URL"?>BODY'),
    "imports": (RdfFormat.TURTLE, "<urn:a> <http://www.w3.org/2002/07/owl#imports> <URL> ; a <URL> ."),
    "a base": (RdfFormat.TURTLE, '@base <URL> . <a> <b> "c" .'),
    "a graph": (RdfFormat.TRIG, '<URL> { <urn:a> <urn:b> "c" }'),
}


@pytest.mark.parametrize("case", VISITING)
def test_no_listener_sees_a_visitor(case: str) -> None:
    format_, text = VISITING[case]
    body = FILES[RdfFormat.RDFXML].partition("?>")[2]
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/靴"
        with contextlib.suppress(UnreadableFile):
            read(text.replace("URL", url).replace("BODY", body).encode(), format_)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_datatype_in_the_place_of_a_predicate_stays_what_it_is() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#string"
    body = f'<http://x/a> <{xsd}> "Schuh"^^<{xsd}> .'.encode()
    (row,) = read_statements(io.BytesIO(body), "x.nt", RdfFormat.NTRIPLES, limit=1000)
    assert row == Statement("http://x/a", xsd, Literal("Schuh"))
