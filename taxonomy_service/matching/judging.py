"""From a label to its verdict (the table of verdicts in the README)."""

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.forms import FormFault, form_fault
from taxonomy_service.domain.hierarchy import ConceptRelation
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageRung, LanguageTag, parse_language_tag
from taxonomy_service.domain.verdicts import (
    Candidate,
    MatchedLabel,
    MatchRung,
    NamedConcept,
    Question,
    Verdict,
    VerdictCode,
)
from taxonomy_service.matching.cases import Case
from taxonomy_service.matching.label_index import Entry
from taxonomy_service.matching.ladder import ANY, Match, match_any_language, match_exact, match_identifier, match_key
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.matching.suggestions import suggest, suggest_concept

_KINDS = {
    LabelKind.PREFERRED: VerdictCode.PREFERRED,
    LabelKind.ALTERNATIVE: VerdictCode.ALTERNATIVE,
    LabelKind.HIDDEN: VerdictCode.HIDDEN,
}
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
_EXACT, _IDENTIFIER, _OWN_LANGUAGE = MatchRung.EXACT, MatchRung.IDENTIFIER, LanguageRung.EXACT
_PREFERRED, _PREFERRED_LABEL = VerdictCode.PREFERRED, LabelKind.PREFERRED
"""Held here, since Python 3.11 takes nearly as long to find or hash a member of an enumeration as to make a verdict."""
_NO_CLAIM: tuple[ConceptId, ...] = ()


def judge(index: ReleaseIndex, question: Question, *, suggestions: int = 5) -> Verdict:
    """Return the one verdict on a label; nothing is raised, whatever the label is.

    Without a language the label is looked for in all of them. At most `suggestions` are given for an unknown label.
    A fault of the language comes before one of the label; a label that is in the vocabulary letter by letter has none.
    """
    try:
        language = None if question.language is None else parse_language_tag(question.language)
    except InvalidLanguageTag:
        return _malformed(index, question, FormFault.INVALID_LANGUAGE_TAG)
    label = question.label
    alone = index.alone(label, language) if language else None
    if alone is not None and language:
        return _judge_alone(index, question, language, *alone)
    if language and question.concept is None and (shared := index.shared(label, language)):
        return _judge_shared(index, question, language, shared)
    match = match_exact(index, label, language) if language else None
    if match is None:
        fault = form_fault(label)
        if fault is not None:
            return _malformed(index, question, fault)
        match = _match_otherwise(index, label, language)
    claims = match_identifier(index, question.concept) if question.concept is not None else _NO_CLAIM
    case = Case(index, question, language, claims)
    if match is not None:
        return _named(case, match)
    if language and (foreign := match_any_language(index, label, but=language)):
        return _other_language(case, foreign)
    return _unknown(case, suggestions)


def _judge_alone(
    index: ReleaseIndex, question: Question, language: LanguageTag, named: NamedConcept, kind: LabelKind
) -> Verdict:
    """Judge a form that names one concept, in use and without a warning: nearly all labels of a good data set.

    Most often there is nothing to say but that, or the claim is that very concept.
    """
    claim = question.concept
    claims = _NO_CLAIM if claim is None else match_identifier(index, claim)
    if question.attributes is not None or not (claim is None or claims == (named.id,)):
        entry = Entry(ConceptId(named.id), question.label, language, kind)
        case = Case(index, question, language, claims, named)
        match = Match((entry,), _EXACT, _OWN_LANGUAGE)
        return _named(case, match) if claim is None or named.id in claims else _mismatch(case, match, entry)
    return Verdict(
        _PREFERRED if kind is _PREFERRED_LABEL else _KINDS[kind],
        question.label,
        question.language or "",
        index.name,
        concept=named,
        claimed=None if claim is None else named,
        matched=MatchedLabel(question.label, language, kind, _EXACT, _OWN_LANGUAGE),
    )


def _judge_shared(
    index: ReleaseIndex, question: Question, language: LanguageTag, shared: list[tuple[NamedConcept, LabelKind]]
) -> Verdict:
    """Judge a form that names several concepts, all in use and without warnings, where none of them is claimed."""
    shared.sort(key=lambda found: _ORDER[found[1]])
    label = question.label
    return Verdict(
        VerdictCode.AMBIGUOUS,
        label,
        question.language or "",
        index.name,
        candidates=tuple(
            [Candidate(named, MatchedLabel(label, language, kind, _EXACT, _OWN_LANGUAGE)) for named, kind in shared]
        ),
    )


def _match_otherwise(index: ReleaseIndex, label: str, language: LanguageTag | None) -> Match | None:
    """Match a label that stands nowhere in the language asked letter by letter, or that was asked for in none."""
    match = match_key(index, label, language) if language else match_any_language(index, label)
    if match is None and (concepts := match_identifier(index, label)):
        entries = tuple(Entry(concept, label.strip(), UNTAGGED, LabelKind.PREFERRED) for concept in concepts)
        match = Match(entries, _IDENTIFIER, ANY)
    return match


def _malformed(index: ReleaseIndex, question: Question, fault: FormFault) -> Verdict:
    return Verdict(VerdictCode.MALFORMED, question.label, question.language or "", index.name, fault=fault.value)


