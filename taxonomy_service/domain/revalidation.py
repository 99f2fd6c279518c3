"""Why a label has another verdict in one release than in another: what the vocabulary changed about it."""

from collections.abc import Iterator, Mapping

from taxonomy_service.domain.concepts import Concept, is_retired
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal
from taxonomy_service.domain.verdicts import MatchedLabel, MatchRung, Verdict, VerdictCode

_SEVERAL = frozenset({VerdictCode.AMBIGUOUS, VerdictCode.OTHER_LANGUAGE})
"""The verdicts whose candidates are what the label names; those of a retired concept are what follows it."""


def is_other(before: Verdict, after: Verdict) -> bool:
    """Say whether two verdicts on one label differ: in code, in the concepts named, in relation or successors."""
    return _gist(before) != _gist(after)


def _gist(verdict: Verdict) -> tuple[object, ...]:
    concept, successor = (own.id if own else None for own in (verdict.concept, verdict.successor))
    candidates = {candidate.concept.id for candidate in verdict.candidates}
    return (verdict.verdict, concept, verdict.relation, successor, candidates)


def explain(before: Verdict, after: Verdict, old: ConceptScheme, new: ConceptScheme) -> tuple[Message, ...]:
    """Return the changes from the old to the new release that made the verdict another one, never none.

    Of every concept that the label names, in one release or the other: whether it came, went, was retired or restored,
    and whether the label was put on it, taken from it, or became one of another kind.
    """
    named, names = _named(before), _named(after)
    concepts = {str(own): concept for own, concept in old.concepts.items()}
    later = {str(own): concept for own, concept in new.concepts.items()}
    found: list[Message] = []
    for own in sorted(named.keys() | names.keys()):
        found += _of_concept((concepts.get(own), later.get(own)), _matched(named.get(own), names.get(own)), after)
    if not found and before.relation != after.relation:
        found.append(message("the concept named and the one claimed stand otherwise to one another"))
    return tuple(dict.fromkeys(found)) or (message("something else in the vocabulary changed"),)


def _named(verdict: Verdict) -> dict[str, MatchedLabel | None]:
    """Return the concepts that the label names, each with the label of it that matched."""
    found = {own.concept.id: own.matched for own in verdict.candidates} if verdict.verdict in _SEVERAL else {}
    return {**found, verdict.concept.id: verdict.matched} if verdict.concept is not None else {**found}


_Matched = tuple[MatchedLabel | None, MatchedLabel | None]


def _matched(before: MatchedLabel | None, after: MatchedLabel | None) -> _Matched:
    """Return what matched, without identifiers, which are no labels."""
    first, second = (None if own is None or own.rung is MatchRung.IDENTIFIER else own for own in (before, after))
    return first, second


def _of_concept(
    states: tuple[Concept | None, Concept | None], matched: _Matched, verdict: Verdict
) -> Iterator[Message]:
    old, new = states
    if new is None:
        if old is not None:
            yield message("{concept} is no longer there", concept=old.id)
        return
    if old is None:
        yield message("{concept} is new", concept=new.id)
        return
    yield from _of_use(old, new, verdict)
    yield from _of_label(old, new, matched)


def _of_use(old: Concept, new: Concept, verdict: Verdict) -> Iterator[Message]:
    was, is_now = is_retired(old), is_retired(new)
    following = [verdict.successor.id] if verdict.successor else []
    if verdict.verdict is VerdictCode.RETIRED:
        following += [candidate.concept.id for candidate in verdict.candidates]
    if is_now and not was and following:
        yield message("{concept} was retired; {successors} follows it", concept=new.id, successors=", ".join(following))
    elif is_now and not was:
        yield message("{concept} was retired", concept=new.id)
    elif was and not is_now:
        yield message("{concept} is in use again", concept=new.id)
    elif was and following:
        yield message("{successors} follows {concept} now", concept=new.id, successors=", ".join(following))


def _of_label(old: Concept, new: Concept, matched: _Matched) -> Iterator[Message]:
    """Yield what became of the labels that matched: lost, gained, or of another kind now."""
    kinds_before, kinds_after = _kinds(old), _kinds(new)
    for form in dict.fromkeys(Literal(own.form, LanguageTag(own.language)) for own in matched if own is not None):
        was, is_now = kinds_before.get(form), kinds_after.get(form)
        if was is not None and is_now is None:
            yield message("{form} was taken from {concept}", form=form, concept=new.id)
        elif was is None and is_now is not None:
            yield message("{form} was put on {concept}", form=form, concept=new.id)
        elif was != is_now:
            yield message(
                "{form} on {concept} was {before} and is {after}",
                form=form,
                concept=new.id,
                before=str(was),
                after=str(is_now),
            )


def _kinds(concept: Concept) -> Mapping[Literal, str]:
    """Return the kinds in which each form stands on a concept."""
    found: dict[Literal, list[str]] = {}
    for label in concept.labels:
        found.setdefault(Literal(label.form, label.language), []).append(label.kind.value)
    return {form: ", ".join(sorted(kinds)) for form, kinds in found.items()}
