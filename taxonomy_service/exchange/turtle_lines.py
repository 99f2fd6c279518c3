"""Where statements stand in a Turtle or N-Triples file: the parser does not tell, so the text is walked once more."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import urljoin

from taxonomy_service.domain import terms
from taxonomy_service.domain.languages import UNTAGGED, LanguageTag
from taxonomy_service.domain.statements import XSD_STRING, Literal, Node, Statement

_PIECE: Final = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"\\\n\r]*(?:\\[uU][0-9A-Fa-f]+[^<>"\\\n\r]*)*>)
    |(?P<text>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<directive>@prefix\b|@base\b|(?i:prefix|base)(?=\s+[^\s:]*:?\s*<))
    |(?P<language>@[A-Za-z][A-Za-z0-9_-]*)
    |(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[\s.,;)\]]))
    |(?P<mark>\^\^|[.;,()\[\]{}])
    |(?P<blank>_:[^\s.,;()\[\]<>"']+(?:\.[^\s.,;()\[\]<>"']+)*)
    |(?P<name>(?:[^\s:;,.()\[\]<>"'@\\#]|\.(?=[^\s:;,.()\[\]<>"'\\#]))*:(?:[^\s;,.()\[\]<>"'\\#]|\\.|\.(?=[^\s.;,()\[\]<>"'\\#]))*)
    |(?P<word>[A-Za-z]+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_NUMBERS: Final = (("integer", re.compile(r"[+-]?\d+")), ("decimal", re.compile(r"[+-]?\d*\.\d+")))


class Lines(NamedTuple):
    """The lines, from 1, of statements and of where a subject is first written as one."""

    statements: dict[Statement, int]
    subjects: dict[str, int]

    def of(self, statement: Statement) -> int | None:
        """Return the statement's line, else that of its subject, else None."""
        return self.statements.get(statement) or self.subjects.get(statement.subject)


def turtle_lines(text: str, wanted: Collection[Statement]) -> Lines:
    """Return the lines of the statements wanted: the line where the object stands.

    Text that is not Turtle yields what could be read of it. Statements with blank nodes are found by their other parts
    only (their subjects have no name that would last), so that theirs are left out.
    """
    walk = _Walk(frozenset(wanted), frozenset(row.subject for row in wanted))
    for kind, piece, line in _pieces(text):
        walk.take(kind, piece, line)
    return Lines(walk.statements, walk.subjects)


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    line, last = 1, 0
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "space":
            continue
        line += text.count("\n", last, match.start())
        last = match.start()
        yield kind, match.group(), line


@dataclass(slots=True)
class _Place:
    """Where the walk is: the subject and predicate that the next object belongs to."""

    subject: str | None = None
    predicate: str | None = None
    in_list: bool = False


@dataclass(slots=True)
class _Walk:
    """The state of a walk over the pieces of a text."""

    wanted: frozenset[Statement]
    wanted_subjects: frozenset[str]
    statements: dict[Statement, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)
    _prefixes: dict[str, str] = field(default_factory=dict)
    _base: str = ""
    _places: list[_Place] = field(default_factory=lambda: [_Place()])
    _directive: list[str] = field(default_factory=list)
    _literal: tuple[str, int] | None = None
    _typed: bool = False

    def take(self, kind: str, piece: str, line: int) -> None:
        """Take the next piece."""
        if self._directive or kind == "directive":
            self._direct(kind, piece)
        elif self._literal is not None and self._end_literal(kind, piece):
            return
        elif kind == "text":
            self._literal = (_unescaped(_bare(piece)), line)
        elif kind == "mark":
            self._mark(piece)
        else:
            node = self._node(kind, piece)
            if node is not None:
                self._put(node, line)

    def _direct(self, kind: str, piece: str) -> None:
        self._directive.append(piece)
        if kind != "iri":
            return
        iri = self._resolved(piece)
        if self._directive[0].lower().lstrip("@") == "base":
            self._base = iri
        elif len(self._directive) > 2:
            self._prefixes[self._directive[1].removesuffix(":")] = iri
        self._directive = []

    def _end_literal(self, kind: str, piece: str) -> bool:
        """Finish a literal; say whether the piece was a part of it."""
        assert self._literal is not None
        value, line = self._literal
        if kind == "language":
            self._finish(Literal(value, LanguageTag(piece[1:].lower())), line)
            return True
        if piece == "^^":
            self._typed = True
            return True
        if self._typed:
            datatype = self._node(kind, piece)
            self._finish(Literal(value, UNTAGGED, "" if datatype == XSD_STRING else str(datatype)), line)
            return True
        self._finish(Literal(value), line)
        return False

    def _finish(self, literal: Literal, line: int) -> None:
        self._literal, self._typed = None, False
        self._put(literal, line)

    def _mark(self, piece: str) -> None:
        place = self._places[-1]
        if piece in "[(":
            nested = _Place(None if piece == "(" else "_:", None, piece == "(")
            self._put_blank()
            self._places.append(nested)
        elif piece in "])":
            if len(self._places) > 1:
                self._places.pop()
        elif piece in ".{}":
            self._places = [_Place()]
        elif piece == ";":
            place.predicate = None

    def _put_blank(self) -> None:
        place = self._places[-1]
        if place.subject is None and not place.in_list:
            place.subject = "_:"

    def _put(self, node: Node, line: int) -> None:
        place = self._places[-1]
        if place.in_list:
            return
        if place.subject is None:
            if isinstance(node, str):
                place.subject = node
                if node in self.wanted_subjects:
                    self.subjects.setdefault(node, line)
        elif place.predicate is None:
            place.predicate = str(node)
        else:
            stated = Statement(place.subject, place.predicate, node)
            if stated in self.wanted:
                self.statements.setdefault(stated, line)

    def _node(self, kind: str, piece: str) -> Node | None:
        if kind == "iri":
            return self._resolved(piece)
        if kind == "name":
            prefix, _, local = piece.partition(":")
            return self._prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)
        if kind == "blank":
            return piece
        if piece in {"true", "false"}:
            return Literal(piece, UNTAGGED, terms.XSD + "boolean")
        if kind == "number":
            own = next((name for name, pattern in _NUMBERS if pattern.fullmatch(piece)), "double")
            return Literal(piece, UNTAGGED, terms.XSD + own)
        return terms.TYPE if piece == "a" else None

    def _resolved(self, piece: str) -> str:
        iri = _unescaped(piece[1:-1])
        return iri if not self._base or ":" in iri.partition("/")[0] else urljoin(self._base, iri)


def _bare(piece: str) -> str:
    quotes = 3 if piece[:3] in {'"""', "'''"} else 1
    return piece[quotes:-quotes]


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _NAMED.get(match[3], match[3])
