"""The detector: a vocabulary learned once, then every label judged, or one again after an edit."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from taxonomy_service.boundaries.borrowing import borrow
from taxonomy_service.boundaries.candidates import find_candidate, plain_relation
from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.embeddings import EmbeddingProvider
from taxonomy_service.boundaries.fitting import suggest
from taxonomy_service.boundaries.labels import all_labels, labels_now
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.nearness import embed_vocabulary
from taxonomy_service.boundaries.prepared import Prepared, prepare, with_forms
from taxonomy_service.boundaries.reasons import weigh_evidence
from taxonomy_service.boundaries.scorer import Scores, load_scorer, score
from taxonomy_service.boundaries.signals import OutsideWitnesses, Signals, read_signals
from taxonomy_service.boundaries.standing import stand
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag

OF_OTHERS = "others:"
"""What the name of a signal begins with that is the mean of the concept's labels in the other languages."""
_COMPARED = (
    "agreement",
    "accounted",
    "accounted-least",
    "rendered",
    "seen",
    "margin",
    "margin-beside",
    "length-apart",
    "longer",
    "more-words",
    "coordinated-more",
    "coordinated-others",
    "cognate",
    "cognates",
    "near",
    "near-source",
    "nearest-language",
    "nearer-than-others",
    "nearer-around",
    "nearer-above",
    "nearer-below",
)
_MOST_NEIGHBOURS = 40
_MOST_SHARING = 20
_LENT_DOUBT = 0.5  # log-odds; see the benchmarks' notes on borrowing


