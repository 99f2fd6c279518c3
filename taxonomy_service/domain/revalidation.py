"""Why a label has another verdict in one release than in another: what the vocabulary changed about it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.hierarchy import Hierarchy, closure
from taxonomy_service.domain.languages import LanguageRung, LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal
from taxonomy_service.domain.verdict_reasons import (
    OTHER_REASON,
    ReasonCode,
    VerdictReason,
    attribute_changed,
    attribute_no_longer_required,
    attribute_required,
    broader_changed,
    concept_added,
    concept_removed,
    concept_restored,
    concept_retired,
    fallbacks_changed,
    label_added,
    label_kind_changed,
    label_moved,
    label_removed,
    notation_changed,
    successors_changed,
)
from taxonomy_service.domain.verdicts import MatchedLabel, MatchRung, Verdict, VerdictCode

_SEVERAL = frozenset({VerdictCode.AMBIGUOUS, VerdictCode.OTHER_LANGUAGE})
"""The verdicts whose candidates are what the label names; those of a retired concept are what follows it."""


class Vocabulary(Protocol):
    """A release as far as a verdict depends on it; `retired` leads to the final successors."""

    @property
    def scheme(self) -> ConceptScheme: ...  # noqa: D102
    @property
    def hierarchy(self) -> Hierarchy: ...  # noqa: D102
    @property
    def retired(self) -> Mapping[ConceptId, tuple[ConceptId, ...]]: ...  # noqa: D102
    @property
    def required(self) -> Mapping[ConceptId, tuple[Attribute, ...]]: ...  # noqa: D102
    @property
    def fallbacks(self) -> tuple[LanguageTag, ...]: ...  # noqa: D102


def is_other(before: Verdict, after: Verdict) -> bool:
    """Say whether two verdicts on one label differ: in code, concepts named, relation, successors, wrong attributes."""
    return _gist(before) != _gist(after)


def _gist(verdict: Verdict) -> tuple[object, ...]:
    concept, successor = (own.id if own else None for own in (verdict.concept, verdict.successor))
    candidates = {candidate.concept.id for candidate in verdict.candidates}
    return (verdict.verdict, concept, verdict.relation, successor, candidates, attribute_faults_told(verdict))


def attribute_faults_told(verdict: Verdict) -> frozenset[tuple[str, str]]:
    """Return the attributes that a verdict warns of, each with the code of the warning."""
    return frozenset((own.code.value, own.attribute) for own in verdict.warnings if own.attribute is not None)


def explain(before: Verdict, after: Verdict, old: Vocabulary, new: Vocabulary) -> tuple[VerdictReason, ...]:
    """Return the changes from the old to the new release that made the verdict another one, never none.

    Of every concept that the label names or claims, in one release or the other: whether it came, went, was retired or
    restored; whether the label was put on it, taken from it, moved, or became one of another kind; then what is broader
    and which attributes are required, where the verdicts differ in that; and the languages fallen back to.
    """
    both = (old, new)
    named, names = _named(before), _named(after)
    claimed = {own.claimed.id for own in (before, after) if own.claimed is not None}
    concepts = sorted(named.keys() | names.keys() | claimed)
    found = [reason for own in concepts for reason in _of_use(ConceptId(own), both)]
    labels = [
        reason
        for own in sorted(named.keys() | names.keys())
        for reason in _of_matched(ConceptId(own), both, (named.get(own), names.get(own)))
    ]
    found += _with_moves(labels)
    if before.relation is not None and after.relation is not None and before.relation != after.relation:
        found += _of_broader(map(ConceptId, concepts), both)
    if attribute_faults_told(before) != attribute_faults_told(after):
        found += [reason for own in concepts for reason in _of_attributes(ConceptId(own), both)]
    if old.fallbacks != new.fallbacks and _is_fallback(before, after):
        found.append(fallbacks_changed(old.fallbacks, new.fallbacks))
    return tuple(dict.fromkeys(found)) or (OTHER_REASON,)


def _named(verdict: Verdict) -> dict[str, MatchedLabel | None]:
    """Return the concepts that the label names, each with the label of it that matched."""
    found = {own.concept.id: own.matched for own in verdict.candidates} if verdict.verdict in _SEVERAL else {}
    return {**found, verdict.concept.id: verdict.matched} if verdict.concept is not None else {**found}


def _is_fallback(*verdicts: Verdict) -> bool:
    return any(own.matched is not None and own.matched.language_rung == LanguageRung.FALLBACK for own in verdicts)


_Both = tuple[Vocabulary, Vocabulary]
_Matched = tuple[MatchedLabel | None, MatchedLabel | None]


def _of_use(own: ConceptId, both: _Both) -> Iterator[VerdictReason]:
    """Yield what became of a concept as such."""
    old, new = both
    was_there, is_there = (own in one.scheme.concepts for one in both)
    before, after = old.retired.get(own), new.retired.get(own)
    if not is_there or not was_there:
        if was_there or is_there:
            yield concept_removed(own) if was_there else concept_added(own)
    elif after is not None and before is None:
        is_new = not all(one in old.scheme.concepts and one not in old.retired for one in after)
        yield concept_retired(own, after, is_new=is_new)
    elif before is not None and after is None:
        yield concept_restored(own)
    elif before is not None and after is not None and before != after:
        yield successors_changed(own, before, after)


def _of_matched(own: ConceptId, both: _Both, matched: _Matched) -> Iterator[VerdictReason]:
    """Yield what became of the labels, or the notation, of a concept in both releases that matched."""
    old, new = (one.scheme.concepts.get(own) for one in both)
    if old is None or new is None:
        return
    kinds_before, kinds_after = _kinds(old), _kinds(new)
    for label in dict.fromkeys(own for own in matched if own is not None):
        if label.rung is MatchRung.IDENTIFIER:
            yield from _of_notation(old, new, label.form)
            continue
        form = Literal(label.form, LanguageTag(label.language))
        was, is_now = kinds_before.get(form), kinds_after.get(form)
        if was is not None and is_now is None:
            yield label_removed(form, new.id, was)
        elif was is None and is_now is not None:
            yield label_added(form, new.id, is_now)
        elif was is not None and is_now is not None and was != is_now:
            yield label_kind_changed(form, new.id, was, is_now)


def _kinds(concept: Concept) -> Mapping[Literal, str]:
    """Return the kinds in which each form stands on a concept."""
    found: dict[Literal, list[str]] = {}
    for label in concept.labels:
        found.setdefault(Literal(label.form, label.language), []).append(label.kind.value)
    return {form: ", ".join(sorted(kinds)) for form, kinds in found.items()}


def _of_notation(old: Concept, new: Concept, text: str) -> Iterator[VerdictReason]:
    was, is_now = (text in {notation.value for notation in one.notations} for one in (old, new))
    if was != is_now:
        yield notation_changed(text, new.id, is_there=is_now)


def _with_moves(reasons: list[VerdictReason]) -> list[VerdictReason]:
    """Return the reasons with a label that one concept lost and another gained told once, as moved."""
    left = list(reasons)
    for lost in [own for own in reasons if own.code is ReasonCode.LABEL_REMOVED]:
        gained = next((own for own in left if own.code is ReasonCode.LABEL_ADDED and own.form == lost.form), None)
        if gained is not None and lost.form is not None:
            left[left.index(lost)] = label_moved(lost.form, lost.concept, gained.concept)
            left.remove(gained)
    return left


def _of_broader(concepts: Iterable[ConceptId], both: _Both) -> Iterator[VerdictReason]:
    """Yield, of concepts and all broader ones, those in both releases whose directly broader concepts are others."""
    above: set[ConceptId] = set()
    for own in concepts:
        above |= {own}.union(*(closure(one.hierarchy.broader, own) for one in both))
    for own in sorted(above):
        before, after = (one.hierarchy.broader.get(own, ()) for one in both)
        if before != after and all(own in one.scheme.concepts for one in both):
            yield broader_changed(own, before, after)


def _of_attributes(own: ConceptId, both: _Both) -> Iterator[VerdictReason]:
    """Yield which attributes a concept requires, or no longer, and which take other values."""
    before, after = ({one.id: _values(one) for one in side.required.get(own, ())} for side in both)
    for attribute in sorted(before.keys() | after.keys()):
        if attribute not in before:
            yield attribute_required(own, attribute, after[attribute])
        elif attribute not in after:
            yield attribute_no_longer_required(own, attribute)
        elif before[attribute] != after[attribute]:
            yield attribute_changed(own, attribute, before[attribute], after[attribute])


def _values(attribute: Attribute) -> tuple[str, ...]:
    return tuple(value.id for value in attribute.values)
