"""Fitting labels: what somebody stated or a reference gives, to be used in place of a suspected label."""

from taxonomy_service.boundaries.reasons import Case
from taxonomy_service.domain.forms import comparison_key

_SURE = 0.6  # how likely a translation must be to be shown
_MOST = 3


def suggest(case: Case) -> tuple[str, ...]:
    """Return up to three labels, the concept's own alternative ones first; never a label that nobody gave."""
    vocabulary, language = case.prepared.vocabulary, case.language
    stated = vocabulary.others[language].get(case.concept, ())
    given: list[str] = []
    if case.outside.lexicon is not None:
        there = vocabulary.forms[vocabulary.source][case.concept]
        found = case.outside.lexicon.translations(there, vocabulary.source, language) if there else {}
        given = [form for form, likely in found.items() if likely >= _SURE]
    own = comparison_key(case.form, language)
    return tuple(form for form in dict.fromkeys([*stated, *given]) if comparison_key(form, language) != own)[:_MOST]
