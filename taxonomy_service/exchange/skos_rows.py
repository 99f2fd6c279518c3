"""One resource's statements, sorted into labels, notes, relations and what SKOS does not define."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from taxonomy_service.domain import concepts, terms
from taxonomy_service.domain.concepts import Note, Relation
from taxonomy_service.domain.errors import InvalidLanguageTag, TooLarge
from taxonomy_service.domain.findings import ImportCode, ImportFinding
from taxonomy_service.domain.forms import form_fault
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, is_registered, parse_language_tag
from taxonomy_service.domain.statements import Iri, Literal, Node, Property, Statement, is_blank, node_order
from taxonomy_service.exchange.ntriples import line
from taxonomy_service.exchange.skos_terms import LABEL_ORDER, LABELS, MAPPINGS, NOTES, RELATIONS, XL_LABELS

Rows = list[tuple[str, Node]]

SURELY_SHORT = 500  # characters; a printable form below this needs no closer look

_ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]+')


def is_iri(text: str) -> bool:
    """Say whether the text is an absolute IRI without forbidden characters (RFC 3987)."""
    return _ABSOLUTE_IRI.fullmatch(text) is not None


@dataclass(slots=True)
class Reading:
    """What is known while a file is read: the limit, the findings so far, the language tags met."""

    most_labels: int
    findings: list[ImportFinding] = field(default_factory=list)
    tags: dict[str, LanguageTag] = field(default_factory=dict)

    def note(self, code: ImportCode, message: str, subject: str, statement: Statement | None = None) -> None:
        """Add a finding."""
        self.findings.append(ImportFinding(code, message, subject, _shown(statement)))

    def language(self, raw: str, statement: Callable[[], Statement]) -> LanguageTag | None:
        """Return the canonical tag, or None where it is not well-formed; what is odd about a tag is noted.

        `statement` is called only where there is something to note.
        """
        known = self.tags.get(raw)
        if known is not None:
            return known
        try:
            tag = parse_language_tag(raw) if raw else UNTAGGED
        except InvalidLanguageTag as error:
            where = statement()
            self.note(
                ImportCode.INVALID_LANGUAGE_TAG, f"{error}; kept as a statement, not as a label", where.subject, where
            )
            return None
        self.tags[raw] = tag
        if raw and tag.lower() != raw.lower():
            self.note(ImportCode.CANONICAL_LANGUAGE_TAG, f"language tag {raw} is read as {tag}", statement().subject)
        if tag and not is_registered(tag):
            self.note(
                ImportCode.UNREGISTERED_LANGUAGE_TAG,
                f"language tag {tag} is not in the IANA registry",
                statement().subject,
            )
        return tag


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


def sort_rows(
    subject: str, rows: Rows, reading: Reading, label_nodes: Mapping[str, Literal], consumed: Iterable[Property] = ()
) -> Sorted:
    """Sort the statements of a subject; what cannot be what it claims is noted and kept as a property.

    `label_nodes` gives the literal form of SKOS-XL labels; `consumed` are statements already understood.
    """
    labels: list[Label] = []
    xl_labels: list[tuple[LabelKind, str]] = []
    notes, notations, relations, mappings, kept = set(), set(), set(), set(), set()
    skipped = frozenset(consumed)
    for predicate, node in dict.fromkeys(rows):
        kind = LABELS.get(predicate)
        if kind is not None:
            label = _label(subject, predicate, node, kind, reading)
            if label is None:
                kept.add(Property(predicate, node))
            else:
                labels.append(label)
        elif predicate in RELATIONS and _is_target(subject, predicate, node, reading):
            relations.add(Relation(RELATIONS[predicate], Iri(str(node))))
        elif predicate in MAPPINGS and _is_target(subject, predicate, node, reading):
            mappings.add(concepts.Mapping(MAPPINGS[predicate], Iri(str(node))))
        elif predicate in NOTES:
            notes.add(Note(NOTES[predicate], canonical_literal(subject, predicate, node, reading)))
        elif predicate == terms.NOTATION and isinstance(node, Literal):
            notations.add(node)
        elif predicate in XL_LABELS and isinstance(node, str) and node in label_nodes:
            xl_labels.append((XL_LABELS[predicate], node))
        elif (stated := Property(predicate, canonical_literal(subject, predicate, node, reading))) not in skipped:
            kept.add(stated)
    if len(labels) > reading.most_labels:
        raise TooLarge(f"labels of <{subject}>", reading.most_labels, "labels", "TAXONOMY_MAX_LABELS_PER_CONCEPT")
    found = Sorted(
        labels=_with_label_nodes(labels, xl_labels, label_nodes),
        notes=tuple(sorted(notes, key=lambda note: (note.kind, node_order(note.content)))),
        notations=tuple(sorted(notations)),
        relations=tuple(sorted(relations)),
        mappings=tuple(sorted(mappings)),
        properties=tuple(sorted(kept, key=lambda stated: (stated.predicate, node_order(stated.object)))),
    )
    _note_label_clashes(subject, found.labels, reading)
    return found


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
    language = reading.tags.get(raw)
    if language is None:
        language = reading.language(raw, partial(Statement, subject, predicate, node))
    if language is None:
        return None
    if not (form.isprintable() and form[:1] > " " and len(form) < SURELY_SHORT) and (unusable := form_fault(form)):
        message = f"the label cannot be used ({unusable})"
        reading.note(ImportCode.UNUSABLE_LABEL, message, subject, Statement(subject, predicate, node))
        return None
    return Label(form, language, kind)


def _is_target(subject: str, predicate: str, node: Node, reading: Reading) -> bool:
    """Say whether the object can be related to; a literal or a blank node is noted, and kept as a property."""
    if isinstance(node, str) and not is_blank(node):
        return True
    what = "a text" if isinstance(node, Literal) else "a node without IRI"
    message = f"{predicate.rpartition('#')[2]} must name a resource, this is {what}"
    reading.note(ImportCode.RELATION_TO_LITERAL, message, subject, Statement(subject, predicate, node))
    return False


def _with_label_nodes(
    plain: Iterable[Label], xl_labels: list[tuple[LabelKind, str]], label_nodes: Mapping[str, Literal]
) -> tuple[Label, ...]:
    """Join the plain labels with the SKOS-XL ones of the same form, language and kind (SKOS S55–S57)."""
    if not xl_labels:
        return tuple(sorted(plain, key=_label_order))
    found = dict.fromkeys(plain)
    for kind, node in sorted(set(xl_labels)):
        form = label_nodes[node]
        same = Label(form.value, form.language, kind)
        stated = same in found
        found.pop(same, None)
        found[Label(form.value, form.language, kind, node, plain=stated)] = None
    return tuple(sorted(found, key=_label_order))


def _label_order(label: Label) -> tuple[str, int, str, str]:
    return (label.language, LABEL_ORDER[label.kind], label.form, label.resource or "")


def _note_label_clashes(subject: str, labels: tuple[Label, ...], reading: Reading) -> None:
    """Note SKOS S14 (one preferred label a language) and S13 (the kinds are disjoint)."""
    for before, label in pairwise(labels):
        same_language = before.language == label.language
        if same_language and before.kind is label.kind is LabelKind.PREFERRED and before.form != label.form:
            place = label.language or "no language"
            message = f"two preferred labels in {place}: {before.form!r} and {label.form!r} (SKOS S14)"
            reading.note(ImportCode.SECOND_PREFERRED_LABEL, message, subject)
    if len({(label.form, label.language) for label in labels}) < len(labels):
        _note_kind_clashes(subject, labels, reading)


def _note_kind_clashes(subject: str, labels: tuple[Label, ...], reading: Reading) -> None:
    kinds: dict[tuple[str, str], LabelKind] = {}
    for label in labels:
        other = kinds.setdefault((label.language, label.form), label.kind)
        if other is not label.kind:
            message = f"{label.form!r} ({label.language}) is both {other} and {label.kind} (SKOS S13)"
            reading.note(ImportCode.LABEL_KIND_CLASH, message, subject)


def canonical_literal(subject: str, predicate: str, node: Node, reading: Reading) -> Node:
    """Return the node, its language tag in canonical form where it is well-formed."""
    if not isinstance(node, Literal) or not node.language:
        return node
    tag = reading.language(node.language, partial(Statement, subject, predicate, node))
    return node if tag is None or tag == node.language else node._replace(language=tag)
