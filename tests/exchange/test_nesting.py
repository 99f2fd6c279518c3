import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.exchange.nesting import MOST_DEPTH, MOST_TAG_BYTES, WatchedJson, WatchedXml


class Drip(io.BytesIO):
    """Gives at most a few bytes at a time, as a network does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(3 if size is None or size < 0 else min(size, 3))


def through_xml(data: str | bytes, *, limit: int = 10**9, size: int = 1_000) -> bytes:
    source = io.BytesIO(data.encode() if isinstance(data, str) else data)
    watched = WatchedXml(source, "a.rdf", limit)
    parts = []
    while part := watched.read(size):
        assert len(part) <= size
        parts.append(part)
    assert watched.read(size) == b""
    return b"".join(parts)


def through_json(data: str | bytes, size: int = 1_000) -> bytes:
    watched = WatchedJson(io.BytesIO(data.encode() if isinstance(data, str) else data), "a.jsonld")
    parts = []
    while part := watched.read(size):
        parts.append(part)
    return b"".join(parts)


def bracketed(entities: str, body: str = "") -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE r [\n{entities}\n]>\n<r>{body}</r>'


@pytest.mark.parametrize("size", [1, 1_000])
def test_harmless_xml_comes_through_unchanged(size: int) -> None:
    text = '<?xml version="1.0" encoding="utf-8"?><!-- <a> --><r a="跑鞋"><![CDATA[<b>]]>नमस्ते&amp;</r>'
    assert through_xml(text, size=size) == text.encode()


def test_all_is_read_at_once_where_no_size_is_given() -> None:
    assert WatchedXml(io.BytesIO(b"<r/>"), "a.rdf", 100).read() == b"<r/>"
    assert WatchedJson(io.BytesIO(b"[1]"), "a.json").read() == b"[1]"


def test_flat_entities_for_namespaces_are_let_pass() -> None:
    text = bracketed(
        '<!ENTITY skos "http://www.w3.org/2004/02/skos/core#">\n<!ENTITY amp "&#38;#38;">', "&skos;Concept"
    )
    assert through_xml(text) == text.encode()


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ('<!ENTITY a "x"><!ENTITY b "&a;&a;">', "entity b is made of other entities"),
        ('<!ENTITY % p "x">', "entity p is made of other entities"),
        ('<!ENTITY a SYSTEM "file:///etc/passwd">', "entity a is external, and nothing is fetched"),
        ('<!ENTITY a PUBLIC "-//X" "http://127.0.0.1:9/a">', "entity a is external, and nothing is fetched"),
        ('<!ENTITY % p SYSTEM "http://127.0.0.1:9/a">', "entity p is external"),
        ('<!NOTATION n SYSTEM "n"><!ENTITY a SYSTEM "a" NDATA n>', "entity a is external"),
    ],
)
def test_external_and_nested_entities_are_refused_with_their_line(entity: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as caught:
        through_xml(bracketed(entity, "&a;"))
    assert caught.value.data["line"] == 3


def test_entities_count_with_what_they_expand_to() -> None:
    text = bracketed(f'<!ENTITY a "{"跑" * 1_000}">', "&a;" * 1_000)
    with pytest.raises(TooLarge, match="bytes with its entities expanded"):
        through_xml(text, limit=1_000_000)
    assert through_xml(text, limit=4_000_000) == text.encode()


def test_xml_nests_to_the_limit_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        return "<a>" * depth + "</a>" * depth

    assert through_xml(nested(MOST_DEPTH)) == nested(MOST_DEPTH).encode()
    with pytest.raises(UnreadableFile, match="line 1: elements nest more than 500 levels deep"):
        through_xml(nested(MOST_DEPTH + 1))
    with pytest.raises(UnreadableFile, match="levels deep"):
        through_xml("<a>" * 1_000_000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<r>\n<a>", r"line 2: the XML is cut off \(no element found\)"),
        (b"<r>\n<a ", r"line 2: the XML is cut off \(unclosed token\)"),
        (b"<r>\n\n</a>", r"line 3: not well-formed XML \(mismatched tag\)"),
        (b"<r>\n\xff</r>", "the text is not UTF-8"),
        ("<r>\nкроссовки</r>".encode("cp1251"), "the text is not UTF-8"),
        (b"<r>\xe8\xb7", "the text is not UTF-8"),
        (b'<?xml version="1.0" encoding="ISO-8859-5"?><r/>', "line 1: the text is in ISO-8859-5, not UTF-8"),
    ],
)
def test_broken_xml_is_refused_with_its_line(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        through_xml(data)


@pytest.mark.parametrize("data", ["<!--" + "x" * 20_000_000, "<r a='" + "x" * 20_000_000])
def test_a_tag_or_comment_without_end_is_refused_in_good_time(data: str) -> None:
    start = time.process_time()
    with pytest.raises(TooLarge, match="one tag or comment") as caught:
        through_xml(data, size=65_536)
    assert caught.value.data["limit"] == MOST_TAG_BYTES
    assert time.process_time() - start < 5


def test_a_long_text_is_no_tag() -> None:
    text = "<r>" + "跑鞋 " * 2_500_000 + "</r>"
    assert len(through_xml(text, size=65_536)) == len(text.encode())


TRICKY = ["{[", '"', '\\"', "\\\\", '\\\\"]}', "跑鞋", "סנדל", "{}[]" * 300]
values = st.recursive(
    st.none() | st.text() | st.sampled_from(TRICKY),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(TRICKY), inner),
)


@given(values, st.integers(1, 9))
def test_any_shallow_json_comes_through_unchanged(value: object, size: int) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert through_json(text, size) == text.encode()


@pytest.mark.parametrize("size", [1, 2, 3, 64, 100_000])
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a\\"[":', "}"), ('[["\\\\"],', "]")])
def test_json_nests_to_the_limit_and_no_deeper(opens: str, closes: str, size: int) -> None:
    most = MOST_DEPTH - opens.count("[[")
    text = '"\\"[[[[{{{{"'
    good = opens * most + text + closes * most
    assert through_json(f"\n{good}", size) == f"\n{good}".encode()
    with pytest.raises(UnreadableFile, match=r"line \d: objects and lists nest more than 500 levels deep") as caught:
        through_json(f"\n{opens}{good}{closes}", size)
    assert caught.value.data["line"] in {1, 2}  # that of the block


def test_many_shallow_objects_are_not_deep() -> None:
    text = json.dumps([{"a": [1, 2, {}]}] * 10_000)
    assert through_json(text, 65_536) == text.encode()


def test_brackets_inside_strings_do_not_count() -> None:
    text = json.dumps({"label": "[" * 10_000 + '"' * 10_000})
    assert through_json(text, 100) == text.encode()


def test_a_string_of_escapes_takes_linear_time() -> None:
    start = time.process_time()
    through_json('["' + '\\"' * 5_000_000, 65_536)
    assert time.process_time() - start < 5


def test_short_reads_are_no_end() -> None:
    watched = WatchedXml(Drip(b"<r>text</r>"), "a.rdf", 100)
    parts = []
    while part := watched.read(100):
        parts.append(part)
    assert b"".join(parts) == b"<r>text</r>"
