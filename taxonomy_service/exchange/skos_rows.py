"""One resource's statements, sorted into labels, notes, relations and what SKOS does not define."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from taxonomy_service.domain import concepts, terms
from taxonomy_service.domain.concepts import Note, Relation
from taxonomy_service.domain.errors import InvalidLanguageTag, TooLarge
from taxonomy_service.domain.findings import ImportCode, ImportFinding
from taxonomy_service.domain.forms import form_fault
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, is_registered, parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.skos_terms import (
    LABEL_PREDICATES,
    LABELS,
    MAPPINGS,
    NOTES,
    RELATIONS,
    XL_LABEL_PREDICATES,
    XL_LABELS,
)
from taxonomy_service.domain.statements import Iri, Literal, Node, Property, Statement, is_blank, node_order
from taxonomy_service.domain.stating import label_order, properties_in_order
from taxonomy_service.exchange.ntriples import line

Rows = list[tuple[str, Node]]

SURELY_SHORT = 500  # characters; a printable form below this needs no closer look

_NOT_IN_TAG = re.compile("[^a-z0-9]+")
_TAG_BEGINNING = re.compile("[a-z]+(?:-|$)")
_ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]+')


def is_iri(text: str) -> bool:
    """Say whether the text is an absolute IRI without forbidden characters (RFC 3987)."""
    return _ABSOLUTE_IRI.fullmatch(text) is not None


@dataclass(slots=True)
class Reading:
    """What is known while a file is read: the limit, its subjects, the findings so far, the language tags met."""

    most_labels: int
    described: AbstractSet[str] = frozenset()
    findings: list[ImportFinding] = field(default_factory=list)
    ill_formed: set[LanguageTag] = field(default_factory=set)
    settled: set[LanguageTag] = field(default_factory=lambda: {UNTAGGED})
    _tags: dict[str, LanguageTag] = field(default_factory=dict)

    def note(self, code: ImportCode, message: str, subject: str, statement: Statement | None = None) -> None:
        """Add a finding."""
        self.findings.append(ImportFinding(code, message, subject, _shown(statement)))

    def canonical(self, statement: Statement, literal: Literal) -> Literal:
        """Return the literal of a statement with its language tag in canonical form; what is odd about it is noted.

        The tags in `settled` need no look. A tag that is not well-formed (RFC 5646 §2.1) stays so, and is then in
        `ill_formed`, unless it only holds what no RDF syntax but JSON-LD and RDF/XML lets pass (`en_US`, `en-US`).
        """
        raw = literal.language
        tag = self._tags.get(raw)
        if tag is None:
            tag = self._judged(raw, statement)
        return literal if tag == raw else Literal(literal.value, tag, literal.datatype)

    def _judged(self, raw: str, statement: Statement) -> LanguageTag:
        try:
            tag = parse_language_tag(raw)
        except InvalidLanguageTag as error:
            mended = _writable_tag(raw)
            ill_formed = not _is_well_formed(mended)
            if ill_formed:
                self.ill_formed.add(mended)
            outcome = "a label with it is kept as a statement only" if ill_formed else f"read as {mended}"
            self.note(ImportCode.INVALID_LANGUAGE_TAG, f"{error}; {outcome}", statement.subject, statement)
            return mended
        self._tags[raw] = tag
        if tag == raw:
            self.settled.add(tag)
        if tag.lower() != raw.lower():
            message = f"language tag {raw} is read as {tag}"
            self.note(ImportCode.CANONICAL_LANGUAGE_TAG, message, statement.subject, statement)
        if not is_registered(tag):
            message = f"language tag {tag} is not in the IANA registry"
            self.note(ImportCode.UNREGISTERED_LANGUAGE_TAG, message, statement.subject, statement)
        return tag


def _writable_tag(raw: str) -> LanguageTag:
    """Return the tag as Turtle and N-Triples can write it (LANGTAG): in lower case or, if well-formed, canonical."""
    tag = _NOT_IN_TAG.sub("-", raw.lower()).strip("-") or "und"
    tag = tag if _TAG_BEGINNING.match(tag) else f"x-{tag}"
    return parse_language_tag(tag) if _is_well_formed(tag) else LanguageTag(tag)


def _is_well_formed(tag: str) -> bool:
    try:
        parse_language_tag(tag)
    except InvalidLanguageTag:
        return False
    return True


def _shown(statement: Statement | None) -> str | None:
    if statement is None:
        return None
    text = line(statement)
    return text if len(text) <= 300 else f"{text[:297]}…"


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


def sort_rows(
    subject: str, rows: Rows, reading: Reading, label_nodes: Mapping[str, Literal], consumed: Iterable[Property] = ()
) -> Sorted:
    """Sort the statements of a subject; what cannot be what it claims is noted and kept as a property.

    `label_nodes` gives the literal form of SKOS-XL labels; `consumed` are statements already understood.
    """
    labels: dict[Label, None] = {}
    others = _Others()
    kept: set[Property] = set()
    for predicate, node in rows:
        kind = LABELS.get(predicate)
        if kind is not None:
            label = _label(subject, predicate, node, kind, reading)
            if label is not None:
                labels[label] = None
                continue
        elif _is_placed(others, Statement(subject, predicate, node), reading, label_nodes):
            continue
        kept.add(Property(predicate, node))
    joined = _with_label_nodes(labels, others.xl_labels, label_nodes)
    if len(joined) > reading.most_labels:
        raise TooLarge(
            message("labels of <{subject}>", subject=subject),
            reading.most_labels,
            message("labels"),
            "TAXONOMY_MAX_LABELS_PER_CONCEPT",
        )
    _note_label_clashes(subject, joined, reading)
    return _sorted(joined, others, kept.difference(consumed))


def _sorted(labels: tuple[Label, ...], others: "_Others", kept: Iterable[Property]) -> Sorted:
    return Sorted(
        labels=labels,
        notes=tuple(sorted(others.notes, key=lambda note: (note.kind, node_order(note.content)))),
        notations=tuple(sorted(others.notations)),
        relations=tuple(sorted(others.relations)),
        mappings=tuple(sorted(others.mappings)),
        properties=properties_in_order(kept),
    )


@dataclass(slots=True)
class _Others:
    """What a resource states beside its plain labels, as it is found."""

    xl_labels: set[tuple[LabelKind, str]] = field(default_factory=set)
    notes: set[Note] = field(default_factory=set)
    notations: set[Literal] = field(default_factory=set)
    relations: set[Relation] = field(default_factory=set)
    mappings: set[concepts.Mapping] = field(default_factory=set)


def _is_placed(others: _Others, statement: Statement, reading: Reading, label_nodes: Mapping[str, Literal]) -> bool:
    """Put a statement where it belongs, and say whether there is such a place."""
    _, predicate, node = statement
    if predicate in RELATIONS or predicate in MAPPINGS:
        if not is_target(statement, reading):
            return False
        if predicate in RELATIONS:
            others.relations.add(Relation(RELATIONS[predicate], Iri(str(node))))
        else:
            others.mappings.add(concepts.Mapping(MAPPINGS[predicate], Iri(str(node))))
    elif predicate in NOTES:
        others.notes.add(Note(NOTES[predicate], node))
    elif predicate == terms.NOTATION and isinstance(node, Literal):
        others.notations.add(node)
    elif predicate in XL_LABELS and isinstance(node, str) and node in label_nodes:
        others.xl_labels.add((XL_LABELS[predicate], node))
    else:
        if predicate == terms.MEMBER:
            is_target(statement, reading)
        return False
    return True


def _label(subject: str, predicate: str, node: Node, kind: LabelKind, reading: Reading) -> Label | None:
    """Return the label a statement gives, or None (and a finding) where it gives none (SKOS S12: plain literals)."""
    if not isinstance(node, Literal):
        fault = "a label must be a text, this one is a resource"
        reading.note(ImportCode.LABEL_NOT_STRING, fault, subject, Statement(subject, predicate, node))
        return None
    form, raw, datatype = node
    if datatype:
        fault = f"a label must be a plain text, this one is of type <{datatype}>"
        reading.note(ImportCode.LABEL_NOT_STRING, fault, subject, Statement(subject, predicate, node))
        return None
    if raw in reading.ill_formed:
        return None
    if not (form.isprintable() and form[:1] > " " and len(form) < SURELY_SHORT) and (unusable := form_fault(form)):
        message = f"the label cannot be used ({unusable})"
        reading.note(ImportCode.UNUSABLE_LABEL, message, subject, Statement(subject, predicate, node))
        return None
    return Label(form, raw, kind)


def is_target(statement: Statement, reading: Reading) -> bool:
    """Say whether the object can be related to; a literal or a blank node is noted."""
    subject, predicate, node = statement
    if isinstance(node, str) and not is_blank(node):
        return True
    what = "a text" if isinstance(node, Literal) else "a node without IRI"
    message = f"{predicate.rpartition('#')[2]} must name a resource by its IRI, this is {what}"
    reading.note(ImportCode.RELATION_TO_LITERAL, message, subject, statement)
    return False


def _with_label_nodes(
    plain: Iterable[Label], xl_labels: AbstractSet[tuple[LabelKind, str]], label_nodes: Mapping[str, Literal]
) -> tuple[Label, ...]:
    """Join the plain labels with the SKOS-XL ones of the same form, language and kind (SKOS S55–S57)."""
    if not xl_labels:
        return tuple(sorted(plain, key=label_order))
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
    for before, label in pairwise(labels):
        same_language = before.language == label.language
        if same_language and before.kind is label.kind is LabelKind.PREFERRED and before.form != label.form:
            place = label.language or "no language"
            message = f"two preferred labels in {place}: {before.form!r} and {label.form!r} (SKOS S14)"
            reading.note(ImportCode.SECOND_PREFERRED_LABEL, message, subject, _label_statement(subject, label))
    if len({(label.form, label.language) for label in labels}) < len(labels):
        _note_kind_clashes(subject, labels, reading)


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
