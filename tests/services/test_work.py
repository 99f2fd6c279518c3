from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import Forbidden, NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.services.editing import edit
from taxonomy_service.services.proposals import propose
from taxonomy_service.services.work import SchemeWork, schemes_of_work, work_of
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take

TR = LanguageTag("tr")
AYSE = Actor("ayse", "Ayşe", (Grant(Role.LINGUIST, SchemeId("shoes"), (TR, LanguageTag("ku"))),))
ZOE = Actor("zoe", "Zoë", (Grant(Role.REVIEWER),))


def _changes(form: str, language: str) -> ChangeSet:
    label: Any = {"form": form, "language": language, "kind": "alternative"}
    operation = {"operation": "add-label", "concept": "running-shoe", "label": label}
    return msgspec.convert({"operations": [operation]}, type=ChangeSet)


@pytest.fixture
def shoes(take: Take, engine: Engine) -> Engine:
    take(SHOES)
    return engine


def _work(engine: Engine, actor: Actor, language: str | None = None) -> SchemeWork:
    with transaction(engine, writing=False) as store:
        return work_of(store, actor, "shoes", LanguageTag(language) if language else None)


def test_the_languages_are_those_granted_even_where_the_draft_has_none(shoes: Engine) -> None:
    kurdish, turkish = _work(shoes, AYSE).languages
    assert (kurdish.language, turkish.language) == ("ku", "tr")
    assert set(kurdish.missing) == {"shoe", "sports-shoe", "running-shoe", "sandal"}
    assert turkish.missing == ("sports-shoe",)


def test_a_language_that_must_be_there_waits_though_nobody_has_begun_it(shoes: Engine) -> None:
    settings = {"operations": [{"operation": "revise-settings", "settings": {"required_languages": ["pl"]}}]}
    with transaction(shoes) as store:
        edit(store, OPERATOR, "shoes", msgspec.convert(settings, type=ChangeSet))
    assert "pl" in {own.language for own in _work(shoes, ZOE).languages}
    assert "pl" not in {own.language for own in _work(shoes, AYSE).languages}


def test_labels_and_proposals_wait_for_whoever_may_approve_them(shoes: Engine) -> None:
    with transaction(shoes) as store:
        edit(store, AYSE, "shoes", _changes("koşu pabucu", "tr"))
        propose(store, AYSE, "shoes", _changes("yarış ayakkabısı", "tr"))
    found = _work(shoes, ZOE, "tr")
    (turkish,) = found.languages
    assert [label.key.form for label in turkish.labels] == ["koşu pabucu"]
    assert found.proposals == (1,)
    assert _work(shoes, AYSE, "tr").proposals == ()


def test_work_is_for_those_who_may_look_at_drafts(shoes: Engine) -> None:
    reader = Actor("r", "Rima", (Grant(Role.READER),))
    with transaction(shoes, writing=False) as store:
        assert schemes_of_work(store, AYSE) == ["shoes"]
        assert schemes_of_work(store, Actor("x", "X", (Grant(Role.LINGUIST, SchemeId("roads")),))) == []
        with pytest.raises(Forbidden):
            schemes_of_work(store, reader)
        with pytest.raises(Forbidden):
            work_of(store, reader, "shoes")
        with pytest.raises(Forbidden):
            work_of(store, AYSE, "shoes", LanguageTag("fr"))
        with pytest.raises(NotFound):
            work_of(store, OPERATOR, "boots")
