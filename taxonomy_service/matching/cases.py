"""A question with its language read and its claim looked up: what a verdict shows of it beside the match."""

from msgspec import Struct

from taxonomy_service.domain.attributes import AttributeFault, attribute_faults
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.forms import has_invisible
from taxonomy_service.domain.hierarchy import ConceptRelation
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import MatchRung, NamedConcept, Question, VerdictWarning, WarningCode
from taxonomy_service.matching.label_index import Found
from taxonomy_service.matching.release_index import ReleaseIndex

_EXACT = MatchRung.EXACT
_INVISIBLE_IGNORED = (
    "the label holds characters that nobody sees (zero-width, direction marks or soft hyphens); they were ignored"
)


class Case(Struct, frozen=True, eq=False):
    """A question with its language read and its claim looked up.

    `claims` are the concepts of which the claim is the id, IRI or notation: none, one, or several with one notation.
    `shown` is a concept that is already shown in the language asked.
    """

    index: ReleaseIndex
    question: Question
    language: LanguageTag | None
    claims: tuple[ConceptId, ...]
    shown: NamedConcept | None = None

    @property
    def claimed(self) -> ConceptId | None:
        """The first concept claimed."""
        return self.claims[0] if self.claims else None

    def named(self, concept: ConceptId | None, language: LanguageTag | None = None) -> NamedConcept | None:
        """Show a concept in the language asked, else in the one given, else in the default one."""
        if concept is None:
            return None
        if self.shown is not None and self.shown.id == concept:
            return self.shown
        wanted = self.language or language
        return self.index.named(concept, self.index.default_language if wanted is None else wanted)

    def relation(self, named: ConceptId) -> ConceptRelation | None:
        """Say where the concept named stands, seen from the one claimed; None where nothing or just it is claimed."""
        claimed = self.claimed
        if claimed is None or named in self.claims:
            return None
        return self.index.relation(named, claimed)

    def warnings(
        self, rung: MatchRung | None = None, concept: ConceptId | None = None, entries: Found = ()
    ) -> tuple[VerdictWarning, ...]:
        """Return the warnings beside a verdict: those of the entries that it is about, then those of the question.

        Attributes are looked at only where the question states any.
        """
        question = self.question
        carried = self.index.warnings
        warnings = [warning for entry in entries for warning in carried.get(entry[:3], ())] if carried else []
        if rung is _EXACT and question.attributes is None and question.concept is None:
            return tuple(warnings)
        if question.concept is not None and not self.claims:
            message = f"the scheme has no concept {question.concept[:200]!r}, which the annotation claims"
            warnings.append(VerdictWarning(WarningCode.UNKNOWN_CLAIM, message))
        if rung is not _EXACT and has_invisible(question.label):
            warnings.append(VerdictWarning(WarningCode.INVISIBLE_CHARACTERS, _INVISIBLE_IGNORED))
        if question.attributes is not None and concept is not None:
            faults = attribute_faults(self.index.required.get(concept) or (), question.attributes)
            warnings += [_attribute_warning(fault) for fault in faults]
        return tuple(warnings)


def _attribute_warning(fault: AttributeFault) -> VerdictWarning:
    own = fault.attribute.id
    allowed = tuple(value.id for value in fault.attribute.values)
    if fault.given is None:
        return VerdictWarning(WarningCode.MISSING_ATTRIBUTE, f"the attribute {own!r} is required", own, allowed)
    message = f"the attribute {own!r} cannot be {fault.given[:100]!r}"
    return VerdictWarning(WarningCode.INVALID_ATTRIBUTE, message, own, allowed)
