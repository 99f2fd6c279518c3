"""SKOS in: the statements of a file become concept schemes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.errors import NothingToImport
from taxonomy_service.domain.findings import ImportCode, ImportFinding
from taxonomy_service.domain.hierarchy import build_hierarchy, hierarchy_cycles
from taxonomy_service.domain.identifiers import concept_ids, local_name
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.skos_terms import HAS_TOP_CONCEPT
from taxonomy_service.domain.statements import (
    Iri,
    Node,
    Objects,
    Property,
    Statement,
    StatementGroup,
    TaggedTexts,
    grouped,
    is_blank,
    node_order,
)
from taxonomy_service.domain.stating import properties_in_order
from taxonomy_service.exchange.blank_nodes import blank_node_names, renamed
from taxonomy_service.exchange.skos_collections import member_lists, read_collection
from taxonomy_service.exchange.skos_membership import Members, divide
from taxonomy_service.exchange.skos_reading import Reading
from taxonomy_service.exchange.skos_rows import Rows, Sort, is_target, sort_rows, without
from taxonomy_service.exchange.skos_xl import LabelNodes, label_nodes


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
    """Read all concept schemes of single statements; all else is as `read_skos_groups` has it."""
    groups = grouped(statements)
    return read_skos_groups(groups, name, known=known, scheme_id=scheme_id, most_labels=most_labels)


def read_skos_groups(
    groups: Iterable[StatementGroup],
    name: str,
    *,
    known: Mapping[Iri, KnownScheme] | None = None,
    scheme_id: str | None = None,
    most_labels: int = 10_000,
) -> SkosFile:
    """Read all concept schemes of a file called `name`.

    A scheme that is `known` keeps its id and those of its concepts; `scheme_id` names the one scheme of the file. A
    file of concepts without a scheme gets one. Raises NothingToImport where there is no SKOS, TooLarge where a concept
    has more than `most_labels` labels.
    """
    reading = Reading(most_labels)
    rows = _rows_by_subject(groups, reading)
    reading.described = frozenset(rows)
    parts = divide(rows, name, reading)
    if not parts:
        raise NothingToImport(name, message("the file is RDF, but holds no SKOS concept scheme and no concepts"))
    if scheme_id is not None and len(parts) > 1:
        raise NothingToImport(name, _several(parts))
    entries = _entries([part.scheme for part in parts], name, scheme_id, known or {})
    schemes = [_read_scheme(part, entries[part.scheme], reading) for part in parts]
    return SkosFile(tuple(schemes), tuple(dict.fromkeys(reading.findings)))


def _several(parts: Sequence[Members]) -> Message:
    return message(
        "one scheme id was given, but the file holds {count} schemes: {schemes}",
        count=len(parts),
        schemes=", ".join(part.scheme for part in parts[:20]),
    )


def _rows_by_subject(groups: Iterable[StatementGroup], reading: Reading) -> dict[str, Rows]:
    """Return what is said of each subject, with language tags in canonical form."""
    rows: dict[str, Rows] = {}
    for subject, predicate, nodes in groups:
        if isinstance(nodes, TaggedTexts):
            if not reading.settled.issuperset(nodes.languages):
                nodes.languages = reading.canonical_tags(subject, predicate, nodes)
        else:
            _make_canonical(subject, predicate, nodes, reading)
        stated = rows.get(subject)
        if stated is None:
            rows[subject] = {predicate: nodes}
        elif predicate in stated:
            stated[predicate] = _joined(stated[predicate], nodes)
        else:
            stated[predicate] = nodes
    reading.has_blank_nodes = reading.has_blank_nodes or any(subject[:2] == "_:" for subject in rows)
    return rows


def _make_canonical(subject: str, predicate: str, nodes: list[Node], reading: Reading) -> None:
    """Bring the language tags of a subject's objects into canonical form; note whether a blank node is among them."""
    for place, node in enumerate(nodes):
        if type(node) is str:
            if node[:2] == "_:":
                reading.has_blank_nodes = True
        elif node[1] not in reading.settled:
            nodes[place] = reading.canonical(subject, predicate, node)


def _joined(before: Objects, more: Objects) -> Objects:
    if not isinstance(before, TaggedTexts):
        before += more
    elif isinstance(more, TaggedTexts):
        before.extend(more)
    else:
        return [*before, *more]
    return before


def _entries(
    iris: Sequence[Iri], name: str, scheme_id: str | None, known: Mapping[Iri, KnownScheme]
) -> dict[Iri, KnownScheme]:
    """Name new schemes as told, after the file where it holds only one, else after their IRIs."""
    taken: set[str] = {entry.id for entry in known.values()}
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(2))
    stem = name.replace("\\", "/").rpartition("/")[2].split(".")[0]
    entries = {iri: known[iri] for iri in iris if iri in known}
    for iri in iris:
        if iri not in entries:
            wanted = scheme_id or local_name(stem if len(iris) == 1 and stem not in {"", "-"} else iri)
            own = wanted
            while own in taken and scheme_id is None:
                own = f"{wanted}-{next(numbers[wanted])}"
            taken.add(own)
            entries[iri] = KnownScheme(SchemeId(own), {})
    return entries


