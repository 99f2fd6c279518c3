from datetime import UTC, datetime

from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.actors import ActorEntry, Person


def test_an_entry_keeps_what_can_be_erased_apart_from_the_id() -> None:
    entry = ActorEntry(Actor("a1", "Ayşe"), Person("Ayşe", "ayse@example.org"), datetime.now(UTC))
    assert "a1" not in entry.person
    assert entry.erased is None
