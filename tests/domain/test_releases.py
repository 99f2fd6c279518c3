from datetime import UTC, datetime

from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId


def test_a_verdict_names_the_release_by_scheme_number_version_and_hash() -> None:
    entry = ReleaseEntry(SchemeId("s"), 3, "2026", "ab" * 32, datetime.now(UTC), 1, 2)
    name = entry.name
    assert (name.scheme, name.number, name.version, name.content_hash) == ("s", 3, "2026", "ab" * 32)
