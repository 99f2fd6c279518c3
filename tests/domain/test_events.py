from datetime import UTC, datetime

import pytest

from taxonomy_service.domain.access import Action
from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.schemes import SchemeId


@pytest.mark.parametrize("kind", EventKind)
def test_readers_hear_of_releases_and_those_who_work_on_the_draft_of_the_rest(kind: EventKind) -> None:
    assert kind.action is (Action.READ if kind.value == "release" else Action.INSPECT)


def test_an_event_is_told_from_all_others_by_scheme_and_number() -> None:
    event = Event(SchemeId("road-scene"), 7, EventKind.RELEASE, datetime.now(UTC), {})
    assert event.id == "road-scene-7"
