"""Reasons: why a label is suspected, in sentences that a linguist can check."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from taxonomy_service.boundaries.candidates import same_form
from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.collapses import keeping_apart
from taxonomy_service.boundaries.outside_reasons import embedding_reason, reference_reason
from taxonomy_service.boundaries.renderings import account, usual_rendering
from taxonomy_service.boundaries.vocabulary import Place, Vocabulary, levels_up, place_of
from taxonomy_service.boundaries.words import is_unspaced
from taxonomy_service.domain.boundaries import Evidence, EvidenceKind
from taxonomy_service.domain.messages import Message, Quoted, message
from taxonomy_service.domain.statements import Literal

_USUAL = 0.4  # share of its labels in which a word must be rendered one way for that to be called usual
_OFTEN = 3  # labels that a word must stand on before it is quoted

_ONE_UP = message("in {language}, {form} stands on {other} too, one level up; {languages} keep the two apart")
_UP = message("in {language}, {form} stands on {other} too, {levels} levels up; {languages} keep the two apart")
_ONE_DOWN = message("in {language}, {form} stands on {other} too, one level down; {languages} keep the two apart")
_DOWN = message("in {language}, {form} stands on {other} too, {levels} levels down; {languages} keep the two apart")
_BESIDE = message("in {language}, {form} stands on {other} too, a concept beside it; {languages} keep the two apart")
_LISTED = message(
    "in {language}, {form} stands on {other} too, one of the things that {own} lists; {languages} keep the two apart"
)
_ELSEWHERE = message("in {language}, {form} stands on {other} too; {languages} keep the two apart")


def profile_reason(case: Case) -> Message:
    """Say which words, or which other labels, speak against the label."""
    return (
        next(_contradicted(case), None)
        or next(_left_out(case), None)
        or _resembling(case)
        or message(
            "the other labels like {form} stand on concepts that the other languages name otherwise than {own}",
            form=case.quoted,
            own=case.told(case.concept),
        )
    )


def _resembling(case: Case) -> Message | None:
    if case.candidate is None:
        return None
    return message(
        "among the labels of its language {form} keeps the company of {candidate} more than that of {own}, "
        "and the other languages keep these two apart",
        form=case.quoted,
        candidate=case.told(case.candidate),
        own=case.told(case.concept),
    )


def _contradicted(case: Case) -> Iterator[Message]:
    """Yield words of the label that elsewhere stand for something which the source does not say here."""
    prepared, source = case.prepared, case.prepared.vocabulary.source
    units = case.signals.labels.units[case.row].indices
    start = case.signals.labels.units.indptr[case.row]
    shares = case.signals.shares[start : start + len(units)]
    here = set(prepared.units[source].rows[case.concept].indices)
    for at in np.argsort(shares):
        unit = int(units[at])
        if not _says_something(prepared.units[case.language].shown[unit]):
            continue
        other, share, times = usual_rendering(prepared.renderings[case.language, source], unit)
        if shares[at] < 0 and other >= 0 and other not in here and share >= _USUAL and times >= _OFTEN:
            yield message(
                "{word} elsewhere stands for {usual} (in {share} % of {count} labels); here the label is {own}",
                word=Literal(prepared.units[case.language].shown[unit], case.language),
                usual=Literal(prepared.units[source].shown[other], source),
                share=round(100 * share),
                count=round(times),
                own=case.told(case.concept),
            )


def _says_something(word: str) -> bool:
    """Tell a word from a letter that was parted from one, as the *d* of *d'eau*."""
    return len(word) > 1 or is_unspaced(word)


