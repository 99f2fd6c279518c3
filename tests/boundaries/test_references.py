import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.boundaries import references
from taxonomy_service.boundaries.references import Reference, compile_reference, load_reference
from taxonomy_service.domain.errors import TooLarge, UnreadableFile
from taxonomy_service.domain.forms import comparison_key, form_fault
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind, Sense

EN, FR, TR, HE, JA, PT = map(LanguageTag, ("en", "fr", "tr", "he", "ja", "pt"))
ENTRY = ReferenceEntry("small", ReferenceKind.WORDNET, "CC0 1.0", "https://example.org", (), 0, 0)
SENSES = [
    Sense(((EN, "shoe"), (HE, "נעל"), (JA, "靴")), "i1", ("i0", "gone")),
    Sense(((EN, "running shoe"), (EN, "Running  Shoe")), "i2", ("i1",)),
    Sense(((EN, "shoe"), (FR, "fer à cheval"))),
    Sense(((TR, "IŞIK"),), "i0"),
    Sense(((HE, "נעל ריצה"),), "i2"),
    Sense(((EN, "broken\u202eform"),)),
]


def made(senses: list[Sense]) -> Reference:
    return load_reference(compile_reference(ENTRY, senses), "small")


def test_a_form_leads_to_its_senses_and_they_to_their_forms() -> None:
    reference = made(SENSES)
    assert [reference.forms(sense, JA) for sense in reference.senses("SHOE", EN)] == [["靴"], []]
    assert [reference.forms(sense, FR) for sense in reference.senses("shoe", EN)] == [[], ["fer à cheval"]]
    assert reference.senses("Schuh", EN) == []
    assert reference.senses("shoe", LanguageTag("ko")) == []


def test_forms_are_compared_as_their_language_compares_them() -> None:
    reference = made(SENSES)
    assert len(reference.senses("ışık", TR)) == 1
    assert reference.senses("isik", TR) == []


def test_senses_with_one_id_are_one_sense_with_broader_ones() -> None:
    reference = made(SENSES)
    (running,) = reference.senses("נעל ריצה", HE)
    assert reference.forms(running, EN) == ["running shoe"], "the first of two forms with one key"
    (shoe,) = reference.broader(running)
    assert reference.forms(shoe, HE) == ["נעל"]
    (light,) = reference.broader(shoe)
    assert reference.forms(light, TR) == ["IŞIK"], "an id that no sense has is left out"


def test_varieties_of_a_language_meet() -> None:
    reference = made([Sense(((PT, "sapato"),))])
    (sense,) = reference.senses("Sapato", LanguageTag("pt-BR"))
    assert reference.forms(sense, LanguageTag("pt-PT")) == ["sapato"]
    other = made([Sense(((LanguageTag("pt-BR"), "tênis"),))])
    assert len(other.senses("tênis", PT)) == 1


def test_the_entry_counts_what_was_kept() -> None:
    entry = made(SENSES).entry
    assert (entry.languages, entry.senses, entry.forms) == ((EN, FR, HE, JA, TR), 5, 7)
    assert len(entry.checksum) == 64
    assert (entry.name, entry.kind, entry.licence) == ("small", ReferenceKind.WORDNET, "CC0 1.0")


def test_one_content_has_one_compiled_form() -> None:
    assert compile_reference(ENTRY, SENSES) == compile_reference(ENTRY, list(SENSES))


def test_a_damaged_or_older_form_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = compile_reference(ENTRY, SENSES)
    for broken in (b"", data[:-9], zlib.compress(b"nonsense")):
        with pytest.raises(UnreadableFile, match="small: the compiled reference is damaged"):
            load_reference(broken, "small")
    monkeypatch.setattr(references, "LAYOUT", "another")
    with pytest.raises(UnreadableFile, match="another version of this program; add it again"):
        load_reference(data, "small")


def test_too_many_senses_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "MOST_SENSES", 2)
    with pytest.raises(TooLarge, match="more than 2 senses"):
        compile_reference(ENTRY, SENSES)


@given(st.lists(st.lists(st.tuples(st.sampled_from([EN, TR, JA]), st.text(min_size=1, max_size=12)), max_size=4)))
def test_whatever_is_put_in_is_found_again(rows: list[list[tuple[LanguageTag, str]]]) -> None:
    reference = made([Sense(tuple(row)) for row in rows])
    for number, row in enumerate(rows):
        for language, form in row:
            found = reference.senses(form, language)
            assert (number in found) == (form_fault(form) is None)
            if found:
                keys = {comparison_key(other, language) for other in reference.forms(found[0], language)}
                assert comparison_key(form, language) in keys