def _read_scheme(part: Members, entry: KnownScheme, reading: Reading) -> ConceptScheme:
    concepts = [iri for iri in sorted(part.concepts) if iri in part.rows]
    collections = [iri for iri in sorted(part.collections) if iri in part.rows]
    main = {part.scheme, *concepts, *collections}
    rows, labels = part.rows, label_nodes(main, part.rows, reading)
    if reading.has_blank_nodes:
        rows, labels = _with_named_blank_nodes(rows, labels)
    ids = concept_ids([*concepts, *collections], entry.concept_ids)
    sort = partial(sort_rows, reading=reading, label_nodes=labels.forms)
    lists = member_lists(collections, rows, reading)
    groups = [read_collection(ids[iri], iri, rows[iri], sort, lists.get(iri)) for iri in collections]
    used = labels.statements.union(*(found.statements for found in lists.values()))
    scheme = replace(
        _read_about(part.scheme, rows.get(part.scheme, {}), sort, reading),
        id=entry.id,
        concepts={
            ids[iri]: _read_concept(ids[iri], iri, rows.pop(iri), sort) for iri in concepts
        },  # its memory is wanted
        collections={group.id: group for group in groups},
        statements=_other_statements(rows, main, used),
    )
    _note_dangling(scheme, reading)
    _note_cycles(scheme, reading)
    return scheme


def _read_about(iri: Iri, rows: Rows, sort: Sort, reading: Reading) -> ConceptScheme:
    """Return the scheme with what is said of it; the relations of one that is a concept too are kept as stated."""
    stated = StatementGroup(iri, HAS_TOP_CONCEPT, rows.get(HAS_TOP_CONCEPT, []))
    tops = {Iri(str(node)) for node in stated.objects if is_target(stated, node, reading)}
    kept = without(rows, HAS_TOP_CONCEPT, tops)
    about = sort(iri, kept, consumed=(Property(terms.TYPE, terms.CONCEPT_SCHEME),))
    links = [Property(terms.SKOS + kind, target) for kind, target in (*about.relations, *about.mappings)]
    properties = properties_in_order([*about.properties, *links])
    return ConceptScheme(SchemeId(""), iri, about.labels, about.notes, about.notations, tuple(sorted(tops)), properties)


def _read_concept(own_id: ConceptId, iri: Iri, rows: Rows, sort: Sort) -> Concept:
    found = sort(iri, rows, consumed=(Property(terms.TYPE, terms.CONCEPT),))
    return Concept(
        own_id, iri, found.labels, found.notes, found.notations, found.relations, found.mappings, found.properties
    )


def _with_named_blank_nodes(rows: dict[str, Rows], labels: LabelNodes) -> tuple[dict[str, Rows], LabelNodes]:
    """Return both with the blank nodes renamed, so that two readings of one graph are equal.

    The names are those that an export would give; it states that a label node is a label even where the file does not.
    """
    linked = [
        Statement(subject, predicate, node)
        for subject, stated in rows.items()
        for predicate, nodes in stated.items()
        for node in nodes
        if is_blank(subject) or is_blank(node)
    ]
    names = blank_node_names([*linked, *labels.statements])
    if not names:
        return rows, labels
    new_rows: dict[str, Rows] = {}
    for subject, stated in rows.items():
        new_rows[names.get(subject, subject)] = {
            predicate: nodes
            if isinstance(nodes, TaggedTexts)
            else [names.get(node, node) if isinstance(node, str) else node for node in nodes]
            for predicate, nodes in stated.items()
        }
    forms = {names.get(node, node): form for node, form in labels.forms.items()}
    return new_rows, LabelNodes(forms, {renamed(statement, names) for statement in labels.statements})


def _other_statements(
    rows: Mapping[str, Rows], ours: AbstractSet[str], used: AbstractSet[Statement]
) -> tuple[Statement, ...]:
    """Return the statements of all resources that are neither scheme nor concept nor collection, sorted."""
    others = {
        Statement(subject, predicate, node)
        for subject, stated in rows.items()
        if subject not in ours
        for predicate, nodes in stated.items()
        for node in nodes
    }
    return tuple(sorted(others - used, key=lambda row: (row.subject, row.predicate, node_order(row.object))))


def _note_dangling(scheme: ConceptScheme, reading: Reading) -> None:
    """Note relations and members that the file does not describe."""
    known = reading.described | {scheme.iri}
    loose = [(scheme.iri, HAS_TOP_CONCEPT, target) for target in scheme.top_concepts if target not in known]
    for concept in scheme.concepts.values():
        loose += [(concept.iri, terms.SKOS + kind, own) for kind, own in concept.relations if own not in known]
    for group in scheme.collections.values():
        loose += [(group.iri, terms.SKOS + kind, own) for kind, own in group.relations if own not in known]
        members = {*group.members, *(group.member_list or ())}
        loose += [(group.iri, terms.MEMBER, member) for member in members - known]
    for subject, predicate, target in sorted(loose):
        message = f"{predicate.removeprefix(terms.SKOS)} names a resource that the file does not describe"
        statement = Statement(subject, predicate, target)
        reading.note(ImportCode.DANGLING_REFERENCE, message, subject, statement)


def _note_cycles(scheme: ConceptScheme, reading: Reading) -> None:
    for cycle in hierarchy_cycles(build_hierarchy(scheme)):
        shown = ", ".join(cycle[:10]) + (" …" if len(cycle) > 10 else "")
        iri = scheme.concepts[cycle[0]].iri
        reading.note(ImportCode.HIERARCHY_CYCLE, f"{len(cycle)} concepts are broader than themselves: {shown}", iri)
