import random
import sys

import pytest

from taxonomy_service.domain.attributes import Attribute, AttributeValue
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.matching.compiled_format import FORMAT, Header, pack, unpack
from taxonomy_service.matching.scheme_heads import LabelCounts, SchemeHead

NAME = ReleaseName("shoes", 3, None, "ab" * 32)
POSE = Attribute(
    "pose",
    Iri("urn:pose"),
    {LanguageTag("ar"): "وضعية"},
    (AttributeValue("x", Iri("urn:x"), {LanguageTag("ja"): "前"}),),
)
HEAD = SchemeHead(Iri("urn:shoes"), {LanguageTag("ja"): "靴"}, 2, 0, {LanguageTag("ja"): LabelCounts(2, 1, 0, 2)})
HEADER = Header(NAME, HEAD, ("ar", "de", ""), "de", ("de",), (POSE,))
SECTIONS = {"words": "靴 حذاء".encode(), "empty": b"", "numbers": bytes(range(16))}


@pytest.fixture(scope="module")
def packed() -> bytes:
    return b"".join(pack(HEADER, SECTIONS))


def test_header_and_sections_come_back(packed: bytes) -> None:
    header = unpack(packed, "x.taxr")
    sections = {name: packed[at.offset : at.offset + at.length] for name, at in header.sections.items()}
    assert (header.release, header.head) == (NAME, HEAD)
    assert (header.languages, header.attributes) == (("ar", "de", ""), (POSE,))
    assert sections == SECTIONS
    assert all(place.offset % 8 == 0 for place in header.sections.values())
    assert packed == b"".join(pack(HEADER, SECTIONS)), "the same release is the same file"


def test_every_cut_is_noticed(packed: bytes) -> None:
    for length in range(len(packed)):
        with pytest.raises(UnreadableFile):
            unpack(packed[:length], "x.taxr")
    with pytest.raises(UnreadableFile, match="damaged"):
        unpack(packed + b"\0", "x.taxr")


def test_every_flipped_bit_is_noticed(packed: bytes) -> None:
    for place in range(len(packed) * 8):
        damaged = bytearray(packed)
        damaged[place // 8] ^= 1 << place % 8
        with pytest.raises(UnreadableFile):
            unpack(bytes(damaged), "x.taxr")


def test_other_files_and_other_formats_are_named(packed: bytes) -> None:
    for content in (b"", b"PK\x03\x04", random.Random(1).randbytes(200)):
        with pytest.raises(UnreadableFile, match=r"x\.taxr: this is not a compiled release"):
            unpack(content, "x.taxr")
    for number in (FORMAT - 1, FORMAT + 1):
        other = packed[:4] + number.to_bytes(4, sys.byteorder) + packed[8:]
        with pytest.raises(UnreadableFile, match=f"has format {number}, this program reads {FORMAT}"):
            unpack(other, "x.taxr")
