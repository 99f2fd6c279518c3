"""Attributes that annotations must state, with their allowed values and translated names."""

from collections.abc import Iterable
from dataclasses import replace

from taxonomy_service.domain import terms
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.naming import namespace_of, require_id, require_iri
from taxonomy_service.domain.editing.refusals import EditFault, refusal
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.givens import Given, GivenValue
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import DefineAttribute, RemoveAttribute, RequireAttribute, UnrequireAttribute
from taxonomy_service.domain.statements import Literal, Property
from taxonomy_service.domain.stating import ResourceKey, ResourceRole, Subject, properties_in_order

VERSION = terms.OWL + "versionInfo"
_IS_ATTRIBUTE = Property(terms.TYPE, terms.ATTRIBUTE)
_IS_VALUE = Property(terms.TYPE, terms.ATTRIBUTE_VALUE)
_NAME = terms.RDFS + "label"
_OURS = frozenset(
    [terms.ALLOWED_VALUE, terms.IDENTIFIER, terms.NOTATION, terms.TYPE, terms.ATTRIBUTE_OF, VERSION, _NAME]
)


def define_attribute(draft: Draft, operation: DefineAttribute) -> None:
    """Define an attribute, or replace its definition and raise its version; values left out are no longer allowed."""
    require_id(operation.id)
    before = _find(draft, operation.id)
    iri = before.iri if before is not None else _new_iri(draft, operation)
    values = [_put_value(draft, iri, number, value) for number, value in enumerate(operation.values, 1)]
    for value in _values(before) - set(values):
        if draft.state(_key(value)) is not None:
            draft.remove(_key(value))
    kept = _kept(before)
    stated = [
        _IS_ATTRIBUTE,
        Property(terms.ATTRIBUTE_OF, draft.about.iri),
        Property(terms.IDENTIFIER, Literal(operation.id)),
        Property(VERSION, Literal(str(_version(before) + 1))),
        *_names(operation.names),
        *(Property(terms.ALLOWED_VALUE, value) for value in values),
    ]
    draft.put(Subject(iri, properties_in_order([*kept, *stated])))


def _new_iri(draft: Draft, operation: DefineAttribute) -> str:
    iri = operation.iri or f"{namespace_of(draft)}attribute/{operation.id}"
    require_iri(iri)
    if draft.is_used(iri) or draft.state(_key(iri)) is not None:
        told = message("the IRI {iri} was used before; an IRI is never used again", iri=iri)
        raise refusal(EditFault.IRI_USED, told, iri=iri)
    return iri


def _put_value(draft: Draft, attribute: str, number: int, value: GivenValue) -> str:
    """Put a value into the draft, which keeps what else it states; its notation is its place among the values."""
    require_id(value.id)
    iri = f"{attribute}/{value.id}"
    before = draft.state(_key(iri))
    kept = _kept(before if isinstance(before, Subject) else None)
    place = Property(terms.NOTATION, Literal(str(number)))
    stated = [_IS_VALUE, Property(terms.IDENTIFIER, Literal(value.id)), place, *_names(value.names)]
    draft.put(Subject(iri, properties_in_order([*kept, *stated])))
    return iri


def remove_attribute(draft: Draft, operation: RemoveAttribute) -> None:
    """Take an attribute away, with its values. Raises EditRefused while a concept requires it."""
    attribute = _require(draft, operation.id)
    requiring = draft.requiring(attribute.iri)
    if requiring:
        told = message(
            "the attribute {attribute} is still required, by {concepts}",
            attribute=operation.id,
            concepts=", ".join(map(draft.id_of, requiring[:5])) + (" …" if len(requiring) > 5 else ""),
        )
        raise refusal(EditFault.STILL_REQUIRED, told)
    for iri in (attribute.iri, *_values(attribute)):
        if draft.state(_key(iri)) is not None:
            draft.remove(_key(iri))


def require_attribute(draft: Draft, operation: RequireAttribute) -> None:
    """Let a concept require an attribute."""
    concept, attribute = draft.concept(operation.concept), _require(draft, operation.attribute)
    stated = Property(terms.REQUIRES, attribute.iri)
    if stated in concept.properties:
        told = message("{concept} requires {attribute} already", concept=concept.id, attribute=operation.attribute)
        raise refusal(EditFault.PRESENT, told)
    draft.put(replace(concept, properties=properties_in_order([*concept.properties, stated])))


def unrequire_attribute(draft: Draft, operation: UnrequireAttribute) -> None:
    """Let a concept no longer require an attribute itself; one that it inherits stays required."""
    concept, attribute = draft.concept(operation.concept), _require(draft, operation.attribute)
    stated = Property(terms.REQUIRES, attribute.iri)
    if stated not in concept.properties:
        told = message(
            "{concept} does not itself require {attribute}", concept=concept.id, attribute=operation.attribute
        )
        raise refusal(EditFault.ABSENT, told)
    draft.put(replace(concept, properties=tuple(own for own in concept.properties if own != stated)))


def _kept(before: Subject | None) -> list[Property]:
    """Return what a definition states beside what we state of one."""
    return [] if before is None else [stated for stated in before.properties if stated.predicate not in _OURS]


def _key(iri: str) -> ResourceKey:
    return ResourceKey(ResourceRole.OTHER, iri)


def _find(draft: Draft, own_id: str) -> Subject | None:
    iri = draft.attribute(own_id)
    state = None if iri is None else draft.state(_key(iri))
    return state if isinstance(state, Subject) else None


def _require(draft: Draft, own_id: str) -> Subject:
    attribute = _find(draft, own_id)
    if attribute is None:
        raise NotFound(message("attribute in the draft of {scheme}", scheme=draft.about.id), own_id)
    return attribute


def _values(attribute: Subject | None) -> set[str]:
    stated = attribute.properties if attribute is not None else ()
    return {str(own.object) for own in stated if own.predicate == terms.ALLOWED_VALUE}


def _version(attribute: Subject | None) -> int:
    """Return the version of a definition; 1 for one that states none, 0 where there is none yet."""
    if attribute is None:
        return 0
    stated = [
        own.object.value for own in attribute.properties if own.predicate == VERSION and isinstance(own.object, Literal)
    ]
    return max((int(text) for text in stated if text.isdecimal() and len(text) < 10), default=1)


def _names(names: Iterable[Given]) -> list[Property]:
    return [Property(_NAME, Literal(given.form, LanguageTag(given.language))) for given in names]
