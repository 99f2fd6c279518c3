"""One resource's statements, sorted into labels, notes, relations and what SKOS does not define."""

from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Protocol

from taxonomy_service.domain import concepts, terms
from taxonomy_service.domain.concepts import Note, Relation
from taxonomy_service.domain.errors import TooLarge
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.forms import form_fault, surely_usable
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.skos_terms import (
    LABEL_ORDER,
    LABEL_PREDICATES,
    LABELS,
    MAPPINGS,
    NOTES,
    RELATIONS,
    XL_LABEL_PREDICATES,
    XL_LABELS,
)
from taxonomy_service.domain.statements import (
    Iri,
    Literal,
    Node,
    Objects,
    Property,
    Statement,
    StatementGroup,
    TaggedTexts,
    node_order,
)
from taxonomy_service.domain.stating import label_order, properties_in_order
from taxonomy_service.exchange.skos_reading import Reading

Rows = dict[str, Objects]
"""What is said of a subject: objects by predicate."""

_PlainForm = tuple[str, int, str]
"""Language, rank of the kind, form: labels in their canonical order."""
_KINDS = tuple(sorted(LABEL_ORDER, key=LABEL_ORDER.__getitem__))
_LINKS = RELATIONS.keys() | MAPPINGS.keys()
_new = tuple.__new__  # NamedTuple's own __new__ costs as much as all else that is done with a label


@dataclass(slots=True)
class Sorted:
    """The parts of one resource, in canonical order."""

    labels: tuple[Label, ...] = ()
    notes: tuple[Note, ...] = ()
    notations: tuple[Literal, ...] = ()
    relations: tuple[Relation, ...] = ()
    mappings: tuple[concepts.Mapping, ...] = ()
    properties: tuple[Property, ...] = ()


class Sort(Protocol):
    """`sort_rows` with what it needs to know of the file."""

    def __call__(self, subject: str, rows: Rows, *, consumed: Iterable[Property]) -> Sorted:
        """Sort the statements of a subject."""
        ...


def without(rows: Rows, predicate: str, understood: Container[Node]) -> Rows:
    """Return the rows without some objects of a predicate."""
    return {**rows, predicate: [node for node in rows.get(predicate, ()) if node not in understood]}


def sort_rows(
    subject: str, rows: Rows, reading: Reading, label_nodes: Mapping[str, Literal], consumed: Iterable[Property] = ()
) -> Sorted:
    """Sort the statements of a subject; what cannot be what it claims is noted and kept as a property.

    `label_nodes` gives the literal form of SKOS-XL labels; `consumed` are statements already understood.
    """
    forms: list[_PlainForm] = []
    others = _Others()
    kept: set[Property] = set()
    for predicate, nodes in rows.items():
        stated = _new(StatementGroup, (subject, predicate, nodes))
        is_label = predicate in LABELS
        left = _take_labels(forms, stated, reading) if is_label else _place(others, stated, reading, label_nodes)
        if left:
            kept.update([_new(Property, (predicate, node)) for node in left])
    clash = _may_clash(forms)
    labels = _with_label_nodes(_plain_labels(set(forms) if clash else forms), others.xl_labels, label_nodes)
    if len(labels) > reading.most_labels:
        raise TooLarge(
            message("labels of <{subject}>", subject=subject),
            reading.most_labels,
            message("labels"),
            "TAXONOMY_MAX_LABELS_PER_CONCEPT",
        )
    if others.xl_labels or clash:
        _note_label_clashes(subject, labels, reading)
    return _sorted(labels, others, kept.difference(consumed))


def _sorted(labels: tuple[Label, ...], others: "_Others", kept: Iterable[Property]) -> Sorted:
    return Sorted(
        labels,
        tuple(sorted(others.notes, key=lambda note: (note.kind, node_order(note.content)))) if others.notes else (),
        tuple(sorted(others.notations)),
        tuple(sorted(others.relations)),
        tuple(sorted(others.mappings)),
        properties_in_order(kept) if kept else (),
    )


@dataclass(slots=True)
class _Others:
    """What a resource states beside its plain labels, as it is found."""

    xl_labels: set[tuple[LabelKind, str]] = field(default_factory=set)
    notes: set[Note] = field(default_factory=set)
    notations: set[Literal] = field(default_factory=set)
    relations: set[Relation] = field(default_factory=set)
    mappings: set[concepts.Mapping] = field(default_factory=set)


def _place(
    others: _Others, stated: StatementGroup, reading: Reading, label_nodes: Mapping[str, Literal]
) -> Iterable[Node]:
    """Put statements where they belong, and return the objects for which there is no such place."""
    _, predicate, nodes = stated
    if predicate in _LINKS:
        targets = [node for node in nodes if is_target(stated, node, reading)]
        if predicate in RELATIONS:
            kind = RELATIONS[predicate]
            others.relations.update([_new(Relation, (kind, node)) for node in targets])
        else:
            others.mappings.update([concepts.Mapping(MAPPINGS[predicate], Iri(str(node))) for node in targets])
        return () if len(targets) == len(nodes) else set(nodes).difference(targets)
    if predicate in NOTES:
        others.notes.update(Note(NOTES[predicate], node) for node in nodes)
        return ()
    if predicate == terms.NOTATION:
        others.notations.update(node for node in nodes if isinstance(node, Literal))
        return [node for node in nodes if not isinstance(node, Literal)]
    if predicate in XL_LABELS:
        known = [node for node in nodes if isinstance(node, str) and node in label_nodes]
        others.xl_labels.update((XL_LABELS[predicate], node) for node in known)
        return set(nodes).difference(known)
    if predicate == terms.MEMBER:
        for node in nodes:
            is_target(stated, node, reading)
    return nodes