def _named(case: Case, match: Match) -> Verdict:
    """Judge a label that names one concept or several, in the language asked.

    Between several a claim decides, else that only one of them is in use: a concept that was merged keeps its labels.
    """
    entry = match.entries[0]
    if len(match.entries) > 1:
        claimed = [found for found in match.entries if found.concept in case.claims]
        in_use = [found for found in match.entries if case.index.retired.get(found.concept) is None]
        chosen = claimed or in_use
        if len(chosen) != 1:
            return _ambiguous(case, match)
        entry = chosen[0]
    following = case.index.retired.get(entry.concept)
    if case.question.concept is not None and {entry.concept, *(following or ())}.isdisjoint(case.claims):
        return _mismatch(case, match, entry)
    if following is not None:
        return _retired(case, match, entry, following)
    return Verdict(
        VerdictCode.IDENTIFIER if match.rung is _IDENTIFIER else _KINDS[entry.kind],
        case.question.label,
        case.question.language or "",
        case.index.name,
        concept=case.named(entry.concept, entry.language),
        claimed=case.named(case.claimed, entry.language),
        matched=_matched(entry, match),
        warnings=case.warnings(match.rung, entry.concept, (entry,)),
    )


def _matched(entry: Entry, match: Match) -> MatchedLabel:
    kind = "identifier" if match.rung is _IDENTIFIER else entry.kind
    return MatchedLabel(entry.form, entry.language, kind, match.rung, match.language_rung)


def _retired(case: Case, match: Match, entry: Entry, following: tuple[ConceptId, ...]) -> Verdict:
    """Judge a label of a retired concept; of one that was split, the successors are the candidates."""
    matched = _matched(entry, match)
    successors = [case.index.named(other, case.language or entry.language) for other in following]
    return Verdict(
        VerdictCode.RETIRED,
        case.question.label,
        case.question.language or "",
        case.index.name,
        concept=case.named(entry.concept, entry.language),
        claimed=case.named(case.claimed, entry.language),
        matched=matched,
        successor=successors[0] if len(successors) == 1 else None,
        candidates=tuple(Candidate(other, matched) for other in successors) if len(successors) > 1 else (),
        warnings=case.warnings(match.rung, entry.concept, (entry,)),
    )


def _mismatch(case: Case, match: Match, entry: Entry) -> Verdict:
    """Judge a label of another concept than the one claimed, whose attributes are looked at where there is one."""
    claimed = case.claimed
    named = case.named(claimed, entry.language)
    language = case.language or entry.language
    instead = named if language else case.named(claimed)
    return Verdict(
        VerdictCode.MISMATCH,
        case.question.label,
        case.question.language or "",
        case.index.name,
        concept=case.named(entry.concept, entry.language),
        claimed=named,
        relation=case.relation(entry.concept) or ConceptRelation.UNRELATED,
        matched=_matched(entry, match),
        warnings=case.warnings(match.rung, claimed or entry.concept, (entry,)),
        suggestions=suggest_concept(case.index, case.question.label, language, instead) if instead else (),
    )


def _ambiguous(case: Case, match: Match) -> Verdict:
    return Verdict(
        VerdictCode.AMBIGUOUS,
        case.question.label,
        case.question.language or "",
        case.index.name,
        claimed=case.named(case.claimed),
        candidates=_candidates(case, match),
        warnings=case.warnings(match.rung, entries=match.entries),
    )


def _other_language(case: Case, match: Match) -> Verdict:
    """Judge a form that is a label in other languages only; the concept is given where there is one, or one claimed."""
    entry = next((found for found in match.entries if found.concept in case.claims), None)
    if entry is None and len(match.entries) == 1:
        entry = match.entries[0]
    concept = case.named(entry.concept) if entry else None
    claimed = case.named(case.claimed)
    meant = claimed or concept
    return Verdict(
        VerdictCode.OTHER_LANGUAGE,
        case.question.label,
        case.question.language or "",
        case.index.name,
        concept=concept,
        claimed=claimed,
        relation=case.relation(entry.concept) if entry else None,
        matched=_matched(entry, match) if entry else None,
        candidates=_candidates(case, match),
        warnings=case.warnings(match.rung, entries=match.entries),
        suggestions=suggest_concept(case.index, case.question.label, case.language, meant) if meant else (),
    )


def _unknown(case: Case, limit: int) -> Verdict:
    return Verdict(
        VerdictCode.UNKNOWN,
        case.question.label,
        case.question.language or "",
        case.index.name,
        claimed=case.named(case.claimed),
        warnings=case.warnings(),
        suggestions=suggest(case.index, case.question.label, case.language, limit),
    )


def _candidates(case: Case, match: Match) -> tuple[Candidate, ...]:
    """Return every concept that the label names, those of which it is a preferred label first."""
    return tuple(
        Candidate(
            case.index.named(entry.concept, case.language or entry.language),
            _matched(entry, match),
            case.relation(entry.concept) if case.claims else None,
        )
        for entry in sorted(match.entries, key=lambda entry: _ORDER[entry.kind])
    )
