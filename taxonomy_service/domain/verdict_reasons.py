"""Reasons: what a vocabulary changed, so that a label has another verdict; as data, each with its sentence."""

from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.statements import Literal


class ReasonCode(StrEnum):
    """What changed; each code is permanent, those that a difference of releases knows too are called the same."""

    CONCEPT_ADDED = "concept-added"
    CONCEPT_REMOVED = "concept-removed"
    CONCEPT_RETIRED = "concept-retired"
    CONCEPT_MERGED = "concept-merged"
    CONCEPT_REPLACED = "concept-replaced"
    CONCEPT_SPLIT = "concept-split"
    CONCEPT_RESTORED = "concept-restored"
    SUCCESSORS_CHANGED = "successors-changed"
    LABEL_ADDED = "label-added"
    LABEL_REMOVED = "label-removed"
    LABEL_MOVED = "label-moved"
    LABEL_KIND_CHANGED = "label-kind-changed"
    NOTATION_ADDED = "notation-added"
    NOTATION_REMOVED = "notation-removed"
    BROADER_CHANGED = "broader-changed"
    ATTRIBUTE_REQUIRED = "attribute-required"
    ATTRIBUTE_NO_LONGER_REQUIRED = "attribute-no-longer-required"
    ATTRIBUTE_CHANGED = "attribute-changed"
    FALLBACKS_CHANGED = "fallbacks-changed"
    OTHER = "other"


class VerdictReason(NamedTuple):
    """One thing that changed, about a concept (its id) where it is about one.

    `form` is the label; `before` and `after` are ids of concepts or attribute values, kinds of the label, or language
    tags; `attribute` is its id.
    """

    code: ReasonCode
    told: Message
    concept: str = ""
    form: Literal | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    attribute: str = ""


OTHER_REASON = VerdictReason(ReasonCode.OTHER, message("something else in the vocabulary changed"))


