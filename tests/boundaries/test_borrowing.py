from collections.abc import Callable
from dataclasses import replace
from math import log

import pytest

from taxonomy_service.boundaries import borrowing
from taxonomy_service.boundaries.borrowing import borrow
from taxonomy_service.boundaries.detector import detect, labelled, make_detector, recheck
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.references import Reference, compile_reference, load_reference
from taxonomy_service.boundaries.scorer import load_scorer, score
from taxonomy_service.boundaries.vocabulary import Vocabulary, build_vocabulary
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.exchange.lexicons.skos_senses import scheme_senses
from tests.boundaries.conftest import Planted, furniture

Furnish = Callable[..., Vocabulary]
DE, EN, JA = map(LanguageTag, ("de", "en", "ja"))
OWN = ("table", "chair", "glass-table", "glass-chair", "paper-table", "leather-chair")


def compiled(scheme: ConceptScheme, kind: ReferenceKind = ReferenceKind.SKOS) -> Reference:
    entry = ReferenceEntry("furniture", kind, "", "", (), 0, 0)
    return load_reference(compile_reference(entry, scheme_senses(scheme)), "furniture")


def small(planted: Planted | None = None) -> Vocabulary:
    """Six concepts of the furniture."""
    whole = furniture(planted)
    return build_vocabulary(replace(whole, concepts={ConceptId(own): whole.concepts[ConceptId(own)] for own in OWN}))


@pytest.fixture(scope="module")
def lender() -> Reference:
    return compiled(furniture(languages=("en", "de", "ja")))


def test_concepts_that_share_a_word_are_lent_behind_the_own_ones(lender: Reference) -> None:
    lent = borrow(small(), [lender])
    assert (lent.own, lent.size - lent.own) == (6, lent.borrowed)
    assert lent.iris[:6] == small().iris
    assert set(lent.iris[6:]) == {""}
    pairs = set(zip(lent.forms[EN][6:], lent.forms[DE][6:], lent.forms[JA][6:], strict=True))
    assert ("Glass Lamps", "Glaslampen", "ガラス製ランプ") in pairs
    assert ("Wooden Tables", "Holztische", "木製テーブル") in pairs
    assert "Wooden Lamps" not in lent.forms[EN], "it shares no word"
    assert lent.forms[LanguageTag("ar")][6:] == [""] * lent.borrowed


def test_a_concept_with_the_very_labels_of_an_own_one_is_not_lent(lender: Reference) -> None:
    assert "Glass Tables" not in borrow(small(), [lender]).forms[EN][6:]
    drifted = borrow(small({("glass-table", "de"): "Lederstühle"}), [lender])
    assert "Glass Tables" in drifted.forms[EN][6:], "it says otherwise than the own one"


def test_dictionaries_other_fields_and_large_vocabularies_are_left_as_they_are(
    lender: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small()
    assert borrow(made, []).borrowed == 0
    assert borrow(made, [compiled(furniture(), ReferenceKind.WORDNET)]).borrowed == 0
    foreign = furniture({(own, "en"): f"{own} of another field" for own in OWN})
    only = replace(foreign, concepts={own: of for own, of in foreign.concepts.items() if "lamp" in own})
    assert borrow(made, [compiled(only)]).borrowed == 0, "it knows few of the words"
    monkeypatch.setattr(borrowing, "SMALL", 5)
    assert borrow(made, [lender]) is made


def test_what_is_lent_is_neither_judged_nor_named(lender: Reference) -> None:
    planted = {("glass-table", "de"): "Lederlampen", ("paper-table", "ja"): "木製テーブル"}
    made = make_detector(small(planted), Lexicon([lender]))
    found = detect(made, weak=True)
    assert made.vocabulary.borrowed > 0
    assert {of.concept for of in found} == set(small().iris)
    assert {of.candidate for of in found} <= {None, *small().iris}
    again = recheck(made, OWN.index("glass-table"), DE, "Glastische")
    assert again[0].label == "Glastische"


def test_a_mistake_that_a_small_vocabulary_cannot_see_is_seen_with_what_is_lent(lender: Reference) -> None:
    planted = {("glass-table", "de"): "Ledertische"}

    def lead(lexicon: Lexicon | None) -> float:
        """How much surer the mistake is than the surest of the right labels."""
        found = detect(make_detector(small(planted), lexicon), {DE}, weak=True)
        mistake = next(of.confidence for of in found if of.concept.endswith("/glass-table"))
        return mistake / max(of.confidence for of in found if not of.concept.endswith("/glass-table"))

    dictionary = Lexicon([compiled(furniture(languages=("en", "de", "ja")), ReferenceKind.WORDNET)])
    assert lead(Lexicon([lender])) > 1.2 * max(lead(dictionary), lead(None))


def test_what_is_lent_is_trusted_less_than_what_a_vocabulary_says_itself(lender: Reference) -> None:
    made = make_detector(small({("glass-table", "de"): "Ledertische"}), Lexicon([lender]))
    first = detect(made, {DE}, weak=True)[0]
    row = made.signals[DE].labels.concepts.tolist().index(small().iris.index(first.concept))
    scorer = load_scorer()
    undoubted = float(score(scorer, labelled(made, made.signals[DE]), scorer.of_names).confidence[row])
    assert 0 < first.confidence < undoubted < 1
    assert log(undoubted / (1 - undoubted)) - log(first.confidence / (1 - first.confidence)) == pytest.approx(0.5)
