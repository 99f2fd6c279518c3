import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import msgspec
import pytest
from sqlalchemy import Engine, text

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import Question
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.services import compiled_folder, served_releases
from taxonomy_service.services.compiled_files import ServedIndex, building
from taxonomy_service.services.compiled_folder import CompiledFolder
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.served_releases import IDLE, KeptReleases, ServedReleases
from taxonomy_service.store.session import transaction
from tests.services.conftest import version

Take = Callable[..., ImportReport]
Kept = KeptReleases[ServedIndex | LabelIndex] | KeptReleases[LabelIndex]


class Clock:
    """A clock that goes when it is told to."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def served(engine: Engine, tmp_path: Path, clock: Clock) -> Iterator[ServedReleases]:
    opening = partial(transaction, engine, writing=False)
    url = engine.url.render_as_string(hide_password=False)
    releases = ServedReleases(opening, CompiledFolder(tmp_path / "compiled", opening, url), most_pinned=2, clock=clock)
    yield releases
    releases.end()


@pytest.fixture(params=["compiled", "whole"])
def kept(served: ServedReleases, request: pytest.FixtureRequest) -> Kept:
    """The releases of either kind."""
    return served.compiled if request.param == "compiled" else served.whole


def _form(kept: Kept, wanted: str | None = None, scheme: str = "s") -> str:
    return _only_form(kept.get(scheme, wanted))


def _only_form(index: ReleaseIndex) -> str:
    (entry,) = index.partition(LanguageTag("en")).entries
    return entry.form


def test_newest_is_swapped_by_a_refresh_and_not_before(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("1", "old"), "s.ttl")
    assert _form(kept) == "old"
    take(version("2", "new"), "s.ttl")
    assert _form(kept) == "old"
    served.refresh()
    assert _form(kept) == "new"
    assert kept.ready("s") is kept.get("s")


def test_refresh_without_a_change_keeps_what_is_compiled(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("1", "old"), "s.ttl")
    index = kept.get("s")
    take(version("1", "other", "urn:t"), "t.ttl")
    served.refresh()
    assert kept.get("s") is index


def test_refresh_before_the_first_use_makes_only_what_judges(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("1", "old"), "s.ttl")
    served.refresh()
    assert served.whole.ready("s") is None
    assert served.compiled.ready("s") is not None
    assert _form(kept) == "old"


def test_return_to_an_older_content_is_told_by_its_own_number(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("1", "a"), "s.ttl")
    assert kept.get("s").name.number == 1
    take(version("1", "b"), "s.ttl")
    take(version("1", "a"), "s.ttl")
    served.refresh()
    assert kept.get("s").name.number == 3


def test_unknown_scheme_and_release_are_refused_each_time(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("1", "old"), "s.ttl")
    for scheme, wanted in (("boots", None), ("boots", "1"), ("s", "9"), ("s", "")):
        for _ in range(2):
            assert kept.ready(scheme, wanted) is None
            with pytest.raises(NotFound):
                kept.get(scheme, wanted)


def test_scheme_that_is_gone_is_served_no_more(take: Take, served: ServedReleases, kept: Kept, engine: Engine) -> None:
    take(version("1", "old"), "s.ttl")
    kept.get("s")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM scheme"))
    served.refresh()
    with pytest.raises(NotFound):
        kept.get("s")


def test_release_pinned_by_any_of_its_names_is_compiled_once(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("v1", "old"), "s.ttl")
    newest = kept.get("s")
    for wanted in ("1", "v1", newest.name.content_hash, newest.name.content_hash[:12]):
        assert kept.get("s", wanted) is newest
        assert kept.ready("s", wanted) is newest


def test_pinned_release_longest_not_asked_for_gives_way(take: Take, served: ServedReleases, kept: Kept) -> None:
    for number in range(1, 5):
        take(version(f"v{number}", f"form {number}"), "s.ttl")
    kept.get("s", "1")
    kept.get("s", "2")
    kept.get("s", "1")
    kept.get("s", "3")
    assert [kept.ready("s", wanted) is not None for wanted in ("1", "2", "3")] == [True, False, True]
    assert _form(kept, "2") == "form 2"


def test_release_pinned_by_version_follows_a_newer_one_of_that_version(
    take: Take, served: ServedReleases, kept: Kept
) -> None:
    take(version("draft", "old"), "s.ttl")
    pinned = kept.get("s", "draft").name
    assert _form(kept, "1") == "old"
    take(version("draft", "new"), "s.ttl")
    served.refresh()
    assert _form(kept, "draft") == "new"
    assert _form(kept, "1") == "old"
    assert _form(kept, pinned.content_hash) == "old"


def test_number_is_a_number_though_a_later_version_is_called_so(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("x", "first"), "s.ttl")
    take(version("1", "second"), "s.ttl")
    take(version("1", "third"), "s.ttl")
    assert _form(kept, "1") == "first"
    assert _form(kept, "2") == "second"


def test_threads_that_ask_at_once_share_one_compiled_release(
    take: Take, shoes: str, served: ServedReleases, kept: Kept
) -> None:
    take(shoes)
    barrier = Barrier(8)

    def ask(number: int) -> int:
        barrier.wait()
        return id(kept.get("shoes", (None, "1")[number % 2]))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1


def test_threads_get_what_they_ask_for_while_releases_come(take: Take, served: ServedReleases, kept: Kept) -> None:
    take(version("v1", "form 1"), "s.ttl")
    barrier = Barrier(5)

    def ask(number: int) -> list[tuple[str, str]]:
        barrier.wait()
        answers = []
        for turn in range(60):
            wanted = ("1", "v1", None, "2", "3")[(turn + number) % 5]
            try:
                index = kept.get("s", wanted)
            except NotFound:
                continue
            form = _only_form(index)
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
    assert kept.get("s").name.number == 3


def test_a_file_that_is_damaged_in_use_is_made_again_by_the_next_refresh(
    take: Take, served: ServedReleases, tmp_path: Path
) -> None:
    for number in (1, 2):
        take(version(f"v{number}", f"form {number}"), "s.ttl")
    newest, pinned = served.compiled.get("s"), served.compiled.get("s", "1")
    assert isinstance(newest, ServedIndex)
    assert isinstance(pinned, ServedIndex)
    served.refresh()
    assert (served.compiled.get("s"), served.compiled.get("s", "1")) == (newest, pinned), "nothing was lost"
    newest.file.path.unlink()
    pinned.file.path.unlink()
    pinned.file.path.write_bytes(b"TAXR")
    served.refresh()
    for wanted, before in ((None, newest), ("1", pinned)):
        again = served.compiled.get("s", wanted)
        assert isinstance(again, ServedIndex)
        assert again is not before
        assert again.file.is_as_opened()
        assert _answer(again) == _answer(before) == _answer(served.whole.get("s", wanted))


def _answer(index: ReleaseIndex) -> bytes:
    return msgspec.json.encode([judge(index, Question(f"form {number}", "en")) for number in range(4)])


def test_a_release_without_a_file_is_served_from_memory_until_there_is_one(
    take: Take, served: ServedReleases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(version("v1", "form 1"), "s.ttl")
    (tmp_path / "compiled").write_text("in the way")
    served.refresh()
    index = served.compiled.get("s")
    assert isinstance(index, LabelIndex)
    (tmp_path / "compiled").unlink()
    served.refresh()
    assert served.compiled.get("s") is index, "it is too early to try again"
    monkeypatch.setattr(served._folder, "_not_before", 0.0)
    served.refresh()
    assert isinstance(served.compiled.get("s"), ServedIndex)
    assert _answer(served.compiled.get("s")) == _answer(index)


def test_while_a_large_release_is_compiled_others_are_turned_to_and_the_one_before_it_is_served(
    take: Take, shoes: str, served: ServedReleases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_folder, "APART", 2)  # shoes have more labels, the other scheme has one
    monkeypatch.setattr(served_releases, "PATIENCE", 0.01)
    take(shoes)
    take(version("1", "old"), "s.ttl")
    served.refresh(waiting=True)
    with building(tmp_path / "compiled", "shoes") as lock:
        take(shoes.replace("Laufschuh", "Rennschuh"))
        take(version("2", "new"), "s.ttl")
        assert served.refresh() == 1
        assert _form(served.compiled) == "new"
        assert served.compiled.get("shoes").name.number == 1
        assert served.compiled.in_use() == {"s": 2, "shoes": 1}
        with ThreadPoolExecutor(1) as pool:
            pinned = pool.submit(served.compiled.get, "shoes", "2")
            take(version("3", "newer"), "s.ttl")
            served.refresh()
            assert _form(served.compiled) == "newer"
            assert not pinned.done(), "whoever asks for the large one waits alone"
            lock.close()
            assert pinned.result().name.number == 2


def test_a_large_release_is_begun_and_turned_to_when_it_is_compiled(
    take: Take, shoes: str, served: ServedReleases, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(shoes)
    served.refresh()
    monkeypatch.setattr(compiled_folder, "APART", 2)
    take(shoes.replace("Laufschuh", "Rennschuh"))
    assert served.refresh() == 1
    assert served.compiled.get("shoes").name.number == 1
    while served.compiled.get("shoes").name.number == 1:
        time.sleep(0.05)
        served.refresh()
    assert judge(served.compiled.get("shoes"), Question("Rennschuh", "de")).verdict == "preferred"
    assert served.refresh() == 0


def test_a_whole_release_that_nobody_asked_for_lately_is_forgotten(
    take: Take, served: ServedReleases, clock: Clock
) -> None:
    take(version("1", "old"), "s.ttl")
    index = served.whole.get("s", "1")
    compiled = served.compiled.get("s", "1")
    for _ in range(3):
        clock.now += IDLE
        served.refresh()
        assert served.whole.ready("s", "1") is index
    clock.now += IDLE + 1
    served.refresh()
    assert served.whole.ready("s", "1") is None
    assert served.compiled.ready("s", "1") is compiled
