from dataclasses import replace

import pytest

from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.references import compile_reference, load_reference
from taxonomy_service.boundaries.senses import Asked, denying, read_sense, sense_signals, wider_meaning
from taxonomy_service.boundaries.vocabulary import Vocabulary, build_vocabulary
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind, Sense
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri

DE, EN, FR, PL = map(LanguageTag, ("de", "en", "fr", "pl"))
CRANE, SUNGLASSES, HAT = range(3)
LABELS = (
    {"en": "crane", "de": "Kranich", "fr": "grue", "pl": "żuraw"},
    {"en": "sunglasses", "de": "Sonnenbrille", "fr": "lunettes de soleil"},
    {"en": "sun hat", "de": "Sonnenhut"},
)


def sense(number: int = 0, *broader: int, **forms: str) -> Sense:
    return Sense(
        tuple((LanguageTag(language), form) for language, form in forms.items()),
        str(number or ""),
        tuple(map(str, broader)),
    )


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    entry = ReferenceEntry("small", ReferenceKind.FREEDICT, "", "", (), 0, 0)
    senses = [
        sense(de="Kranich", en="crane"),
        sense(de="Kranich", en="wading bird"),
        sense(de="Kran", en="crane"),
        sense(de="Kran", en="hoist"),
        sense(fr="grue", en="crane"),
        sense(fr="grue", en="wading bird"),
        sense(pl="żuraw", en="wading bird"),
        sense(de="Kranich", fr="grue"),
        sense(de="Kran", pl="dźwig"),
        sense(de="Brille", en="glasses"),
        sense(de="Hut", en="hat"),
        sense(1, 2, en="sunglasses"),
        sense(2, en="glasses"),
    ]
    return Lexicon([load_reference(compile_reference(entry, senses), "small")])


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    concepts = {
        ConceptId(str(i)): Concept(
            ConceptId(str(i)),
            Iri(f"https://example.org/{i}"),
            tuple(Label(form, LanguageTag(tag), LabelKind.PREFERRED) for tag, form in forms.items()),
        )
        for i, forms in enumerate(LABELS)
    }
    return build_vocabulary(ConceptScheme(SchemeId("things"), Iri("https://example.org/"), concepts=concepts))


def test_the_other_sense_of_the_english_word_shares_less_with_the_other_languages(
    lexicon: Lexicon, vocabulary: Vocabulary
) -> None:
    bird = read_sense(lexicon, vocabulary, Asked(DE, CRANE, "kranich"))
    machine = read_sense(lexicon, vocabulary, Asked(DE, CRANE, "kran"))
    assert bird.shared > 0.5 > machine.shared
    assert machine.apart > 0.5 > bird.apart


def test_dictionaries_between_the_languages_confirm_the_sense_or_deny_it(
    lexicon: Lexicon, vocabulary: Vocabulary
) -> None:
    bird, machine = Asked(DE, CRANE, "kranich"), Asked(DE, CRANE, "kran")
    assert read_sense(lexicon, vocabulary, bird).confirmed == 0.5, "fr of the one language that can tell, and doubt"
    assert list(denying(lexicon, vocabulary, bird)) == []
    assert read_sense(lexicon, vocabulary, machine).confirmed == 0.0
    assert list(denying(lexicon, vocabulary, machine)) == [FR, PL]


def test_a_label_without_its_modifier_means_what_is_wider(lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    dropped = Asked(DE, SUNGLASSES, "brille")
    assert read_sense(lexicon, vocabulary, dropped).wider > 0.5
    assert wider_meaning(lexicon, vocabulary, dropped) == "glasses"
    assert wider_meaning(lexicon, vocabulary, Asked(DE, CRANE, "kran")) == ""


def test_a_label_may_mean_the_last_word_of_the_source_alone(lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    assert read_sense(lexicon, vocabulary, Asked(DE, HAT, "hut")).head > 0.5
    assert read_sense(lexicon, vocabulary, Asked(DE, SUNGLASSES, "hut")).head == 0.0


def test_of_what_no_reference_knows_nothing_is_said(lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    assert read_sense(lexicon, vocabulary, Asked(FR, HAT, "capeline")) == (0.0,) * 6


def test_each_label_of_a_language_gets_its_signals(lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    wrong = replace(vocabulary, keys={**vocabulary.keys, DE: ["kran", *vocabulary.keys[DE][1:]]})
    told = sense_signals(lexicon, wrong, all_labels(prepare(wrong), DE))
    assert told["sense-denied"].tolist() == pytest.approx([2 / 3, 0.0, 0.0])
    assert all(len(of) == 3 for of in told.values())
