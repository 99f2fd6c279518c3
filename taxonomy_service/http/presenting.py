"""Domain values as the shapes of the read API."""

from collections.abc import Mapping

from msgspec.structs import asdict

from taxonomy_service.domain import terms
from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import Collection, Concept, ConceptId
from taxonomy_service.domain.labels import LabelKind, ServedLabel, preferred_forms, resolve_label
from taxonomy_service.domain.languages import LanguageTag, direction, display_name
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.domain.statements import Iri, Literal, Property
from taxonomy_service.http.shapes import (
    AttributeShape,
    AttributeValueShape,
    ConceptLink,
    ConceptPage,
    ConceptShape,
    LabelShape,
    LanguageShape,
    ReleaseShape,
    SchemeLink,
    SchemeShape,
    TextShape,
    TreeShape,
)
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.services.reading import Page, TreeNode, collections_with, label_of


def label_shape(label: ServedLabel | None) -> LabelShape | None:
    """Show a label."""
    if label is None:
        return None
    return LabelShape(form=label.form, language=label.language, direction=direction(label.language), rung=label.rung)


def link(index: ReleaseIndex, concept: ConceptId, language: LanguageTag) -> ConceptLink:
    """Show a concept by its names."""
    return ConceptLink(id=concept, iri=index.iri(concept), label=label_shape(label_of(index, concept, language)))


def links(index: LabelIndex, concepts: tuple[ConceptId, ...], language: LanguageTag) -> list[ConceptLink]:
    """Show concepts by their names."""
    return [link(index, concept, language) for concept in concepts]


def page_shape(index: LabelIndex, page: Page, language: LanguageTag, cursor: str | None) -> ConceptPage:
    """Show a page of concepts."""
    return ConceptPage(items=links(index, page.items, language), total=page.total, next=cursor)


def tree_shape(index: LabelIndex, node: TreeNode, language: LanguageTag) -> TreeShape:
    """Show a tree."""
    own = link(index, node.concept, language)
    below = [tree_shape(index, child, language) for child in node.narrower]
    return TreeShape(id=own.id, iri=own.iri, label=own.label, narrower=below, more=node.more)


def concept_shape(index: LabelIndex, concept: Concept, language: LanguageTag) -> ConceptShape:
    """Show a concept whole."""
    own = concept.id
    mappings: dict[str, list[str]] = {}
    for kind, target in concept.mappings:
        mappings.setdefault(kind.value, []).append(target)
    return ConceptShape(
        id=own,
        iri=concept.iri,
        scheme=index.name.scheme,
        release=index.name.number,
        label=label_shape(label_of(index, own, language)),
        preferred_labels=dict(sorted(preferred_forms(concept.labels).items())),
        alternative_labels=_forms(concept, LabelKind.ALTERNATIVE),
        hidden_labels=_forms(concept, LabelKind.HIDDEN),
        notations=[notation.value for notation in concept.notations],
        notes=_notes(concept),
        broader=links(index, index.hierarchy.broader.get(own, ()), language),
        narrower=links(index, index.hierarchy.narrower.get(own, ()), language),
        related=links(index, index.hierarchy.related.get(own, ()), language),
        mappings=mappings,
        collections=[_collection_link(index, group, language) for group in collections_with(index, concept)],
        retired=own in index.retired,
        successors=links(index, index.retired.get(own, ()), language),
        required_attributes=[attribute_shape(attribute) for attribute in index.required.get(own, ())],
        created=_date(concept.properties, "created", "issued"),
        modified=_date(concept.properties, "modified"),
    )


def _forms(concept: Concept, kind: LabelKind) -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for label in concept.labels:
        if label.kind is kind:
            forms.setdefault(label.language, []).append(label.form)
    return forms


def _notes(concept: Concept) -> dict[str, list[TextShape]]:
    notes: dict[str, list[TextShape]] = {}
    for note in concept.notes:
        content = note.content if isinstance(note.content, Literal) else Literal(note.content)
        text = TextShape(text=content.value, language=content.language, direction=direction(content.language))
        notes.setdefault(note.kind.value, []).append(text)
    return notes


def _collection_link(index: LabelIndex, group: Collection, language: LanguageTag) -> ConceptLink:
    label = resolve_label(preferred_forms(group.labels), language, (index.default_language,))
    return ConceptLink(id=group.id, iri=group.iri, label=label_shape(label))


def _by_tag(texts: Mapping[LanguageTag, str]) -> dict[str, str]:
    return {str(tag): text for tag, text in texts.items()}


def attribute_shape(attribute: Attribute) -> AttributeShape:
    """Show an attribute."""
    values = [AttributeValueShape(id=value.id, names=_by_tag(value.names)) for value in attribute.values]
    return AttributeShape(id=attribute.id, iri=Iri(attribute.iri), names=_by_tag(attribute.names), values=values)


def _date(properties: tuple[Property, ...], *names: str) -> str | None:
    wanted = {namespace + name for name in names for namespace in (terms.DCT, terms.DC)}
    dates = [s.object.value for s in properties if s.predicate in wanted and isinstance(s.object, Literal)]
    return max(dates, default=None)


def release_shape(entry: ReleaseEntry) -> ReleaseShape:
    """Show a release."""
    return ReleaseShape(
        scheme=entry.scheme,
        number=entry.number,
        version=entry.version,
        content_hash=entry.content_hash,
        published=entry.published,
        concepts=entry.concepts,
        labels=entry.labels,
        note=entry.note,
    )


def scheme_link(index: ReleaseIndex) -> SchemeLink:
    """Show a scheme by its names."""
    return SchemeLink(
        id=index.name.scheme,
        iri=index.head.iri,
        titles=_by_tag(index.head.titles),
        languages=sorted(tag for tag in index.languages if tag),
        concepts=index.head.concepts,
        release=index.name.number,
    )


def scheme_shape(index: ReleaseIndex, current: ReleaseEntry) -> SchemeShape:
    """Show a scheme whole; `current` is the entry of the release."""
    return SchemeShape(
        **scheme_link(index).model_dump(),
        default_language=index.default_language,
        labels=index.head.labels,
        collections=index.head.collections,
        language_counts=[
            LanguageShape(language=tag, name=display_name(tag), direction=direction(tag), **asdict(counts))
            for tag, counts in index.head.counts.items()
        ],
        current=release_shape(current),
    )
