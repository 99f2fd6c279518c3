from datetime import UTC, datetime

from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri


def test_a_verdict_names_the_release_by_scheme_number_version_and_hash() -> None:
    entry = ReleaseEntry(SchemeId("s"), 3, "2026", "ab" * 32, datetime.now(UTC), 1, 2)
    name = entry.name
    assert (name.scheme, name.number, name.version, name.content_hash) == ("s", 3, "2026", "ab" * 32)


def test_releases_with_one_content_are_alike() -> None:
    entry = ReleaseEntry(SchemeId("s"), 1, None, "00" * 32, datetime(2026, 1, 1, tzinfo=UTC), 0, 0)
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"))
    assert Release(entry, scheme) == Release(entry, ConceptScheme(SchemeId("s"), Iri("urn:s")))
    assert entry.note == ""
