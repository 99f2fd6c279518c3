"""Fitting labels: what somebody stated, a reference gives, or labels of the vocabulary compose, to be used instead."""

from typing import NamedTuple

from taxonomy_service.boundaries.compositions import Composition, compose
from taxonomy_service.boundaries.reasons import Case
from taxonomy_service.domain.boundaries import Evidence, EvidenceKind
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.statements import Literal

_SURE = 0.6  # how likely a translation must be to be shown
_MOST = 3


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
    given = dict.fromkeys([*vocabulary.others[language].get(case.concept, ()), *_referred(case)])
    found = [form for form in given if comparison_key(form, language) != own][:_MOST]
    composition = compose(vocabulary, case.prepared.patterns, language, case.concept)
    if composition is None or len(found) == _MOST or _stands(case, composition.form, found):
        return Fitting(tuple(found))
    return Fitting((*found, composition.form), (_told(case, composition),))


def _referred(case: Case) -> list[str]:
    """Return what the references give for the source's label, as they write it."""
    vocabulary, lexicon = case.prepared.vocabulary, case.outside.lexicon
    there = vocabulary.forms[vocabulary.source][case.concept]
    if lexicon is None or not there:
        return []
    found = lexicon.translations(there, vocabulary.source, case.language)
    return [lexicon.written(key, case.language) for key, likely in found.items() if likely >= _SURE]


def _stands(case: Case, form: str, found: list[str]) -> bool:
    """Say whether a form is the label itself, suggested already, or that of another concept."""
    key = comparison_key(form, case.language)
    keys = {comparison_key(other, case.language) for other in (case.form, *found)}
    return key in keys or bool(case.prepared.places[case.language].get(key))


def _told(case: Case, composition: Composition) -> Evidence:
    forms, language = case.prepared.vocabulary.forms[case.language], case.language
    reason = message(
        "{suggestion} is put together of {head}, which is {whose}, as {example}, which is {other}, is of {stem}",
        suggestion=Literal(composition.form, language),
        head=Literal(forms[composition.head], language),
        whose=case.told(composition.head),
        example=Literal(forms[composition.example], language),
        other=case.told(composition.example),
        stem=Literal(forms[composition.stem], language),
    )
    return Evidence(EvidenceKind.COMPOSITION, 0.0, reason)