@dataclass(frozen=True, slots=True)
class Detector:
    """A vocabulary ready to be judged.

    `others` holds, by language and signal, the means over the other languages.
    """

    prepared: Prepared
    signals: Mapping[LanguageTag, Signals]
    others: Mapping[LanguageTag, Mapping[str, FloatArray]]
    witnesses: OutsideWitnesses

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary as it was when the detector was made, with what it borrowed."""
        return self.prepared.vocabulary

    @property
    def judged_languages(self) -> list[LanguageTag]:
        """The languages whose labels can be judged: all but the source."""
        return [language for language in self.vocabulary.languages if language != self.vocabulary.source]


def make_detector(
    vocabulary: Vocabulary,
    lexicon: Lexicon | None = None,
    provider: EmbeddingProvider | None = None,
    *,
    lasting: bool = True,
) -> Detector:
    """Learn from all labels of a vocabulary, asking references and a sentence encoder where they are given.

    A small vocabulary is learned from beside those of the references that are vocabularies too (`borrow`).
    One that is not `lasting` is for `detect` alone, not for `recheck`, and takes half of the memory.
    """
    learned = borrow(vocabulary, lexicon.references) if lexicon else vocabulary
    prepared = prepare(learned, lasting=lasting)
    nearness = embed_vocabulary(vocabulary, provider) if provider else None
    standing = stand(nearness, vocabulary) if nearness and prepared.names_things else None
    witnesses = OutsideWitnesses(lexicon, nearness, standing)
    signals = {
        language: read_signals(prepared, witnesses, all_labels(prepared, language)) for language in learned.languages
    }
    return Detector(prepared, signals, _means_of_others(prepared, signals), witnesses)


def detect(
    detector: Detector, languages: Collection[LanguageTag] | None = None, *, weak: bool = False
) -> list[BoundaryFinding]:
    """Judge the labels of all languages but the source, or of those asked for; the surest first.

    Only what is flagged is returned, with `weak` every label that can be judged.
    """
    findings: list[BoundaryFinding] = []
    for language in detector.judged_languages:
        if languages is None or language in languages:
            findings += _judge(detector, detector.signals[language], weak=weak)
    return sorted(findings, key=lambda finding: (-finding.confidence, finding.concept, finding.language))


def recheck(detector: Detector, concept: int, language: LanguageTag, form: str) -> list[BoundaryFinding]:
    """Judge a label that was edited, then those of the same language that this may put in another light.

    Each is given with its confidence, flagged or not. A form that is "" is a label taken away.
    """
    near = touched(detector, concept, language, form)
    found = judge_again(detector, language, [concept, *near], {concept: form})
    return sorted(found, key=lambda finding: finding.concept != detector.vocabulary.iris[concept])


def touched(detector: Detector, concept: int, language: LanguageTag, form: str) -> list[int]:
    """Return the concepts whose labels are to be judged again when this one gets a form.

    Those next to it, at most 40, and those that have the same form, or the one that it had when the detector learned.
    """
    vocabulary = detector.vocabulary
    if language not in vocabulary.forms:
        return []
    before = vocabulary.forms[language][concept]
    sharing = [other for one in (before, form) for other in _sharing(detector.prepared, language, one)]
    return [other for other in dict.fromkeys([*_next_to(vocabulary, concept), *sharing]) if other != concept]


def judge_again(
    detector: Detector, language: LanguageTag, concepts: Iterable[int], now: Mapping[int, str]
) -> list[BoundaryFinding]:
    """Judge the labels of concepts beside one another as they are now, flagged or not; the source is not judged.

    `now` holds present forms, "" for none, where they may not be those that the detector learned. The words and weights
    that the vocabulary taught stay as they were.
    """
    if language not in detector.judged_languages:
        return []
    prepared = with_forms(detector.prepared, language, now)
    beside = replace(detector, prepared=prepared)
    return [
        finding
        for labels in labels_now(prepared, language, dict.fromkeys(concepts), now)
        for finding in _judge(beside, read_signals(prepared, detector.witnesses, labels), weak=True)
    ]


def _sharing(prepared: Prepared, language: LanguageTag, form: str) -> tuple[int, ...]:
    return prepared.places[language].get(comparison_key(form, language), ())[:_MOST_SHARING]


def labelled(detector: Detector, signals: Signals) -> dict[str, FloatArray]:
    """Return the signals of labels with those of the other languages beside them."""
    own = signals.labels
    others = detector.others[own.language]
    return signals.values | {OF_OTHERS + name: values[own.concepts] for name, values in others.items()}


def _means_of_others(
    prepared: Prepared, signals: Mapping[LanguageTag, Signals]
) -> dict[LanguageTag, dict[str, FloatArray]]:
    """Return, by language and signal, the mean over the labels in the other languages; 0 where there are none.

    The source language has no part in it: that its label fits the others less than it might is no fault of theirs. Nor
    has a language that a sentence encoder does not know.
    """
    source, size = prepared.vocabulary.source, prepared.vocabulary.size
    means: dict[LanguageTag, dict[str, FloatArray]] = {language: {} for language in signals}
    for name in _COMPARED:
        whole = {language: _spread(of, name, size) for language, of in signals.items() if name in of.values}
        judged = [language for language in whole if language != source]
        total = sum((whole[language] for language in judged), np.zeros(size))
        voices = sum((prepared.present[language] for language in judged), np.zeros(size))
        for language in judged:
            others = np.maximum(voices - prepared.present[language], 1)
            means[language][name] = (total - whole[language]) / others
    return means


def _spread(signals: Signals, name: str, size: int) -> FloatArray:
    spread = np.zeros(size)
    spread[signals.labels.concepts] = signals.values[name]
    return spread


def _next_to(vocabulary: Vocabulary, concept: int) -> list[int]:
    """Return the concepts directly above and below, and those beside, at most 40."""
    beside = [other for above in vocabulary.broader[concept] for other in vocabulary.narrower[above]]
    near = dict.fromkeys([*vocabulary.broader[concept], *vocabulary.narrower[concept], *beside])
    return [other for other in near if other != concept][:_MOST_NEIGHBOURS]


def _judge(detector: Detector, signals: Signals, *, weak: bool) -> Iterator[BoundaryFinding]:
    """Yield the findings on labels of one language."""
    if not len(signals.labels.concepts):
        return
    scores = _doubted(detector, _scores(detector, signals))
    for row in range(len(signals.labels.concepts)):
        if weak or scores.confidence[row] >= load_scorer().threshold:
            yield _finding(detector, signals, scores, row)


def _scores(detector: Detector, signals: Signals) -> Scores:
    scorer = load_scorer()
    weighings = scorer.of_names if detector.prepared.names_things else scorer.weighings
    return score(scorer, labelled(detector, signals), weighings)


def _doubted(detector: Detector, scores: Scores) -> Scores:
    """Trust less what was learned from labels of another vocabulary too, which often has other words for a thing."""
    if not detector.vocabulary.borrowed:
        return scores
    sure = scores.confidence
    return replace(scores, confidence=sure / (sure + (1 - sure) * np.exp(_LENT_DOUBT)))


def _finding(detector: Detector, signals: Signals, scores: Scores, row: int) -> BoundaryFinding:
    vocabulary, concept, language = detector.vocabulary, int(signals.labels.concepts[row]), signals.labels.language
    relation = plain_relation(detector.prepared, signals, row) or scores.relations[row]
    candidate = find_candidate(detector.prepared, signals, row, relation)
    case = Case(detector.prepared, detector.witnesses, signals, row, candidate, relation)
    fitting = suggest(case)
    weights = {kind: float(weights[row]) for kind, weights in scores.weights.items()}
    return BoundaryFinding(
        concept=vocabulary.iris[concept],
        language=language,
        label=case.form,
        relation=relation,
        confidence=float(scores.confidence[row]),
        flagged=bool(scores.confidence[row] >= load_scorer().threshold),
        candidate=None if candidate is None else vocabulary.iris[candidate],
        evidence=(*weigh_evidence(case, weights), *fitting.evidence),
        suggestions=fitting.suggestions,
    )
