"""What is known while a SKOS file is read: limits, findings, language tags."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.findings import ImportCode, ImportFinding
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag, is_registered, parse_language_tag
from taxonomy_service.domain.statements import Literal, Node, Statement, TaggedTexts
from taxonomy_service.exchange.ntriples import line

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
    has_blank_nodes: bool = False
    ill_formed: set[LanguageTag] = field(default_factory=set)
    settled: set[LanguageTag] = field(default_factory=lambda: {UNTAGGED})
    _tags: dict[str, LanguageTag] = field(default_factory=dict)

    def note(self, code: ImportCode, message: str, subject: str, statement: Statement | None = None) -> None:
        """Add a finding."""
        self.findings.append(ImportFinding(code, message, subject, _shown(statement)))

    def canonical(self, subject: str, predicate: str, node: Node) -> Node:
        """Return the object of a statement with its language tag in canonical form; what is odd about it is noted.

        The tags in `settled` need no look. A tag that is not well-formed (RFC 5646 §2.1) stays so, and is then in
        `ill_formed`, unless it only holds what no RDF syntax but JSON-LD and RDF/XML lets pass (`en_US`, `en-US`).
        """
        if not isinstance(node, Literal) or node.language in self.settled:
            return node
        raw = node.language
        tag = self._tags.get(raw) or self._judged(raw, Statement(subject, predicate, node))
        return node if tag == raw else Literal(node.value, tag, node.datatype)

    def canonical_tags(self, subject: str, predicate: str, texts: TaggedTexts) -> list[LanguageTag]:
        """Return the language tags of texts in canonical form; all else is as `canonical` has it."""
        settled, tags = self.settled, self._tags
        return [
            raw if raw in settled else tags.get(raw) or self._judged(raw, Statement(subject, predicate, text))
            for raw, text in zip(texts.languages, texts, strict=True)
        ]

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
