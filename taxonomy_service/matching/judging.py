"""From a label to its verdict (the table of verdicts in the README)."""

from collections.abc import Callable

from taxonomy_service.domain.attributes import AttributeFault, attribute_faults
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.forms import FormFault, form_fault, has_invisible
from taxonomy_service.domain.hierarchy import ConceptRelation, relation_between
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.verdicts import (
    Candidate,
    MatchedLabel,
    MatchRung,
    NamedConcept,
    Question,
    Verdict,
    VerdictCode,
    VerdictWarning,
    WarningCode,
)
from taxonomy_service.matching.label_index import Entry, LabelIndex
from taxonomy_service.matching.ladder import ANY, Match, match_any_language, match_form, match_identifier
from taxonomy_service.matching.suggestions import suggest, suggest_concept

_KINDS = {
    LabelKind.PREFERRED: VerdictCode.PREFERRED,
    LabelKind.ALTERNATIVE: VerdictCode.ALTERNATIVE,
    LabelKind.HIDDEN: VerdictCode.HIDDEN,
}
_NO_CLAIM: tuple[ConceptId, ...] = ()
_MEMO_SIZE = 100_000

Judge = Callable[[Question], Verdict]


def judge(index: LabelIndex, question: Question, *, suggestions: int = 5) -> Verdict:
    """Return the one verdict on a label; nothing is raised, whatever the label is.

    Without a language the label is looked for in all of them. At most `suggestions` are given for an unknown label.
    """
    label = question.label
    language: LanguageTag | None = None
    if question.language is not None:
        try:
            language = parse_language_tag(question.language)
        except InvalidLanguageTag:
            return _malformed(index, question, FormFault.INVALID_LANGUAGE_TAG)
    match = match_form(index, label, language) if language else None
    if match is None:
        fault = form_fault(label)
        if fault is not None:
            return _malformed(index, question, fault)
        match = _match_otherwise(index, label, language)
    if match is not None:
        return _named(index, question, language, match)
    if language and (foreign := match_any_language(index, label, but=language)):
        return _other_language(index, question, language, foreign)
    return _unknown(index, question, language, suggestions)


def _match_otherwise(index: LabelIndex, label: str, language: LanguageTag | None) -> Match | None:
    if language is None and (match := match_any_language(index, label)):
        return match
    concepts = match_identifier(index, label)
    if not concepts:
        return None
    entries = tuple(Entry(concept, label.strip(), LanguageTag(""), LabelKind.PREFERRED) for concept in concepts)
    return Match(entries, MatchRung.IDENTIFIER, ANY)


def _malformed(index: LabelIndex, question: Question, fault: FormFault) -> Verdict:
    return Verdict(VerdictCode.MALFORMED, question.label, question.language or "", index.name, fault=fault.value)


def _named(index: LabelIndex, question: Question, language: LanguageTag | None, match: Match) -> Verdict:
    """Judge a label that names one concept or several, in the language asked."""
    entries = match.entries
    claims = match_identifier(index, question.concept) if question.concept is not None else _NO_CLAIM
    entry = entries[0]
    if len(entries) > 1:
        claimed = [found for found in entries if found.concept in claims]
        if len(claimed) != 1:
            return _ambiguous(index, question, language, match, claims)
        entry = claimed[0]
    shown = language if language is not None else entry.language
    concept = entry.concept
    verdict, successor = _KINDS[entry.kind], None
    if match.rung is MatchRung.IDENTIFIER:
        verdict = VerdictCode.IDENTIFIER
    if concept in index.retired:
        verdict = VerdictCode.RETIRED
        following = index.retired[concept]
        successor = index.named(following[0], shown) if len(following) == 1 else None
    if question.concept is not None and concept not in claims and not (successor and successor.id in claims):
        return _mismatch(index, question, shown, match, entry, claims)
    return Verdict(
        verdict,
        question.label,
        question.language or "",
        index.name,
        index.named(concept, shown),
        index.named(claims[0], shown) if claims else None,
        None,
        _matched(entry, match),
        successor,
        None,
        _successors(index, concept, shown, match) if verdict is VerdictCode.RETIRED else (),
        _warnings(index, question, concept, match),
    )


def _matched(entry: Entry, match: Match) -> MatchedLabel:
    kind = "identifier" if match.rung is MatchRung.IDENTIFIER else entry.kind
    return MatchedLabel(entry.form, entry.language, kind, match.rung, match.language_rung)


def _successors(index: LabelIndex, concept: ConceptId, shown: LanguageTag, match: Match) -> tuple[Candidate, ...]:
    """Return the successors as candidates where a retired concept was split into several."""
    following = index.retired[concept]
    if len(following) < 2:
        return ()
    matched = _matched(match.entries[0], match)
    return tuple(Candidate(index.named(other, shown), matched) for other in following)


def _mismatch(
    index: LabelIndex, question: Question, shown: LanguageTag, match: Match, entry: Entry, claims: tuple[ConceptId, ...]
) -> Verdict:
    claimed = claims[0] if claims else None
    language = shown or None
    return Verdict(
        VerdictCode.MISMATCH,
        question.label,
        question.language or "",
        index.name,
        concept=index.named(entry.concept, shown),
        claimed=index.named(claimed, shown) if claimed else None,
        relation=relation_between(index.hierarchy, entry.concept, claimed) if claimed else ConceptRelation.UNRELATED,
        matched=_matched(entry, match),
        warnings=_warnings(index, question, claimed or entry.concept, match),
        suggestions=suggest_concept(index, question.label, language, claimed) if claimed else (),
    )


