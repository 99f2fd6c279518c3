from collections.abc import Callable
from dataclasses import replace

from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.fitting import Fitting, suggest
from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.references import compile_reference, load_reference
from taxonomy_service.boundaries.signals import OutsideWitnesses, read_signals
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.boundaries import EvidenceKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind, Sense

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE, EN = LanguageTag("de"), LanguageTag("en")


def case(vocabulary: Vocabulary, concept: int, lexicon: Lexicon | None = None) -> Case:
    prepared, outside = prepare(vocabulary), OutsideWitnesses(lexicon)
    return Case(prepared, outside, read_signals(prepared, outside, all_labels(prepared, DE)), concept, None)


def test_alternative_labels_come_first_then_what_a_reference_gives(furnish: Furnish, number: Number) -> None:
    made = furnish({("mirror", "de"): "Lampen"})
    at = number(made, "mirror")
    sense = Sense(((DE, "Spiegel"), (EN, "mirrors")), "", ())
    entry = ReferenceEntry("small", ReferenceKind.FREEDICT, "", "", (), 0, 0)
    lexicon = Lexicon([load_reference(compile_reference(entry, [sense]), "small")])
    with_other = replace(made, others=dict(made.others) | {DE: {at: ("Wandspiegel",)}})
    found = suggest(case(with_other, at, lexicon))
    assert (found.suggestions, found.evidence) == (("Wandspiegel", "Spiegel"), ())


def test_nothing_is_invented_and_the_label_itself_is_no_suggestion(furnish: Furnish, number: Number) -> None:
    made = furnish()
    at = number(made, "mirror")
    assert suggest(case(made, at)) == Fitting()
    assert suggest(case(replace(made, others=dict(made.others) | {DE: {at: ("SPIEGEL",)}}), at)) == Fitting()


def test_a_composition_comes_with_what_it_is_put_together_of(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "de"): "Lederstühle"})
    found = suggest(case(made, number(made, "glass-table")))
    assert found.suggestions == ("Glastische",)
    (told,) = found.evidence
    assert (told.kind, told.weight) == (EvidenceKind.COMPOSITION, 0.0)
    assert str(told.reason) == (
        "“Glastische” is put together of “Tische”, which is “Tables”, "
        "as “Glastaschen”, which is “Glass Bags”, is of “Taschen”"
    )


def test_a_composition_that_stands_on_another_concept_or_is_the_label_is_no_suggestion(
    furnish: Furnish, number: Number
) -> None:
    right = furnish()
    assert suggest(case(right, number(right, "glass-table"))) == Fitting()
    taken = furnish({("glass-table", "de"): "Lederstühle", ("paper-lamp", "de"): "Glastische"})
    assert suggest(case(taken, number(taken, "glass-table"))) == Fitting()


def test_three_labels_that_somebody_gave_leave_no_room_for_a_composition(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "de"): "Lederstühle"})
    at = number(made, "glass-table")
    full = replace(made, others=dict(made.others) | {DE: {at: ("Tisch aus Glas", "Glastisch", "Tischchen", "Tafel")}})
    assert suggest(case(full, at)) == Fitting(("Tisch aus Glas", "Glastisch", "Tischchen"))


def test_a_composition_with_a_head_from_a_reference_says_so(furnish: Furnish, number: Number) -> None:
    right = furnish({("glass-table", "de"): "Lederstühle"})
    at, table = number(right, "glass-table"), number(right, "table")
    without = replace(  # no concept is called a table
        right,
        forms=dict(right.forms) | {EN: ["" if i == table else form for i, form in enumerate(right.forms[EN])]},
        keys=dict(right.keys) | {EN: ["" if i == table else key for i, key in enumerate(right.keys[EN])]},
    )
    sense = Sense(((DE, "Tische"), (EN, "tables")), "", ())
    entry = ReferenceEntry("small", ReferenceKind.FREEDICT, "", "", (), 0, 0)
    found = suggest(case(without, at, Lexicon([load_reference(compile_reference(entry, [sense]), "small")])))
    assert found.suggestions == ("Glastische",)
    assert str(found.evidence[0].reason) == (
        "“Glastische” is put together of “Tische”, which the references give for “tables”, "
        "as “Glastaschen”, which is “Glass Bags”, is of “Taschen”"
    )
    assert suggest(case(without, at)) == Fitting()
