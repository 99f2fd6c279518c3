import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.terms import SKOS
from taxonomy_service.domain.verdicts import Question
from taxonomy_service.matching.judging import judge
from taxonomy_service.services.exports import ExportFormat, export_chunks
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import (
    list_releases,
    load_index,
    load_release,
    release_text,
    scheme_ids,
    scheme_summaries,
)
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, transaction
from tests.services.conftest import version

if TYPE_CHECKING:
    from tests.services.conftest import Unesco

Take = Callable[..., ImportReport]


@pytest.fixture
def reading(engine: Engine) -> Callable[[Callable[[Store], object]], object]:
    def run(ask: Callable[[Store], object]) -> object:
        with transaction(engine, writing=False) as store:
            return ask(store)

    return run


def test_release_read_back_is_the_draft_it_was_made_of(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    with transaction(engine, writing=False) as store:
        assert load_release(store, "shoes").scheme == read_draft(store, find_scheme(store, "shoes").key)


def test_release_of_unesco_read_back_is_its_draft(unesco: "Unesco") -> None:
    with transaction(unesco.engine, writing=False) as store:
        assert load_release(store, "unesco-2021").scheme == read_draft(store, find_scheme(store, "unesco-2021").key)


def test_releases_of_schemes_that_share_concepts_are_read_back_apart(take: Take, engine: Engine) -> None:
    shared = "".join(
        f'<urn:c/{own}> a <{SKOS}Concept> ; <{SKOS}inScheme> {homes} ; <{SKOS}prefLabel> "{own}"@en .'
        for own, homes in (("a", "<urn:one>"), ("b", "<urn:one>, <urn:two>"), ("c", "<urn:two>"), ("d", "<urn:two>"))
    )
    more = f"<urn:c/e> <{SKOS}broader> <urn:c/b> . <urn:g> a <{SKOS}Collection> ; <{SKOS}member> <urn:c/a>, <urn:c/d> ."
    take(shared + more + "<urn:nobody> <urn:says> <urn:this> . <urn:c/d> <urn:by> <urn:who> . <urn:who> <urn:is> 1 .")
    with transaction(engine, writing=False) as store:
        for name in scheme_ids(store, OPERATOR):
            assert load_release(store, name).scheme == read_draft(store, find_scheme(store, name).key)


def test_old_release_answers_as_before_byte_for_byte(take: Take, shoes: str, engine: Engine) -> None:
    def answers(wanted: str) -> list[object]:
        with transaction(engine, writing=False) as store:
            index = load_index(store, "shoes", wanted)
        questions = [
            Question(form, language, "running-shoe") for form in ("Laufschuh", "靴", "x") for language in ("de", "ja")
        ]
        with transaction(engine, writing=False) as store:
            stored = release_text(store, "shoes", wanted)
        exports = [b"".join(export_chunks(index.scheme, form)) for form in ExportFormat]
        return [stored, *exports, *(judge(index, question) for question in questions)]

    take(shoes)
    before = answers("1")
    for changed in (
        shoes.replace("Laufschuh", "Renner"),
        version("9", "all is gone", "https://example.org/shoes"),
        shoes,
    ):
        take(changed)
        assert answers("1") == before
    assert answers("3") != before


def test_old_release_of_unesco_is_as_it_was(unesco: "Unesco") -> None:
    with transaction(unesco.engine, writing=False) as store:
        first, second = (release_text(store, "unesco-2021", number) for number in ("1", "2"))
        hashes = [entry.content_hash for entry in list_releases(store, OPERATOR, "unesco-2021")]
    assert first == unesco.before
    assert hashes == [hashlib.sha256(stored.encode()).hexdigest() for stored in (second, first)]


def test_release_is_found_by_number_version_and_hash(take: Take, engine: Engine) -> None:
    entries = [take(version(stated, stated), "s.ttl").schemes[0].release for stated in ("2021", "2022", "1")]
    digest = entries[1].content_hash if entries[1] else ""
    with transaction(engine, writing=False) as store:
        found = [
            load_release(store, "s", wanted).entry.number for wanted in (None, "1", "2021", "2022", digest, digest[:12])
        ]
        assert found == [3, 1, 1, 2, 2, 2]
        for wanted in ("4", "2023", "0" * 64, digest[:11], ""):
            with pytest.raises(NotFound):
                load_release(store, "s", wanted)
        with pytest.raises(NotFound, match="no scheme 'boots'"):
            load_release(store, "boots")


def test_schemes_are_summed_up_by_their_newest_release(take: Take, shoes: str, engine: Engine) -> None:
    take(shoes)
    take(shoes.replace('"Laufschuh"@de, ', ""))
    (entry,) = take(version("1", "a", "urn:a"), "a.ttl").schemes
    assert entry.release is not None
    with transaction(engine, writing=False) as store:
        assert scheme_ids(store, OPERATOR) == ["a", "shoes"]
        first, second = scheme_summaries(store, OPERATOR)
        newest = list_releases(store, OPERATOR, "shoes")[0]
    assert first == {
        "id": "a",
        "iri": "urn:a",
        "languages": ["en"],
        "concepts": 1,
        "labels": 1,
        "release": 1,
        "content_hash": entry.release.content_hash,
    }
    assert second["languages"] == ["ar", "de", "en", "fr", "ja", "tr"]
    assert (second["release"], second["labels"]) == (newest.number, newest.labels) == (2, newest.labels)
