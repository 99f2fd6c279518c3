import io
import tracemalloc

import pytest

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.annotations.xml_stream import flag_or_text, text_of, walk_elements


def walked(data: str | bytes) -> list[tuple[bool, str]]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return [(step.opens, "/".join(step.path)) for step in walk_elements(stream, "a.xml", "r")]


def texts(data: bytes) -> list[str]:
    return [text_of(step.element) for step in walk_elements(io.BytesIO(data), "a.xml", "r") if not step.opens]


def test_elements_open_and_close_in_document_order() -> None:
    assert walked("<r><a><b/></a><c/></r>") == [
        (True, "r"),
        (True, "r/a"),
        (True, "r/a/b"),
        (False, "r/a/b"),
        (False, "r/a"),
        (True, "r/c"),
        (False, "r/c"),
        (False, "r"),
    ]


def test_elements_are_dropped_once_seen() -> None:
    peaks = []
    for count in (20_000, 60_000):
        data = b"<r>" + b"<a><b>text</b></a>" * count + b"</r>"
        tracemalloc.start()
        assert sum(1 for _ in walk_elements(io.BytesIO(data), "a.xml", "r")) == 4 * count + 2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_text_loses_the_white_space_of_pretty_printing_only() -> None:
    assert texts("<r>\n  koşu  ayakkabısı\n</r>".encode()) == ["koşu  ayakkabısı"]


@pytest.mark.parametrize(
    "data",
    [
        "<r>犬</r>".encode(),
        b"\xef\xbb\xbf" + "<r>犬</r>".encode(),
        '<?xml version="1.0" encoding="UTF-8"?><r>犬</r>'.encode(),
        '<?xml version="1.0" encoding="UTF-16"?><r>犬</r>'.encode("utf-16"),
        "<?xml version='1.0' encoding='utf-16'?><r>犬</r>".encode("utf-16-be"),
        b"\xfe\xff" + "<?xml version='1.0' encoding='utf-16'?><r>犬</r>".encode("utf-16-be"),
    ],
)
def test_utf8_and_declared_utf16_are_read(data: bytes) -> None:
    assert texts(data) == ["犬"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"<r><a>", "cut off"),
        (b"<r><a></r>", "mismatched tag"),
        (b"<r>&nbsp;</r>", "undefined entity"),
        (b"<r/><r/>", "junk after document element"),
        (b"no xml at all", "not well-formed"),
        (b"<s/>", "the root element is <s>, not <r>"),
        (b"<r>" + b"<a>" * 100_000, "nested"),
        ("<r>Küche</r>".encode("latin-1"), "not UTF-8"),
        ('<?xml version="1.0" encoding="ISO-8859-9"?><r>koşu</r>'.encode("iso-8859-9"), "'iso-8859-9'; send UTF-8"),
        (b'<?xml version="1.0" encoding="x-none"?><r/>', "'x-none'; send UTF-8"),
        (b'<?xml version="1.0" encoding="UTF-16"?><r/>', "encoding specified in XML declaration is incorrect"),
        ("<r/>".encode("utf-16"), "UTF-16 without an XML declaration"),
        ('<?xml version="1.0" encoding="UTF-16"?><r><a>'.encode("utf-16"), "cut off"),
        (b'<?xml version="1.0"' + b" " * 2000 + b' encoding="x-none"?><r/>', "XML"),
    ],
)
def test_bad_file_raises_a_clear_error(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        walked(data)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE r>",
        '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_document_type_declarations_are_refused(doctype: str) -> None:
    with pytest.raises(UnreadableFile, match="refused"):
        walked(f"{doctype}<r>&x;</r>")


def test_error_says_the_line() -> None:
    with pytest.raises(UnreadableFile) as caught:
        walked("<r>\n<a>\n</b></r>")
    assert caught.value.data["line"] == 3


@pytest.mark.parametrize(("text", "value"), [("0", False), ("1", True), ("0.5", "0.5"), ("Left", "Left")])
def test_flags_become_truth_values_and_text_stays(text: str, value: object) -> None:
    assert flag_or_text(text) == value


@pytest.mark.parametrize("start", ["<a b='", "<!-- > ", "<?x > "])
def test_tag_that_does_not_end_is_refused_before_it_costs_time(start: str) -> None:
    with pytest.raises(UnreadableFile, match="longer than 4,194,304 bytes"):
        walked("<r>" + start + "x>" * (6 * 1024 * 1024))


def test_long_text_and_a_long_mask_are_no_fault() -> None:
    text = "犬" * (4 * 1024 * 1024)
    assert texts(f"<r>{text}<a rle='{'1, ' * 1_000_000}'/></r>".encode())[1] == text


def test_a_document_type_is_let_pass_only_where_asked_and_entities_never() -> None:
    plain = b'<!DOCTYPE r SYSTEM "http://example.org/r.dtd"><r/>'
    with pytest.raises(UnreadableFile, match="document type declarations"):
        list(walk_elements(io.BytesIO(plain), "a.xml", "r"))
    assert len(list(walk_elements(io.BytesIO(plain), "a.xml", "r", doctype=True))) == 2
    entity = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>'
    with pytest.raises(UnreadableFile, match="entities are refused"):
        list(walk_elements(io.BytesIO(entity), "a.xml", "r", doctype=True))
