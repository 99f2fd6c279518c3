"""Fitting labels: what somebody stated, a reference gives, or labels of the vocabulary compose, to be used instead."""

from functools import partial
from typing import NamedTuple

from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.compositions import Composition, compose
from taxonomy_service.domain.boundaries import Evidence, EvidenceKind
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.messages import Message, Quoted, message
from taxonomy_service.domain.statements import Literal

_SURE = 0.6  # how likely a translation must be to be shown
_MOST = 3
_OF_A_CONCEPT = message(
    "{suggestion} is put together of {head}, which is {whose}, as {example}, which is {other}, is of {stem}"
)
_OF_A_REFERENCE = message(
    "{suggestion} is put together of {head}, which the references give for {whose}, "
    "as {example}, which is {other}, is of {stem}"
)


class Fitting(NamedTuple):
    """Labels that would fit, the best first, and what a linguist needs to check one that was put together."""

    suggestions: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def suggest(case: Case) -> Fitting:
    """Return up to three labels: the concept's own alternative ones, then references', then a composition.

    Never one that nobody gave and of which no part is shown.
    """
    vocabulary, language = case.prepared.vocabulary, case.language
    own = comparison_key(case.form, language)
    referred = _referred(case, vocabulary.forms[vocabulary.source][case.concept])
    given = dict.fromkeys([*vocabulary.others[language].get(case.concept, ()), *referred])
    found = [form for form in given if comparison_key(form, language) != own][:_MOST]
    made = compose(vocabulary, case.prepared.patterns, language, case.concept, partial(_referred, case))
    if made is None or len(found) == _MOST or _stands(case, made.form, found):
        return Fitting(tuple(found))
    return Fitting((*found, made.form), (_told(case, made),))


def _referred(case: Case, there: str) -> list[str]:
    """Return what the references give for words of the source, as they write it, the likeliest first."""
    lexicon = case.outside.lexicon
    if lexicon is None or not there:
        return []
    found = lexicon.translations(there, case.prepared.vocabulary.source, case.language)
    return [lexicon.written(key, case.language) for key, likely in found.items() if likely >= _SURE]


def _stands(case: Case, form: str, found: list[str]) -> bool:
    """Say whether a form is the label itself, suggested already, or that of another concept."""
    key = comparison_key(form, case.language)
    keys = {comparison_key(other, case.language) for other in (case.form, *found)}
    return key in keys or bool(case.prepared.places[case.language].get(key))


def _told(case: Case, made: Composition) -> Evidence:
    vocabulary, language = case.prepared.vocabulary, case.language
    forms, head = vocabulary.forms[language], made.head
    text = _OF_A_CONCEPT if head.concept is not None else _OF_A_REFERENCE
    values: dict[str, Quoted] = {
        "suggestion": Literal(made.form, language),
        "head": Literal(head.form, language),
        "whose": Literal(head.words, vocabulary.source) if head.concept is None else case.told(head.concept),
        "example": Literal(forms[made.example], language),
        "other": case.told(made.example),
        "stem": Literal(forms[made.stem], language),
    }
    return Evidence(EvidenceKind.COMPOSITION, 0.0, Message(text.text, tuple(values.items())))
