from dataclasses import replace

import pytest

from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind
from taxonomy_service.store.references import delete_reference, find_reference, list_references, put_reference
from taxonomy_service.store.session import Store

TAGS = (LanguageTag("pt-BR"), LanguageTag("zh-Hant"))
ENTRY = ReferenceEntry("słownik", ReferenceKind.DING, "CC0 1.0", "https://example.org", TAGS, 3, 8, "ab" * 32)


def test_a_reference_comes_back_as_it_was_put(store: Store) -> None:
    put_reference(store, ENTRY, b"\x00compiled")
    assert list_references(store) == [ENTRY]
    assert find_reference(store, "słownik") == b"\x00compiled"


def test_one_of_the_same_name_is_replaced(store: Store) -> None:
    put_reference(store, ENTRY, b"old")
    put_reference(store, replace(ENTRY, senses=4, languages=()), b"new")
    assert [(entry.senses, entry.languages) for entry in list_references(store)] == [(4, ())]
    assert find_reference(store, "słownik") == b"new"


def test_references_are_listed_by_name_and_can_be_deleted(store: Store) -> None:
    for name in ("b", "a"):
        put_reference(store, replace(ENTRY, name=name), b"x")
    assert [entry.name for entry in list_references(store)] == ["a", "b"]
    delete_reference(store, "a")
    assert [entry.name for entry in list_references(store)] == ["b"]
    for act in (find_reference, delete_reference):
        with pytest.raises(NotFound, match="no reference 'a'"):
            act(store, "a")
