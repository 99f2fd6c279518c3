from dataclasses import replace

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import Actor, Grant, Role
from taxonomy_service.domain.errors import Forbidden, NothingToImport
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.translations import TranslationRow
from taxonomy_service.services.editing import Edit
from taxonomy_service.services.translations import take_translations, translation_table
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Dump, Take

TR, EN = LanguageTag("tr"), LanguageTag("en")
TURKISH = Actor("t", "Ayşe", (Grant(Role.LINGUIST, SchemeId("shoes"), (TR,)),))


def _table(engine: Engine) -> list[TranslationRow]:
    with transaction(engine, writing=False) as store:
        return translation_table(store, TURKISH, "shoes", (TR, EN))


def test_a_table_is_handed_out_filled_and_taken_back(take: Take, engine: Engine, dump: Dump) -> None:
    take(SHOES)
    (row,) = [row for row in _table(engine) if row.concept == "sports-shoe"]
    filled = [replace(row, label="spor ayakkabı", definition="spor için")]
    before = dump()
    with transaction(engine) as store:
        would = take_translations(store, TURKISH, "shoes", filled, Edit(dry_run=True))
    assert dump() == before
    with transaction(engine) as store:
        done = take_translations(store, TURKISH, "shoes", filled)
    assert would.difference == done.difference
    assert [label.form for change in done.difference.changed for label in change.labels_added] == ["spor ayakkabı"]
    assert "sports-shoe" not in {row.concept for row in _table(engine)}


def test_a_translator_fills_her_own_language_only(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store, pytest.raises(Forbidden):
        take_translations(store, TURKISH, "shoes", [TranslationRow("sandal", LanguageTag("pl"), label="sandał")])
    with transaction(engine) as store, pytest.raises(Forbidden):
        translation_table(store, TURKISH, "shoes", (LanguageTag("pl"), EN))


def test_an_empty_table_is_told_as_such(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store, pytest.raises(NothingToImport, match="nothing is filled in"):
        take_translations(store, TURKISH, "shoes", _table(engine))
