"""SKOS in: the statements of a file become concept schemes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.errors import NothingToImport
from taxonomy_service.domain.findings import ImportCode, ImportFinding
from taxonomy_service.domain.forms import form_fault
from taxonomy_service.domain.hierarchy import build_hierarchy, hierarchy_cycles
from taxonomy_service.domain.identifiers import concept_ids, local_name
from taxonomy_service.domain.languages import UNTAGGED
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property, Statement, is_blank, node_order
from taxonomy_service.exchange.blank_nodes import blank_node_names
from taxonomy_service.exchange.skos_collections import read_collection
from taxonomy_service.exchange.skos_membership import Members, divide
from taxonomy_service.exchange.skos_rows import Reading, Rows, Sorted, canonical_literal, sort_rows
from taxonomy_service.exchange.skos_terms import HAS_TOP_CONCEPT, XL_LABELS

_SCHEME_TYPE = (Property(terms.TYPE, terms.CONCEPT_SCHEME),)
_CONCEPT_TYPE = (Property(terms.TYPE, terms.CONCEPT),)


class KnownScheme(NamedTuple):
    """What the store already calls a scheme and its concepts."""

    id: SchemeId
    concept_ids: Mapping[Iri, ConceptId]


@dataclass(frozen=True, slots=True)
class SkosFile:
    """The schemes of a file, by IRI, and what was noticed while reading."""

    schemes: tuple[ConceptScheme, ...]
    findings: tuple[ImportFinding, ...]


def read_skos(
    statements: Iterable[Statement],
    name: str,
    *,
    known: Mapping[Iri, KnownScheme] | None = None,
    scheme_id: str | None = None,
    most_labels: int = 10_000,
) -> SkosFile:
    """Read all concept schemes of a file called `name`.

    A scheme that is `known` keeps its id and those of its concepts; `scheme_id` names the one scheme of the file.
    A file with concepts but no scheme gets one, named after the file. Raises NothingToImport where there is no SKOS,
    TooLarge where a concept has more than `most_labels` labels.
    """
    rows: dict[str, Rows] = defaultdict(list)
    for subject, predicate, node in statements:
        rows[subject].append((predicate, node))
    reading = Reading(most_labels)
    members = divide(rows, name, reading)
    if not members:
        raise NothingToImport(name, "the file is RDF, but holds no SKOS concept scheme and no concepts")
    if scheme_id is not None and len(members) > 1:
        names = ", ".join(part.scheme for part in members)
        raise NothingToImport(name, f"one scheme id was given, but the file holds {len(members)} schemes: {names}")
    taken = {entry.id for entry in (known or {}).values()}
    schemes = []
    for part in members:
        entry = (known or {}).get(part.scheme)
        own_id = entry.id if entry else SchemeId(scheme_id or _free_id(part.scheme, name, len(members), taken))
        taken.add(own_id)
        schemes.append(_read_scheme(part, own_id, entry.concept_ids if entry else {}, reading))
    for scheme in schemes:
        _note_cycles(scheme, reading)
    return SkosFile(tuple(schemes), tuple(reading.findings))


def _free_id(iri: Iri, name: str, count: int, taken: set[SchemeId]) -> str:
    """Name a new scheme after the file where it is the only one, else after its IRI."""
    stem = name.replace("\\", "/").rpartition("/")[2].split(".")[0]
    wanted = local_name(stem) if count == 1 and stem and stem != "-" else local_name(iri)
    if wanted not in taken:
        return wanted
    return next(numbered for number in range(2, 10**6) if (numbered := f"{wanted}-{number}") not in taken)


def _read_scheme(part: Members, own_id: SchemeId, known: Mapping[Iri, ConceptId], reading: Reading) -> ConceptScheme:
    rows = _with_named_blank_nodes(part.rows, reading)
    label_nodes, used = _label_nodes(rows, reading)
    concepts = [iri for iri in sorted(part.concepts) if iri in rows]
    collections = [iri for iri in sorted(part.collections) if iri in rows]
    ids = concept_ids([*concepts, *collections], known)
    sort = partial(sort_rows, reading=reading, label_nodes=label_nodes)
    tops = sorted(
        {Iri(node) for p, node in rows.get(part.scheme, []) if p == HAS_TOP_CONCEPT and isinstance(node, str)}
    )
    about = sort(
        part.scheme, [row for row in rows.get(part.scheme, []) if row[0] != HAS_TOP_CONCEPT], consumed=_SCHEME_TYPE
    )
    sorted_rows = {iri: sort(iri, rows[iri], consumed=_CONCEPT_TYPE) for iri in concepts}
    groups = {iri: read_collection(iri, rows, ids[iri], sort) for iri in collections}
    _note_dangling(part, tops, sorted_rows, reading)
    used |= {statement for group in groups.values() for statement in group.list_statements}
    return ConceptScheme(
        own_id,
        part.scheme,
        about.labels,
        about.notes,
        about.notations,
        tuple(tops),
        _properties_of_scheme(about),
        {ids[iri]: _concept(ids[iri], iri, sorted_rows[iri]) for iri in concepts},
        {ids[iri]: groups[iri].collection for iri in collections},
        _other_statements(rows, {part.scheme, *concepts, *collections}, used, reading),
    )


def _concept(own_id: ConceptId, iri: Iri, parts: Sorted) -> Concept:
    return Concept(
        own_id, iri, parts.labels, parts.notes, parts.notations, parts.relations, parts.mappings, parts.properties
    )


def _properties_of_scheme(about: Sorted) -> tuple[Property, ...]:
    """Return what a scheme states; the relations of one that is a concept too are kept as they were stated."""
    stated = [*about.properties]
    stated += [Property(terms.SKOS + kind, target) for kind, target in (*about.relations, *about.mappings)]
    return tuple(sorted(stated, key=lambda entry: (entry.predicate, node_order(entry.object))))


def _with_named_blank_nodes(rows: dict[str, Rows], reading: Reading) -> dict[str, Rows]:
    """Return the rows with the blank nodes renamed, so that two readings of one graph are equal."""
    linked = [
        Statement(subject, predicate, canonical_literal(subject, predicate, node, reading))
        for subject, stated in rows.items()
        for predicate, node in stated
        if subject[:2] == "_:" or node[:2] == "_:"
    ]
    names = blank_node_names(
        statement for statement in linked if is_blank(statement.subject) or is_blank(statement.object)
    )
    if not names:
        return rows
    return {
        names.get(subject, subject): [
            (p, names.get(node, node) if isinstance(node, str) else node) for p, node in stated
        ]
        for subject, stated in rows.items()
    }


def _label_nodes(rows: Mapping[str, Rows], reading: Reading) -> tuple[dict[str, Literal], set[Statement]]:
    """Return the literal form of each SKOS-XL label that a resource uses, and the statements that say no more than that.

    SKOS S52: a label has exactly one literal form; of several the first in code point order counts.
    """
    wanted = sorted(
        {node for stated in rows.values() for p, node in stated if p in XL_LABELS and isinstance(node, str)}
    )
    forms: dict[str, Literal] = {}
    used: set[Statement] = set()
    for node in wanted:
        given = sorted({o for p, o in rows.get(node, ()) if p == terms.LITERAL_FORM and isinstance(o, Literal)})
        usable = [literal for literal in given if _usable_form(node, literal, reading)]
        if len(given) != 1:
            reading.note(
                ImportCode.XL_LABEL_FORM, f"a SKOS-XL label has one literal form, this one has {len(given)} (S52)", node
            )
        if usable:
            tag = reading.language(usable[0].language, partial(Statement, node, terms.LITERAL_FORM, usable[0]))
            forms[node] = usable[0]._replace(language=tag or UNTAGGED)
            used |= {Statement(node, terms.TYPE, terms.XL_LABEL), Statement(node, terms.LITERAL_FORM, forms[node])}
    return forms, used


def _usable_form(node: str, literal: Literal, reading: Reading) -> bool:
    statement = Statement(node, terms.LITERAL_FORM, literal)
    if literal.datatype:
        reading.note(ImportCode.LABEL_NOT_STRING, "the literal form of a label must be a plain text", node, statement)
        return False
    fault = form_fault(literal.value)
    if fault:
        reading.note(ImportCode.UNUSABLE_LABEL, f"the label cannot be used ({fault})", node, statement)
    return fault is None and reading.language(literal.language, lambda: statement) is not None


def _other_statements(
    rows: Mapping[str, Rows], ours: set[str], used: set[Statement], reading: Reading
) -> tuple[Statement, ...]:
    """Return the statements of all resources that are neither scheme nor concept nor collection, sorted."""
    others = {
        Statement(subject, predicate, canonical_literal(subject, predicate, node, reading))
        for subject, stated in rows.items()
        if subject not in ours
        for predicate, node in stated
    }
    return tuple(sorted(others - used, key=lambda row: (row.subject, row.predicate, node_order(row.object))))


def _note_dangling(part: Members, tops: Iterable[Iri], concepts: Mapping[Iri, Sorted], reading: Reading) -> None:
    """Note relations to concepts that the file does not describe."""
    missing = [(part.scheme, "hasTopConcept", target) for target in tops if target not in part.rows]
    for iri, parts in concepts.items():
        missing += [
            (iri, relation.kind, relation.target) for relation in parts.relations if relation.target not in part.rows
        ]
    for subject, kind, target in missing:
        if target != part.scheme:
            statement = Statement(subject, terms.SKOS + kind, target)
            reading.note(
                ImportCode.DANGLING_REFERENCE,
                f"{kind} names a resource that the file does not describe",
                subject,
                statement,
            )


def _note_cycles(scheme: ConceptScheme, reading: Reading) -> None:
    for cycle in hierarchy_cycles(build_hierarchy(scheme)):
        shown = ", ".join(cycle[:10]) + (" …" if len(cycle) > 10 else "")
        iri = scheme.concepts[cycle[0]].iri
        reading.note(ImportCode.HIERARCHY_CYCLE, f"{len(cycle)} concepts are broader than themselves: {shown}", iri)
