import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, text

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.terms import SKOS
from taxonomy_service.domain.verdicts import Question
from taxonomy_service.matching.judging import judge
from taxonomy_service.services.exports import ExportFormat, export_chunks
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import (
    ServedReleases,
    list_releases,
    load_release,
    release_text,
    scheme_ids,
    scheme_summaries,
)
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, transaction

if TYPE_CHECKING:
    from tests.services.conftest import Unesco

Take = Callable[..., ImportReport]


def version(stated: str, form: str, scheme: str = "urn:s") -> str:
    """One concept with one label, in a stated version."""
    about = f'<{scheme}> a <{SKOS}ConceptScheme> ; <http://www.w3.org/2002/07/owl#versionInfo> "{stated}" .'
    return f'{about} <{scheme}/a> a <{SKOS}Concept> ; <{SKOS}inScheme> <{scheme}> ; <{SKOS}prefLabel> "{form}"@en .'


@pytest.fixture
def served(engine: Engine) -> ServedReleases:
    return ServedReleases(lambda: transaction(engine, writing=False), most_pinned=2)


@pytest.fixture
def reading(engine: Engine) -> Callable[[Callable[[Store], object]], object]:
    def run(ask: Callable[[Store], object]) -> object:
        with transaction(engine, writing=False) as store:
            return ask(store)

    return run


def _form(served: ServedReleases, wanted: str | None = None, scheme: str = "s") -> str:
    return next(iter(served.get(scheme, wanted).scheme.concepts.values())).labels[0].form


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
        served = ServedReleases(lambda: transaction(engine, writing=False))
        index = served.get("shoes", wanted)
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


def test_newest_is_swapped_by_a_refresh_and_not_before(take: Take, served: ServedReleases) -> None:
    take(version("1", "old"), "s.ttl")
    assert _form(served) == "old"
    take(version("2", "new"), "s.ttl")
    assert _form(served) == "old"
    served.refresh()
    assert _form(served) == "new"
    assert served.ready("s") is served.get("s")


def test_refresh_without_a_change_keeps_what_is_compiled(take: Take, served: ServedReleases) -> None:
    take(version("1", "old"), "s.ttl")
    index = served.get("s")
    take(version("1", "other", "urn:t"), "t.ttl")
    served.refresh()
    assert served.get("s") is index


def test_refresh_before_the_first_use_compiles_nothing(take: Take, served: ServedReleases) -> None:
    take(version("1", "old"), "s.ttl")
    served.refresh()
    assert served.ready("s") is None
    assert _form(served) == "old"


def test_return_to_an_older_content_is_told_by_its_own_number(take: Take, served: ServedReleases) -> None:
    take(version("1", "a"), "s.ttl")
    assert served.get("s").name.number == 1
    take(version("1", "b"), "s.ttl")
    take(version("1", "a"), "s.ttl")
    served.refresh()
    assert served.get("s").name.number == 3


def test_unknown_scheme_and_release_are_refused_each_time(take: Take, served: ServedReleases) -> None:
    take(version("1", "old"), "s.ttl")
    for scheme, wanted in (("boots", None), ("boots", "1"), ("s", "9"), ("s", "")):
        for _ in range(2):
            assert served.ready(scheme, wanted) is None
            with pytest.raises(NotFound):
                served.get(scheme, wanted)


def test_scheme_that_is_gone_is_served_no_more(take: Take, served: ServedReleases, engine: Engine) -> None:
    take(version("1", "old"), "s.ttl")
    served.get("s")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM scheme"))
    served.refresh()
    with pytest.raises(NotFound):
        served.get("s")


def test_release_pinned_by_any_of_its_names_is_compiled_once(take: Take, served: ServedReleases) -> None:
    take(version("v1", "old"), "s.ttl")
    newest = served.get("s")
    for wanted in ("1", "v1", newest.name.content_hash, newest.name.content_hash[:12]):
        assert served.get("s", wanted) is newest
        assert served.ready("s", wanted) is newest


def test_pinned_release_longest_not_asked_for_gives_way(take: Take, served: ServedReleases) -> None:
    for number in range(1, 5):
        take(version(f"v{number}", f"form {number}"), "s.ttl")
    served.get("s", "1")
    served.get("s", "2")
    served.get("s", "1")
    served.get("s", "3")
    assert [served.ready("s", wanted) is not None for wanted in ("1", "2", "3")] == [True, False, True]
    assert _form(served, "2") == "form 2"


def test_release_pinned_by_version_follows_a_newer_one_of_that_version(take: Take, served: ServedReleases) -> None:
    take(version("draft", "old"), "s.ttl")
    pinned = served.get("s", "draft").name
    assert _form(served, "1") == "old"
    take(version("draft", "new"), "s.ttl")
    served.refresh()
    assert _form(served, "draft") == "new"
    assert _form(served, "1") == "old"
    assert _form(served, pinned.content_hash) == "old"


def test_number_is_a_number_though_a_later_version_is_called_so(take: Take, served: ServedReleases) -> None:
    take(version("x", "first"), "s.ttl")
    take(version("1", "second"), "s.ttl")
    take(version("1", "third"), "s.ttl")
    assert _form(served, "1") == "first"
    assert _form(served, "2") == "second"


def test_threads_that_ask_at_once_share_one_compiled_release(take: Take, shoes: str, served: ServedReleases) -> None:
    take(shoes)
    barrier = Barrier(8)

    def ask(number: int) -> int:
        barrier.wait()
        return id(served.get("shoes", (None, "1")[number % 2]))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1


def test_threads_get_what_they_ask_for_while_releases_come(take: Take, served: ServedReleases) -> None:
    take(version("v1", "form 1"), "s.ttl")
    barrier = Barrier(5)

    def ask(number: int) -> list[tuple[str, str]]:
        barrier.wait()
        answers = []
        for turn in range(60):
            wanted = ("1", "v1", None, "2", "3")[(turn + number) % 5]
            try:
                index = served.get("s", wanted)
            except NotFound:
                continue
            form = next(iter(index.scheme.concepts.values())).labels[0].form
            assert form == f"form {index.name.number}"
            answers.append((wanted or str(index.name.number), str(index.name.number)))
        return answers

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(ask, number) for number in range(4)]
        barrier.wait()
        for number in (2, 3):
            take(version(f"v{number}", f"form {number}"), "s.ttl")
            served.refresh()
        answers = [answer for future in running for answer in future.result()]
    assert answers
    assert all(wanted.removeprefix("v") == number for wanted, number in answers)
    assert served.get("s").name.number == 3


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
