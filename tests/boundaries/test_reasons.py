from collections.abc import Callable

import pytest

from taxonomy_service.boundaries.candidates import find_candidate
from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.reasons import profile_reason, structure_reason, weigh_evidence
from taxonomy_service.boundaries.signals import OutsideWitnesses, read_signals
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.boundaries import BoundaryRelation, EvidenceKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal
from tests.boundaries.conftest import THINGS

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
Explain = Callable[[str, str, BoundaryRelation], Case]
AR, DE = LanguageTag("ar"), LanguageTag("de")


@pytest.fixture
def explain(furnish: Furnish, number: Number) -> Explain:
    """The case of a form that stands on the glass lamps."""

    def made(language: str, form: str, relation: BoundaryRelation) -> Case:
        vocabulary = furnish({("glass-lamp", language): form})
        prepared, at = prepare(vocabulary), number(vocabulary, "glass-lamp")
        signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, LanguageTag(language)))
        return Case(prepared, OutsideWitnesses(), signals, at, find_candidate(prepared, signals, at, relation))

    return made


def test_a_word_that_stands_for_something_else_is_quoted_with_its_usual_sense(explain: Explain) -> None:
    told = profile_reason(explain("de", "Lederlampen", BoundaryRelation.OVERLAPPING))
    values = dict(told.values)
    assert (values["word"], values["usual"]) == (Literal("leder…", DE), Literal("leather", LanguageTag("en")))
    assert str(told).startswith("“leder…” elsewhere stands for “leather” (in ")


def test_a_word_left_out_is_quoted_with_what_renders_it_elsewhere(explain: Explain) -> None:
    told = profile_reason(explain("ar", "مصابيح", BoundaryRelation.BROADER))
    values = dict(told.values)
    assert values["word"] == Literal("glass", LanguageTag("en"))
    assert values["usual"] == Literal("شفافة", AR)
    assert values["form"] == Literal("مصابيح", AR)


def test_a_letter_parted_from_a_word_is_no_reason(furnish: Furnish, number: Number) -> None:
    steel = {(f"steel-{own}", "fr"): f"{names['fr']} d'acier" for own, names in THINGS.items()}
    prepared = prepare(furnish({**steel, ("glass-lamp", "fr"): "Lampes d'ombre"}))
    at = number(prepared.vocabulary, "glass-lamp")
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, LanguageTag("fr")))
    told = profile_reason(Case(prepared, OutsideWitnesses(), signals, at, None))
    assert dict(told.values)["word"] == Literal("glass", LanguageTag("en"))


@pytest.mark.parametrize(
    ("language", "form", "said"),
    [
        ("fr", "Lampes", "stands on “Lamps” too, one level up"),
        ("de", "Glass Lamps", "is the same as in the source language"),
        ("de", "Glaslampen und Spiegel", "names more things"),
    ],
)
def test_the_shape_of_a_label_gives_it_away(explain: Explain, language: str, form: str, said: str) -> None:
    assert said in str(structure_reason(explain(language, form, BoundaryRelation.BROADER)))


def test_a_form_on_a_list_is_told_to_stand_on_one_of_the_things_listed(furnish: Furnish, number: Number) -> None:
    changes = {("lamp", "en"): "Lamps & Candles", ("lamp", "fr"): "Lampes et bougies"}
    made = furnish({**changes, ("glass-lamp", "de"): "Lampen", ("glass-lamp", "en"): "Lamps"})
    prepared, at = prepare(made), number(made, "lamp")
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, DE))
    told = structure_reason(Case(prepared, OutsideWitnesses(), signals, at, None))
    assert "“Lampen” stands on “Lamps” too, one of the things that “Lamps & Candles” lists" in str(told)


def test_evidence_is_never_empty_and_the_heaviest_stands_first(explain: Explain) -> None:
    case = explain("fr", "Lampes", BoundaryRelation.BROADER)
    both = weigh_evidence(case, {EvidenceKind.STRUCTURE: 0.2, EvidenceKind.PROFILE: 1.5})
    assert [of.kind for of in both] == [EvidenceKind.PROFILE, EvidenceKind.STRUCTURE]
    assert [of.weight for of in weigh_evidence(case, {EvidenceKind.STRUCTURE: -0.5, EvidenceKind.PROFILE: -2})] == [
        -0.5
    ]
    assert all(str(of.reason) for of in both)
