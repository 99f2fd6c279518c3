import io
from dataclasses import replace

import pytest

from taxonomy_service.domain.concepts import NoteKind
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.applying import apply
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.translations import TranslationRow, filled_in, translation_rows
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from tests.domain.conftest import SHOES

FR, EN, JA = LanguageTag("fr"), LanguageTag("en"), LanguageTag("ja")


@pytest.fixture(scope="module")
def scheme() -> ConceptScheme:
    statements = read_statements(io.BytesIO(SHOES.encode()), "v.ttl", RdfFormat.TURTLE, limit=1 << 20)
    return read_skos(statements, "v.ttl").schemes[0]


def test_only_concepts_in_use_that_miss_the_language_are_asked_for(scheme: ConceptScheme) -> None:
    rows = {row.concept: row for row in translation_rows(scheme, FR, EN)}
    assert set(rows) == {"flip-flop", "heel", "sandal", "spike"}
    assert (rows["flip-flop"].source_label, rows["flip-flop"].broader) == ("flip-flop", "sandal")


def test_all_are_shown_with_what_is_there(scheme: ConceptScheme) -> None:
    rows = {row.concept: row for row in translation_rows(scheme, EN, LanguageTag("de"), missing_only=False)}
    sports = rows["sports-shoe"]
    assert (sports.source_label, sports.present, sports.label) == ("Sportschuh", "sports shoe", "sports shoe")
    assert (sports.alternatives, sports.definition) == (("athletic shoe",), "made for a sport")
    assert "clog" not in rows


def test_a_table_that_came_back_as_it_went_out_changes_nothing(scheme: ConceptScheme, draft: Draft) -> None:
    for language in (FR, EN, JA):
        assert filled_in(draft, translation_rows(scheme, language, EN, missing_only=False)) == ()


def test_what_was_filled_in_is_what_is_stated_afterwards(draft: Draft) -> None:
    rows = [
        TranslationRow(
            "spike", JA, label="スパイク", alternatives=("陸上スパイク", "スパイク"), definition="底に鋲がある靴"
        ),
        TranslationRow("running-shoe", JA, present="ランニングシューズ", label="ジョギングシューズ"),
    ]
    for operation in filled_in(draft, rows):
        apply(draft, operation)
    spike = [(label.form, label.kind) for label in draft.concept("spike").labels if label.language == JA]
    assert spike == [("スパイク", LabelKind.PREFERRED), ("陸上スパイク", LabelKind.ALTERNATIVE)]
    assert draft.concept("spike").notes[0].kind is NoteKind.DEFINITION
    assert [label.form for label in draft.concept("running-shoe").labels if label.language == JA] == [
        "ジョギングシューズ"
    ]
    assert filled_in(draft, [replace(row, present=row.label) for row in rows]) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (TranslationRow("nothing", FR, label="x"), "nothing"),
        (TranslationRow("running-shoe", FR, present="basket", label="x"), "by now"),
        (TranslationRow("spike", FR, label="a\u202eb"), "control-character"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named(draft: Draft, row: TranslationRow, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said) as refused:
        filled_in(draft, [replace(row, place="t.csv, row 7")])
    assert "t.csv, row 7" in str(refused.value)