def _joined(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def concept_added(concept: str) -> VerdictReason:
    """Say that a concept is new."""
    return VerdictReason(ReasonCode.CONCEPT_ADDED, message("{concept} is new", concept=concept), concept)


def concept_removed(concept: str) -> VerdictReason:
    """Say that a concept is gone."""
    return VerdictReason(ReasonCode.CONCEPT_REMOVED, message("{concept} is no longer there", concept=concept), concept)


def concept_restored(concept: str) -> VerdictReason:
    """Say that a retired concept is no longer retired."""
    return VerdictReason(ReasonCode.CONCEPT_RESTORED, message("{concept} is in use again", concept=concept), concept)


def concept_retired(concept: str, into: tuple[str, ...], *, is_new: bool) -> VerdictReason:
    """Say that a concept is retired: to none, one (`is_new`: that was not in use before) or several others."""
    told, code = message("{concept} was retired", concept=concept), ReasonCode.CONCEPT_RETIRED
    if len(into) > 1:
        told, code = (
            message("{concept} was split into {into}", concept=concept, into=_joined(into)),
            ReasonCode.CONCEPT_SPLIT,
        )
    elif into and is_new:
        told, code = message("{concept} was replaced by {by}", concept=concept, by=into[0]), ReasonCode.CONCEPT_REPLACED
    elif into:
        told, code = (
            message("{concept} was merged into {into}", concept=concept, into=into[0]),
            ReasonCode.CONCEPT_MERGED,
        )
    return VerdictReason(code, told, concept, after=into)


def successors_changed(concept: str, before: tuple[str, ...], after: tuple[str, ...]) -> VerdictReason:
    """Say that other concepts follow one that was retired before."""
    told = message("nothing follows {concept} any more", concept=concept)
    if after:
        told = message("{successors} follows {concept} now", concept=concept, successors=_joined(after))
    return VerdictReason(ReasonCode.SUCCESSORS_CHANGED, told, concept, None, before, after)


def label_added(form: Literal, concept: str, kind: str) -> VerdictReason:
    """Say that a label was put on a concept."""
    told = message("{form} was put on {concept}", form=form, concept=concept)
    return VerdictReason(ReasonCode.LABEL_ADDED, told, concept, form, after=(kind,))


def label_removed(form: Literal, concept: str, kind: str) -> VerdictReason:
    """Say that a label was taken from a concept."""
    told = message("{form} was taken from {concept}", form=form, concept=concept)
    return VerdictReason(ReasonCode.LABEL_REMOVED, told, concept, form, before=(kind,))


def label_moved(form: Literal, before: str, after: str) -> VerdictReason:
    """Say that a label was taken from one concept and put on another."""
    told = message("{form} moved from {before} to {after}", form=form, before=before, after=after)
    return VerdictReason(ReasonCode.LABEL_MOVED, told, after, form, (before,), (after,))


def label_kind_changed(form: Literal, concept: str, before: str, after: str) -> VerdictReason:
    """Say that a label of a concept is of another kind."""
    told = message(
        "{form} on {concept} was {before} and is {after}", form=form, concept=concept, before=before, after=after
    )
    return VerdictReason(ReasonCode.LABEL_KIND_CHANGED, told, concept, form, (before,), (after,))


def notation_changed(notation: str, concept: str, *, is_there: bool) -> VerdictReason:
    """Say that a concept has a notation, or has it no longer."""
    if is_there:
        told = message("{notation} is a notation of {concept} now", notation=Literal(notation), concept=concept)
        return VerdictReason(ReasonCode.NOTATION_ADDED, told, concept, after=(notation,))
    told = message("{notation} is no notation of {concept} any more", notation=Literal(notation), concept=concept)
    return VerdictReason(ReasonCode.NOTATION_REMOVED, told, concept, before=(notation,))


def broader_changed(concept: str, before: tuple[str, ...], after: tuple[str, ...]) -> VerdictReason:
    """Say that other concepts are directly broader than one."""
    if not before:
        told = message("{concept} stands under {after}, no longer at the top", concept=concept, after=_joined(after))
    elif not after:
        told = message("{concept} stands at the top, no longer under {before}", concept=concept, before=_joined(before))
    else:
        told = message(
            "{concept} stands under {after}, before under {before}",
            concept=concept,
            after=_joined(after),
            before=_joined(before),
        )
    return VerdictReason(ReasonCode.BROADER_CHANGED, told, concept, None, before, after)


def attribute_required(concept: str, attribute: str, values: tuple[str, ...]) -> VerdictReason:
    """Say that a concept requires an attribute, itself or from a broader one."""
    told = message("{concept} requires the attribute {attribute} now", concept=concept, attribute=attribute)
    return VerdictReason(ReasonCode.ATTRIBUTE_REQUIRED, told, concept, None, (), values, attribute)


def attribute_no_longer_required(concept: str, attribute: str) -> VerdictReason:
    """Say that a concept requires an attribute no longer."""
    told = message("{concept} requires the attribute {attribute} no longer", concept=concept, attribute=attribute)
    return VerdictReason(ReasonCode.ATTRIBUTE_NO_LONGER_REQUIRED, told, concept, attribute=attribute)


def attribute_changed(concept: str, attribute: str, before: tuple[str, ...], after: tuple[str, ...]) -> VerdictReason:
    """Say that a required attribute takes other values."""
    told = message(
        "the attribute {attribute} of {concept} takes other values now", attribute=attribute, concept=concept
    )
    return VerdictReason(ReasonCode.ATTRIBUTE_CHANGED, told, concept, None, before, after, attribute)


def fallbacks_changed(before: tuple[LanguageTag, ...], after: tuple[LanguageTag, ...]) -> VerdictReason:
    """Say that labels are looked for in other languages where the one asked for has none."""
    told = message("the scheme falls back to no other language any more")
    if after:
        told = message("the scheme falls back to other languages now: {languages}", languages=_joined(after))
    return VerdictReason(ReasonCode.FALLBACKS_CHANGED, told, "", None, before, after)
