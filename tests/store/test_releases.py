import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import ReleaseName
from taxonomy_service.store.releases import StoredRelease, add_release, find_release, list_releases, newest_releases
from taxonomy_service.store.schemes import StoredScheme, add_scheme, find_scheme
from taxonomy_service.store.session import Store

TEXT = '<urn:a> <urn:b> "靴"@ja .\n'
HASHES = {1: "a" * 64, 2: "b" * 60 + "1234", 3: "0" * 64, 4: "123456789012" + "f" * 52}


def _entry(number: int, version: str | None = None) -> ReleaseEntry:
    published = datetime(2026, 1, number, 12, 30, tzinfo=UTC)
    return ReleaseEntry(SchemeId("shoes"), number, version, HASHES[number], published, 3, 9, f"import {number}")


def _release(number: int, version: str | None = None) -> StoredRelease:
    return StoredRelease(
        _entry(number, version),
        zlib.compress(f"# {number}\n{TEXT}".encode()),
        {Iri("urn:靴"): ConceptId(f"靴~{number}")},
    )


@pytest.fixture
def shoes(store: Store) -> StoredScheme:
    """A scheme with four releases: the third has the version of the first, the last the second's number as version."""
    scheme = add_scheme(store, SchemeId("shoes"), Iri("urn:shoes"))
    for number, version in ((1, "2021"), (2, None), (3, "2021"), (4, "2")):
        add_release(store, scheme, _release(number, version))
    return find_scheme(store, "shoes")


def test_release_comes_back_whole(store: Store, shoes: StoredScheme) -> None:
    assert find_release(store, shoes, "2") == _release(2)


def test_releases_are_listed_newest_first_in_utc(store: Store, shoes: StoredScheme) -> None:
    listed = list_releases(store, shoes)
    assert listed == [_entry(4, "2"), _entry(3, "2021"), _entry(2), _entry(1, "2021")]
    assert all(entry.published.tzinfo is UTC for entry in listed)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (None, 4),
        ("1", 1),
        ("4", 4),
        ("2021", 3),
        (HASHES[1], 1),
        ("a" * 12, 1),
        ("0" * 12, 3),
        ("123456789012", 4),
        (HASHES[2][:61], 2),
    ],
)
def test_release_is_found_by_number_version_hash_or_its_beginning(
    store: Store, shoes: StoredScheme, wanted: str | None, number: int
) -> None:
    assert find_release(store, shoes, wanted).entry.number == number


def test_number_that_was_pinned_is_not_taken_over_by_a_later_version(store: Store, shoes: StoredScheme) -> None:
    assert find_release(store, shoes, "2").entry.number == 2


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "0",
        "5",
        "01",
        "-1",
        "1.0",
        "٢",
        "999999999999999999999",
        "a" * 11,
        "A" * 12,
        "a" * 65,
        "%",
        "a" * 11 + "_",
        "202",
    ],
)
def test_other_names_are_no_release(store: Store, shoes: StoredScheme, wanted: str) -> None:
    with pytest.raises(NotFound, match="release of shoes") as told:
        find_release(store, shoes, wanted)
    assert told.value.data["name"] == wanted


def test_scheme_without_a_release_has_no_newest(store: Store) -> None:
    scheme = add_scheme(store, SchemeId("bare"), Iri("urn:bare"))
    with pytest.raises(NotFound):
        find_release(store, scheme)
    assert list_releases(store, scheme) == []
    assert newest_releases(store) == {}


def test_newest_releases_are_named_by_scheme(store: Store, shoes: StoredScheme) -> None:
    boots = add_scheme(store, SchemeId("boots"), Iri("urn:boots"))
    entry = replace(_entry(1, "v"), scheme=boots.id)
    add_release(store, boots, StoredRelease(entry, zlib.compress(TEXT.encode()), {}))
    assert newest_releases(store) == {
        "shoes": ReleaseName("shoes", 4, "2", HASHES[4]),
        "boots": ReleaseName("boots", 1, "v", HASHES[1]),
    }
    assert newest_releases(store)[shoes.id] == list_releases(store, shoes)[0].name


def test_releases_of_another_scheme_are_not_found(store: Store, shoes: StoredScheme) -> None:
    other = add_scheme(store, SchemeId("other"), Iri("urn:other"))
    for wanted in ("1", "2021", shoes.id, HASHES[1]):
        with pytest.raises(NotFound):
            find_release(store, other, wanted)


def test_text_is_held_compressed(store: Store, shoes: StoredScheme) -> None:
    body = store.session.connection().execute(text("SELECT body FROM release WHERE number = 1")).scalar()
    assert isinstance(body, bytes)
    assert zlib.decompress(body).decode() == _release(1).text


def test_content_is_unpacked_block_by_block() -> None:
    text = "".join(f'<urn:{number}> <urn:label> "{number * 7919 % 10_007} حذاء 靴" .\n' for number in range(40_000))
    release = StoredRelease(_release(1).entry, zlib.compress(text.encode()), {})
    blocks = list(release.blocks())
    assert b"".join(blocks).decode() == release.text == text
    assert len(blocks) > 10
    assert max(map(len, blocks)) < 1024 * 1024
