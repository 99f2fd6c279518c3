"""The view that all checks share: a vocabulary's statements, indexed once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple, TypeVar

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import RETIRING, says_retired
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.joined_forms import JoinedForms
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.statements import Literal, Property, Statement
from taxonomy_service.integrity.ancestry import Ancestry
from taxonomy_service.integrity.entailment import Edges, Entailments
from taxonomy_service.integrity.equivalence import Matching
from taxonomy_service.integrity.keyed_labels import KeyedLabels

_SKOS = terms.SKOS
LABEL_PROPERTIES: Final = {
    LabelKind.PREFERRED: _SKOS + "prefLabel",
    LabelKind.ALTERNATIVE: _SKOS + "altLabel",
    LabelKind.HIDDEN: _SKOS + "hiddenLabel",
}
XL_LABEL_PROPERTIES: Final = {
    LabelKind.PREFERRED: terms.SKOSXL + "prefLabel",
    LabelKind.ALTERNATIVE: terms.SKOSXL + "altLabel",
    LabelKind.HIDDEN: terms.SKOSXL + "hiddenLabel",
}
BROADER: Final = _SKOS + "broader"
IN_SCHEME: Final = _SKOS + "inScheme"
TOP_CONCEPT_OF: Final = _SKOS + "topConceptOf"

_Part = TypeVar("_Part")
Labels = Mapping[tuple[LabelKind, LanguageTag], Sequence[Statement]]


class _Group(NamedTuple):
    """The labels of a kind and language tag, the form of each, and the resources that have one with such a label."""

    rows: list[Statement]
    forms: list[str]
    holders: dict[str, Statement]


_Groups = Mapping[tuple[LabelKind, LanguageTag], _Group]


class View(Entailments):
    """A vocabulary as the checks see it: its concepts, schemes, collections, hierarchy and labels.

    Nothing in it may be changed. All indices are made when they are first asked for, in linear time.
    """

    @property
    def concepts(self) -> Mapping[str, Statement]:
        """The concepts, stated and entailed, those that the file only mentions included (see `described`)."""
        return self.instances(terms.CONCEPT)

    @property
    def schemes(self) -> Mapping[str, Statement]:
        """The concept schemes, stated and entailed."""
        return self.instances(terms.CONCEPT_SCHEME)

    @property
    def collections(self) -> Mapping[str, Statement]:
        """The collections, ordered ones included, stated and entailed."""
        return self.instances(terms.COLLECTION)

    @cached_property
    def described(self) -> Mapping[str, Statement]:
        """The concepts that the file types or labels, not only mentions; each with a statement that makes it one."""
        typed = self.schema.classes_below(terms.CONCEPT)
        own = {row[0] for row in self.by_predicate.get(terms.TYPE, ()) if row[2] in typed}
        own |= self.labelled
        own.update(*(found for (kind, _), found in self.holders.items() if kind is not LabelKind.PREFERRED))
        return {concept: row for concept, row in self.concepts.items() if concept in own}

    @cached_property
    def schemes_of(self) -> Edges:
        """The schemes of each concept or collection: `inScheme`, `topConceptOf` and `hasTopConcept` (S5 to S8)."""
        return self.edges(IN_SCHEME)

    @cached_property
    def members(self) -> Edges:
        """The members of each collection, by `skos:member` and by the lists of ordered ones (S36)."""
        found = {collection: dict(members) for collection, members in self.edges(terms.MEMBER).items()}
        first, rest = self.edges(terms.RDF + "first"), self.edges(terms.RDF + "rest")
        for collection, lists in self.edges(terms.MEMBER_LIST).items():
            own = found.setdefault(collection, {})
            waiting = list(lists)
            seen: set[str] = set()
            while waiting:
                node = waiting.pop()
                if node not in seen:
                    seen.add(node)
                    for member, row in first.get(node, {}).items():
                        own.setdefault(member, row)
                    waiting.extend(rest.get(node, ()))
        return found

    def without_mappings(self, property: str) -> Edges:  # noqa: A002
        """Return the edges of a property as far as they are stated by others than the mapping properties."""
        mapping = self.mapping_predicates
        if not any(predicate in self.by_predicate for predicate in mapping):
            return self.edges(property)
        found: dict[str, dict[str, Statement]] = {}
        for one, others in self.edges(property).items():
            own = {other: row for other, row in others.items() if row.predicate not in mapping}
            if own:
                found[one] = own
        return found

    @cached_property
    def mapping_predicates(self) -> frozenset[str]:
        """The predicates that state a mapping, the vocabulary's own ones included."""
        return frozenset(reading.predicate for reading in self.schema.readings(_SKOS + "mappingRelation"))

    @cached_property
    def hierarchy(self) -> Edges:
        """The direct broader concepts of each concept, mappings to other vocabularies left out."""
        return self.without_mappings(BROADER)

    @cached_property
    def retired(self) -> Mapping[str, Statement]:
        """The resources that say that they are deprecated, each with the statement."""
        return {
            row.subject: row
            for predicate in sorted(RETIRING & self.by_predicate.keys())
            for row in self.by_predicate[predicate]
            if says_retired(Property(predicate, row.object))
        }

    @cached_property
    def ancestry(self) -> Ancestry:
        """Who is above whom by `skos:broaderTransitive` and all below it (S24)."""
        return Ancestry(self.edges(_SKOS + "broaderTransitive"))

    @cached_property
    def matching(self) -> Matching:
        """Which concepts match exactly (S45)."""
        return Matching(self.edges(_SKOS + "exactMatch"))

    def premises(self, statement: Statement, entailed: str) -> tuple[Statement, ...]:
        """Return what proves that a statement entails a property.

        A label that SKOS-XL implies (S55 to S57) is proved by the two statements that it follows from.
        """
        stated = self._implied.get(statement) if self._has_xl else None
        return super().premises(statement, entailed) if stated is None else stated

    @cached_property
    def label_kinds(self) -> Mapping[str, LabelKind]:
        """Which predicate states a label of which kind, sub-properties of the vocabulary included."""
        return {
            reading.predicate: kind
            for kind, iri in reversed(LABEL_PROPERTIES.items())
            for reading in self.schema.readings(iri)
        }

    @cached_property
    def labels(self) -> Labels:
        """The labels by kind and language tag: statements whose object is a `Literal`, those of SKOS-XL included.

        Of anything that has labels: concepts, schemes, collections, and what is not typed at all.
        """
        return {key: group.rows for key, group in self._sorted_labels[0].items()}

    @property
    def resource_labels(self) -> Sequence[tuple[LabelKind, Statement]]:
        """The labels that lead to a resource where SKOS wants a text (S12)."""
        return self._sorted_labels[1]

    @cached_property
    def _sorted_labels(self) -> tuple[_Groups, Sequence[tuple[LabelKind, Statement]]]:
        groups: dict[tuple[LabelKind, LanguageTag], _Group] = {}
        resources: list[tuple[LabelKind, Statement]] = []
        for kind, iri in LABEL_PROPERTIES.items():
            by_tag: dict[LanguageTag, _Group] = defaultdict(_new_group)
            for row in chain(self.stated(iri), self._implied_of(kind)):
                node = row[2]
                if type(node) is str:
                    resources.append((kind, row))
                else:
                    rows, forms, holders = by_tag[node[1]]  # type: ignore[index]
                    rows.append(row)
                    forms.append(node[0])
                    holders[row[0]] = row
            groups |= {(kind, tag): group for tag, group in by_tag.items()}
        return groups, resources

    def _implied_of(self, kind: LabelKind) -> Iterator[Statement]:
        for implied in self._implied if self._has_xl else ():
            if self.label_kinds[implied.predicate] is kind:
                yield implied

    @cached_property
    def holders(self) -> Mapping[tuple[LabelKind, LanguageTag], Mapping[str, Statement]]:
        """The resources that have a label of a kind and language tag, each with one such label."""
        return {key: group.holders for key, group in self._sorted_labels[0].items()}

    @cached_property
    def labelled(self) -> frozenset[str]:
        """The resources that have a preferred label in some language."""
        return frozenset().union(*(found for (kind, _), found in self.holders.items() if kind is LabelKind.PREFERRED))

    @cached_property
    def labelled_in(self) -> Mapping[LanguageTag, frozenset[str]]:
        """The described concepts that have a preferred label, by language tag."""
        described = self.described.keys()
        preferred = ((tag, found) for (kind, tag), found in self.holders.items() if kind is LabelKind.PREFERRED)
        return {tag: frozenset(described & found.keys()) for tag, found in preferred}

    @cached_property
    def tags(self) -> Sequence[LanguageTag]:
        """The language tags of labels, the frequent first; the untagged, if any, among them."""
        counts: dict[LanguageTag, int] = defaultdict(int)
        for (_, tag), rows in self.labels.items():
            counts[tag] += len(rows)
        return sorted(counts, key=lambda tag: (-counts[tag], tag))

    def rows(self, tag: LanguageTag) -> Sequence[Statement]:
        """Return the labels of a language tag, of all kinds (see `label_kinds`)."""
        return _joined([group.rows for group in self._groups(tag)])

    def forms(self, tag: LanguageTag) -> JoinedForms:
        """Return the forms of a language tag, in the order of `rows`: what depends on the text alone is judged once."""
        if tag not in self._forms:
            self._forms[tag] = JoinedForms(_joined([group.forms for group in self._groups(tag)]))
        return self._forms[tag]

    def _groups(self, tag: LanguageTag) -> Sequence[_Group]:
        return [group for (_, own), group in self._sorted_labels[0].items() if own == tag]

    def keys(self, tag: LanguageTag) -> KeyedLabels:
        """Return the labels of a language tag by comparison key (`domain.forms`): the same key is the same label."""
        if tag not in self._by_key:
            self._by_key[tag] = KeyedLabels(self.forms(tag).keys(tag), self.rows(tag))
        return self._by_key[tag]

    def with_form(self, form: str, tag: LanguageTag) -> Sequence[Statement]:
        """Return the labels of a language tag that have exactly this form."""
        return [row for row in self.keys(tag).get(comparison_key(form, tag), ()) if row[2][0] == form]

    @cached_property
    def _forms(self) -> dict[LanguageTag, JoinedForms]:
        return {}

    @cached_property
    def _by_key(self) -> dict[LanguageTag, KeyedLabels]:
        return {}

    def label_of(self, resource: str) -> Literal:
        """Return what to call a resource: its preferred form in English, else in another language, else its IRI."""
        for tag in self._naming_tags:
            row = self.holders[LabelKind.PREFERRED, tag].get(resource)
            if row is not None:
                return Literal(row[2][0], tag)
        return Literal(resource)

    @cached_property
    def _naming_tags(self) -> Sequence[LanguageTag]:
        tags = [tag for kind, tag in self.holders if kind is LabelKind.PREFERRED]
        return sorted(tags, key=lambda tag: (tag.partition("-")[0] != "en", tag == UNTAGGED, tag))

    @cached_property
    def _has_xl(self) -> bool:
        return any(predicate.startswith(terms.SKOSXL) for predicate in self.by_predicate)

    @cached_property
    def _implied(self) -> Mapping[Statement, tuple[Statement, ...]]:
        """The labels that SKOS-XL implies and the file does not state (S55 to S57), each with what it follows from."""
        forms: dict[str, list[Statement]] = defaultdict(list)
        for row in self.stated(terms.LITERAL_FORM):
            forms[row.subject].append(row)
        found: dict[Statement, tuple[Statement, ...]] = {}
        for kind, iri in XL_LABEL_PROPERTIES.items():
            plain = set(self.stated(LABEL_PROPERTIES[kind]))
            for link in self.stated(iri):
                for row in forms.get(str(link.object), ()):
                    implied = Statement(link.subject, LABEL_PROPERTIES[kind], row.object)
                    if isinstance(row.object, Literal) and implied not in plain:
                        found.setdefault(implied, (link, row))
        return found


def _new_group() -> _Group:
    return _Group([], [], {})


def _joined(parts: Sequence[Sequence[_Part]]) -> Sequence[_Part]:
    return parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))
