from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.services.pinned_releases import PinnedReleases


def index(scheme: str, number: int, version: str | None = None) -> LabelIndex:
    entry = ReleaseEntry(SchemeId(scheme), number, version, f"{number:064x}", datetime(2026, 1, 1, tzinfo=UTC), 0, 0)
    return compile_release(Release(entry, ConceptScheme(SchemeId(scheme), Iri(f"urn:{scheme}"))))


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_one_longest_not_asked_for_gives_way(clock: Clock) -> None:
    pinned: PinnedReleases[LabelIndex] = PinnedReleases(2, clock)
    first, second, third = (index("schuhe", number) for number in (1, 2, 3))
    pinned.keep("schuhe", "1", first)
    pinned.keep("schuhe", "2", second)
    assert pinned.find("schuhe", "1") is first
    pinned.keep("schuhe", "3", third)
    assert pinned.find("schuhe", "2") is None
    assert pinned.all() == [first, third]


def test_names_are_those_of_the_numbers_asked_for_in_the_scheme(clock: Clock) -> None:
    pinned: PinnedReleases[LabelIndex] = PinnedReleases(9, clock)
    pinned.keep("schuhe", "2024", index("schuhe", 1, "2024"))
    pinned.keep("schuhe", "1", index("schuhe", 1, "2024"))
    pinned.keep("schuhe", "2", index("schuhe", 2))
    pinned.keep("靴", "1", index("靴", 1))
    assert pinned.names("schuhe", {1}) == ["2024", "1"]


def test_what_was_found_by_its_version_is_forgotten_and_not_what_has_a_number_or_a_hash(clock: Clock) -> None:
    pinned: PinnedReleases[LabelIndex] = PinnedReleases(9, clock)
    for name in ("2024", "1", f"{1:064x}", f"{1:064x}"[:12]):
        pinned.keep("schuhe", name, index("schuhe", 1, "2024"))
    pinned.keep("靴", "2024", index("靴", 1, "2024"))
    pinned.forget_versions("schuhe")
    assert pinned.names("schuhe", {1}) == ["1", f"{1:064x}", f"{1:064x}"[:12]]
    assert pinned.names("靴", {1}) == ["2024"]


def test_what_was_asked_for_lately_is_not_forgotten(clock: Clock) -> None:
    pinned: PinnedReleases[LabelIndex] = PinnedReleases(9, clock)
    pinned.keep("schuhe", "1", index("schuhe", 1))
    pinned.keep("schuhe", "2", index("schuhe", 2))
    clock.now = 10
    pinned.find("schuhe", "2")
    assert pinned.forget_before(5)
    assert pinned.find("schuhe", "1") is None
    assert pinned.find("schuhe", "2") is not None
    assert not pinned.forget_before(5)