def _ambiguous(
    index: LabelIndex, question: Question, language: LanguageTag | None, match: Match, claims: tuple[ConceptId, ...]
) -> Verdict:
    claimed = claims[0] if claims else None
    return Verdict(
        VerdictCode.AMBIGUOUS,
        question.label,
        question.language or "",
        index.name,
        claimed=_claimed(index, claimed, language),
        candidates=_candidates(index, match, language, claimed),
        warnings=_claim_warnings(question, claims),
    )


def _other_language(index: LabelIndex, question: Question, language: LanguageTag, match: Match) -> Verdict:
    """Judge a form that is a label in other languages only; the concept is given where there is only one, or claimed."""
    claims = match_identifier(index, question.concept) if question.concept is not None else _NO_CLAIM
    claimed = claims[0] if claims else None
    entry = next((found for found in match.entries if found.concept in claims), None)
    if entry is None and len(match.entries) == 1:
        entry = match.entries[0]
    meant = claimed or (entry.concept if entry else None)
    return Verdict(
        VerdictCode.OTHER_LANGUAGE,
        question.label,
        question.language or "",
        index.name,
        concept=index.named(entry.concept, language) if entry else None,
        claimed=_claimed(index, claimed, language),
        relation=_relation(index, entry.concept, claimed) if entry and claimed else None,
        matched=_matched(entry, match) if entry else None,
        candidates=_candidates(index, match, language, claimed),
        warnings=_claim_warnings(question, claims),
        suggestions=suggest_concept(index, question.label, language, meant) if meant else (),
    )


def _unknown(index: LabelIndex, question: Question, language: LanguageTag | None, limit: int) -> Verdict:
    claims = match_identifier(index, question.concept) if question.concept is not None else _NO_CLAIM
    return Verdict(
        VerdictCode.UNKNOWN,
        question.label,
        question.language or "",
        index.name,
        claimed=_claimed(index, claims[0] if claims else None, language),
        warnings=_claim_warnings(question, claims),
        suggestions=suggest(index, question.label, language, limit),
    )


def _claimed(index: LabelIndex, claimed: ConceptId | None, language: LanguageTag | None) -> NamedConcept | None:
    return index.named(claimed, language or index.default_language) if claimed else None


def _relation(index: LabelIndex, named: ConceptId, claimed: ConceptId) -> ConceptRelation | None:
    return None if named == claimed else relation_between(index.hierarchy, named, claimed)


def _candidates(
    index: LabelIndex, match: Match, language: LanguageTag | None, claimed: ConceptId | None
) -> tuple[Candidate, ...]:
    order = list(_KINDS)
    ranked = sorted(match.entries, key=lambda entry: order.index(entry.kind))
    return tuple(
        Candidate(
            index.named(entry.concept, language or entry.language),
            _matched(entry, match),
            _relation(index, entry.concept, claimed) if claimed else None,
        )
        for entry in ranked
    )


def _warnings(index: LabelIndex, question: Question, concept: ConceptId, match: Match) -> tuple[VerdictWarning, ...]:
    """Return the warnings on a label that was found; attributes are looked at only where the question states any."""
    if match.rung is MatchRung.EXACT and question.attributes is None and question.concept is None:
        return ()
    warnings = []
    if question.concept is not None:
        warnings += _claim_warnings(question, match_identifier(index, question.concept))
    if match.rung is not MatchRung.EXACT and has_invisible(question.label):
        message = "the label holds characters that nobody sees (zero-width, direction marks or soft hyphens); they were ignored"
        warnings.append(VerdictWarning(WarningCode.INVISIBLE_CHARACTERS, message))
    if question.attributes is not None and concept in index.required:
        faults = attribute_faults(index.required[concept], question.attributes)
        warnings += [_attribute_warning(fault) for fault in faults]
    return tuple(warnings)


def _claim_warnings(question: Question, claims: tuple[ConceptId, ...]) -> tuple[VerdictWarning, ...]:
    if question.concept is None or claims:
        return ()
    message = f"the scheme has no concept {question.concept[:200]!r}, which the annotation claims"
    return (VerdictWarning(WarningCode.UNKNOWN_CLAIM, message),)


def _attribute_warning(fault: AttributeFault) -> VerdictWarning:
    own = fault.attribute.id
    allowed = tuple(value.id for value in fault.attribute.values)
    if fault.given is None:
        return VerdictWarning(WarningCode.MISSING_ATTRIBUTE, f"the attribute {own!r} is required", own, allowed)
    message = f"the attribute {own!r} cannot be {fault.given[:100]!r}"
    return VerdictWarning(WarningCode.INVALID_ATTRIBUTE, message, own, allowed)


def remembering(index: LabelIndex, *, suggestions: int = 0) -> Judge:
    """Return a judge that remembers its verdicts, for a batch or a stream in which labels come again."""
    memo: dict[tuple[str, str | None, str | None], Verdict] = {}

    def judge_again(question: Question) -> Verdict:
        if question.attributes is not None:
            return judge(index, question, suggestions=suggestions)
        key = (question.label, question.language, question.concept)
        verdict = memo.get(key)
        if verdict is None:
            if len(memo) >= _MEMO_SIZE:
                memo.clear()
            verdict = memo[key] = judge(index, question, suggestions=suggestions)
        return verdict

    return judge_again