def _take_labels(forms: list[_PlainForm], stated: StatementGroup, reading: Reading) -> list[Node]:
    """Take the forms that labels of one kind give, and return the objects that give none."""
    subject, predicate, nodes = stated
    rank = LABEL_ORDER[LABELS[predicate]]
    if isinstance(nodes, TaggedTexts) and not reading.ill_formed and surely_usable(nodes.forms):
        forms += zip(nodes.languages, repeat(rank), nodes.forms)
        return []
    left = []
    for node in nodes:
        if _gives_label(Statement(subject, predicate, node), reading):
            assert isinstance(node, Literal)
            forms.append((node.language, rank, node.value))
        else:
            left.append(node)
    return left


def _gives_label(statement: Statement, reading: Reading) -> bool:
    """Say whether a statement gives a label (SKOS S12: plain literals); a finding says why it does not."""
    subject, _, node = statement
    if not isinstance(node, Literal):
        fault = "a label must be a text, this one is a resource"
        reading.note(ImportCode.LABEL_NOT_STRING, fault, subject, statement)
        return False
    if node.datatype:
        fault = f"a label must be a plain text, this one is of type <{node.datatype}>"
        reading.note(ImportCode.LABEL_NOT_STRING, fault, subject, statement)
        return False
    if node.language in reading.ill_formed:
        return False
    unusable = form_fault(node.value)
    if unusable:
        reading.note(ImportCode.UNUSABLE_LABEL, f"the label cannot be used ({unusable})", subject, statement)
    return not unusable


def _may_clash(forms: list[_PlainForm]) -> bool:
    """Say whether a form comes twice in a language, or a second preferred one does."""
    preferred = [language for language, rank, _ in forms if not rank]
    if len(set(preferred)) < len(preferred):
        return True
    distinct = {form for _, _, form in forms}
    return len(distinct) < len(forms) and len({(language, form) for language, _, form in forms}) < len(forms)


def _plain_labels(forms: Iterable[_PlainForm]) -> tuple[Label, ...]:
    """Return distinct labels in their canonical order."""
    if not forms:
        return ()
    languages, ranks, texts = zip(*sorted(forms), strict=True)
    kinds = map(_KINDS.__getitem__, ranks)
    return tuple(map(_new, repeat(Label), zip(texts, languages, kinds, repeat(None), repeat(True))))


def is_target(stated: StatementGroup, node: Node, reading: Reading) -> bool:
    """Say whether one of the objects can be related to; a literal or a blank node is noted."""
    if isinstance(node, str) and node[:2] != "_:":
        return True
    what = "a text" if isinstance(node, Literal) else "a node without IRI"
    subject, predicate, _ = stated
    message = f"{predicate.rpartition('#')[2]} must name a resource by its IRI, this is {what}"
    reading.note(ImportCode.RELATION_TO_LITERAL, message, subject, Statement(subject, predicate, node))
    return False


def _with_label_nodes(
    plain: tuple[Label, ...], xl_labels: AbstractSet[tuple[LabelKind, str]], label_nodes: Mapping[str, Literal]
) -> tuple[Label, ...]:
    """Join the plain labels with the SKOS-XL ones of the same form, language and kind (SKOS S55–S57)."""
    if not xl_labels:
        return plain
    found = dict.fromkeys(plain)
    for kind, node in sorted(xl_labels):
        form = label_nodes[node]
        same = Label(form.value, form.language, kind)
        stated = same in found
        found.pop(same, None)
        found[Label(form.value, form.language, kind, node, plain=stated)] = None
    return tuple(sorted(found, key=label_order))


def _note_label_clashes(subject: str, labels: tuple[Label, ...], reading: Reading) -> None:
    """Note SKOS S14 (one preferred label a language) and S13 (the kinds are disjoint)."""
    _note_second_preferred(subject, labels, reading)
    if len({label[:2] for label in labels}) < len(labels):
        _note_kind_clashes(subject, labels, reading)


def _note_second_preferred(subject: str, labels: tuple[Label, ...], reading: Reading) -> None:
    for before, label in pairwise(labels):
        same_language = before.language == label.language
        if same_language and before.kind is label.kind is LabelKind.PREFERRED and before.form != label.form:
            place = label.language or "no language"
            message = f"two preferred labels in {place}: {before.form!r} and {label.form!r} (SKOS S14)"
            reading.note(ImportCode.SECOND_PREFERRED_LABEL, message, subject, _label_statement(subject, label))


def _note_kind_clashes(subject: str, labels: tuple[Label, ...], reading: Reading) -> None:
    kinds: dict[tuple[str, str], LabelKind] = {}
    for label in labels:
        other = kinds.setdefault((label.language, label.form), label.kind)
        if other is not label.kind:
            place = label.language or "no language"
            message = f"{label.form!r} ({place}) is both {other} and {label.kind} (SKOS S13)"
            reading.note(ImportCode.LABEL_KIND_CLASH, message, subject, _label_statement(subject, label))


def _label_statement(subject: str, label: Label) -> Statement:
    if label.plain or label.resource is None:
        return Statement(subject, LABEL_PREDICATES[label.kind], Literal(label.form, label.language))
    return Statement(subject, XL_LABEL_PREDICATES[label.kind], label.resource)
