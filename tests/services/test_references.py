import shutil
from pathlib import Path

import pytest

from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.domain.access import Actor, Grant, Role
from taxonomy_service.domain.errors import Forbidden, NotFound, NothingToImport, TooLarge, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceKind
from taxonomy_service.services.references import (
    Stated,
    add_reference,
    compile_file,
    kept_references,
    open_reference,
    open_references,
    read_reference,
    remove_reference,
)
from taxonomy_service.store.session import Store

LEXICONS = Path(__file__).parents[1] / "data" / "lexicons"
ADMIN = Actor("1", "Ayşe", (Grant(Role.ADMIN),))
LINGUIST = Actor("2", "Bartosz", (Grant(Role.LINGUIST),))
DE, EN, FR, PL = map(LanguageTag, ("de", "en", "fr", "pl"))


def test_a_file_is_read_as_the_reference_that_it_is(tmp_path: Path) -> None:
    reference = read_reference(LEXICONS / "freedict-fra-deu.index", cache=tmp_path)
    assert (reference.entry.name, reference.entry.kind) == ("freedict-fra-deu", ReferenceKind.FREEDICT)
    assert reference.entry.licence == "Public domain (CC0 1.0), written for these tests"
    (sense,) = reference.senses("chaussure de course", FR)
    assert reference.forms(sense, DE) == ["Laufschuh", "Rennschuh"]


def test_wordnets_in_one_folder_share_their_synsets(tmp_path: Path) -> None:
    lexicon = Lexicon([read_reference(LEXICONS / "wordnet", cache=tmp_path)])
    assert list(lexicon.translations("running shoe", EN, PL)) == ["but do biegania"]
    assert lexicon.broader_forms("but do biegania", PL) == {"but": 1, "pantofel": 1}


def test_references_of_several_formats_are_chained(tmp_path: Path) -> None:
    files = ("freedict-fra-deu.dict.dz", "de-en.ding")
    lexicon = Lexicon([read_reference(LEXICONS / file, cache=tmp_path) for file in files])
    assert next(iter(lexicon.translations("chaussure de course", FR, EN))) in {"running shoe", "racing shoe"}


def test_a_file_is_compiled_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "de-en.ding"
    shutil.copy(LEXICONS / "de-en.ding", file)
    first = read_reference(file, cache=tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    written = kept.stat().st_ino
    assert read_reference(file, cache=tmp_path / "cache").entry == first.entry
    assert kept.stat().st_ino == written
    file.write_text("Sandale {f} :: sandal\n", "utf-8")
    changed = read_reference(file, cache=tmp_path / "cache")
    assert changed.senses("Sandale", DE)
    assert not changed.senses("Schuh", DE)


def test_a_damaged_file_in_the_cache_is_compiled_anew(tmp_path: Path) -> None:
    read_reference(LEXICONS / "de-en.ding", cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-9])
    assert read_reference(LEXICONS / "de-en.ding", cache=tmp_path).senses("Laufschuh", DE)
    assert kept.read_bytes() == whole


def test_what_is_stated_goes_before_what_the_file_says() -> None:
    stated = Stated(ReferenceKind.DING, "own", "CC BY 4.0", "a linguist", (LanguageTag("de-CH"), LanguageTag("en-GB")))
    data = compile_file(LEXICONS / "de-en.ding", stated)
    assert data != compile_file(LEXICONS / "de-en.ding", Stated())


def test_a_reference_is_kept_listed_opened_and_removed(store: Store) -> None:
    added = add_reference(store, ADMIN, LEXICONS / "small-lmf.xml", Stated(name="hebrew", licence="CC0"))
    assert kept_references(store) == [added]
    assert (added.name, added.kind, added.licence) == ("hebrew", ReferenceKind.WORDNET, "CC0")
    assert (added.languages, added.senses) == ((EN, LanguageTag("he")), 3)
    (opened,) = open_references(store)
    assert opened.entry == added
    assert open_reference(store, "hebrew").senses("נעל ריצה", LanguageTag("he"))
    remove_reference(store, ADMIN, "hebrew")
    assert kept_references(store) == []
    with pytest.raises(NotFound):
        remove_reference(store, ADMIN, "hebrew")


def test_only_an_administrator_keeps_and_removes_references(store: Store) -> None:
    with pytest.raises(Forbidden):
        add_reference(store, LINGUIST, LEXICONS / "de-en.ding", Stated())
    with pytest.raises(Forbidden):
        remove_reference(store, LINGUIST, "de-en")


def test_a_file_that_cannot_be_read_is_not_kept(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "freedict-fra-deu.index"
    shutil.copy(LEXICONS / "freedict-fra-deu.dict.dz", tmp_path)
    broken.write_text("but\tzu\tweit\n")
    with pytest.raises(UnreadableFile, match="line 1"):
        add_reference(store, ADMIN, broken, Stated())
    with pytest.raises(TooLarge):
        add_reference(store, ADMIN, LEXICONS / "de-en.ding", Stated(), limit=100)
    (tmp_path / "empty-de-en.ding").write_text("{m} :: [x]\n")
    with pytest.raises(NothingToImport, match="no forms"):
        add_reference(store, ADMIN, tmp_path / "empty-de-en.ding", Stated())
    assert kept_references(store) == []