def _left_out(case: Case) -> Iterator[Message]:
    """Yield words of the source that are elsewhere rendered by something which the label does not say."""
    prepared, source, language = case.prepared, case.prepared.vocabulary.source, case.language
    here = set(case.signals.labels.units[case.row].indices)
    there = prepared.units[source].rows[case.concept]
    learned = prepared.renderings[source, language]
    shares = account(learned, there, case.signals.labels.units[case.row]).share
    for at in np.argsort(shares):
        unit = int(there.indices[at])
        if not _says_something(prepared.units[source].shown[unit]):
            continue
        other, share, times = usual_rendering(learned, unit)
        if shares[at] < 0 and other >= 0 and other not in here and share >= _USUAL and times >= _OFTEN:
            yield message(
                "{word} is elsewhere rendered by {usual} (in {share} % of {count} labels); {form} has nothing like it",
                word=Literal(prepared.units[source].shown[unit], source),
                usual=Literal(prepared.units[language].shown[other], language),
                share=round(100 * share),
                count=round(times),
                form=case.quoted,
            )


def collapse_reasons(case: Case) -> Iterator[Message]:
    """Yield where else the form stands, and which languages keep the two concepts apart."""
    vocabulary = case.prepared.vocabulary
    for other in same_form(case.prepared, case.signals, case.row):
        apart = keeping_apart(vocabulary, case.language, case.concept, other)
        if apart:
            text, levels = _where(vocabulary, case.concept, other)
            values: dict[str, Quoted] = {"language": str(case.language), "form": case.quoted, "other": case.told(other)}
            if _is_listed(case, other):
                text, values = _LISTED, values | {"own": case.told(case.concept)}
            yield Message(text.text, (*values.items(), ("levels", levels), ("languages", ", ".join(apart))))


def _is_listed(case: Case, other: int) -> bool:
    """Say whether the label's concept lists several things, of which the other concept is one."""
    return bool(case.signals.values["listed"][case.row]) and case.concept in case.prepared.vocabulary.above[other]


def _where(vocabulary: Vocabulary, concept: int, other: int) -> tuple[Message, int]:
    """Say where another concept of the same form stands, and how many levels away."""
    place = place_of(vocabulary, other, concept)
    if place is Place.ABOVE:
        levels = levels_up(vocabulary, other, concept)
        return (_ONE_UP if levels == 1 else _UP), levels
    if place is Place.BELOW:
        levels = levels_up(vocabulary, concept, other)
        return (_ONE_DOWN if levels == 1 else _DOWN), levels
    return (_BESIDE if place is Place.BESIDE else _ELSEWHERE), 0


def structure_reason(case: Case) -> Message:
    """Say what the place, the length or the shape of the label gives away."""
    return next(_structural(case))


def _structural(case: Case) -> Iterator[Message]:
    values = {name: float(of[case.row]) for name, of in case.signals.values.items()}
    own = case.told(case.concept)
    if values["untranslated"]:
        yield message("{form} is the same as in the source language", form=case.quoted)
    yield from collapse_reasons(case)
    if values["coordinated-more"] <= -0.5:
        yield message("{form} names fewer things than {own} and the other languages do", form=case.quoted, own=own)
    if values["coordinated-more"] >= 0.5:
        yield message("{form} names more things than {own} and the other languages do", form=case.quoted, own=own)
    if values["more-words"] <= -1:
        yield message("{form} has fewer words than the other languages need for {own}", form=case.quoted, own=own)
    if values["more-words"] >= 1:
        yield message("{form} has more words than the other languages need for {own}", form=case.quoted, own=own)
    yield message(
        "{form} is built otherwise than the labels of the other languages for {own}", form=case.quoted, own=own
    )


_REASONS: dict[EvidenceKind, Callable[[Case], Message]] = {
    EvidenceKind.PROFILE: profile_reason,
    EvidenceKind.STRUCTURE: structure_reason,
    EvidenceKind.REFERENCE: reference_reason,
    EvidenceKind.EMBEDDING: embedding_reason,
}


def weigh_evidence(case: Case, weights: Mapping[EvidenceKind, float]) -> tuple[Evidence, ...]:
    """Return the evidence that speaks for a mismatch, the heaviest first; the least contrary where none does."""
    ordered = sorted(weights.items(), key=lambda entry: -entry[1])
    speaking = [entry for entry in ordered if entry[1] > 0] or ordered[:1]
    return tuple(Evidence(kind, round(weight, 3), _REASONS[kind](case)) for kind, weight in speaking)
