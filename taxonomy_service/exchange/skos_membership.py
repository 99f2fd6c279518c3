"""Which resources of a file are schemes, concepts and collections, and which scheme each belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.identifiers import local_name
from taxonomy_service.domain.skos_terms import (
    CONCEPT_SUBJECTS,
    HAS_TOP_CONCEPT,
    IN_SCHEME,
    LABELS,
    MAPPINGS,
    TOP_CONCEPT_OF,
)
from taxonomy_service.domain.statements import Iri, Literal, Node, is_blank
from taxonomy_service.exchange.skos_reading import Reading, is_iri
from taxonomy_service.exchange.skos_rows import Rows


@dataclass(slots=True)
class Members:
    """A scheme, its concepts and collections, and the statements of all that belongs to it, by subject."""

    scheme: Iri
    concepts: set[Iri]
    collections: set[Iri]
    rows: dict[str, Rows]


@dataclass(slots=True)
class _Roles:
    schemes: set[str] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    collections: set[str] = field(default_factory=set)
    schemes_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


_TYPES: dict[Node, str] = {
    terms.CONCEPT_SCHEME: "schemes",
    terms.CONCEPT: "concepts",
    terms.COLLECTION: "collections",
    terms.ORDERED_COLLECTION: "collections",
}
_MEMBERSHIP = frozenset({terms.MEMBER, terms.MEMBER_LIST})
_SCHEME_LINKS = frozenset({IN_SCHEME, TOP_CONCEPT_OF, HAS_TOP_CONCEPT})


def divide(rows: dict[str, Rows], name: str, reading: Reading) -> list[Members]:
    """Divide the statements of a file among its schemes (in order of IRI); an empty list where there is no SKOS.

    What a resource is follows from its types and, where it has none, from the domains of the SKOS properties. A concept
    in several schemes belongs to each of them; one in none belongs to the only scheme, or to that of a neighbour. A
    scheme that is only mentioned, beside one that the file describes, is none of the file's.
    """
    roles = _roles(rows)
    _note_odd_subjects(rows, roles, reading)
    _drop_mentioned_schemes(rows, roles)
    if not roles.schemes:
        if not roles.concepts:
            return []
        _make_scheme(rows, roles, name, reading)
    for iri in sorted(roles.schemes & roles.concepts):
        reading.note(ImportCode.CONCEPT_AND_SCHEME, "is both a concept and a concept scheme (SKOS S9)", iri)
    schemes = sorted(roles.schemes)
    if len(schemes) == 1:
        return [Members(Iri(schemes[0]), _iris(roles.concepts), _iris(roles.collections), rows)]
    _place_the_homeless(rows, roles, schemes[0], reading)
    return _parts(rows, roles, schemes)


def _roles(rows: Mapping[str, Rows]) -> _Roles:
    roles = _Roles()
    for subject, stated in rows.items():
        if not CONCEPT_SUBJECTS.isdisjoint(stated):
            roles.concepts.add(subject)
        if not _MEMBERSHIP.isdisjoint(stated):
            roles.collections.add(subject)
        elif terms.TYPE not in stated and not LABELS.keys().isdisjoint(stated):
            roles.concepts.add(subject)
        for node in stated.get(terms.TYPE, ()):
            role = _TYPES.get(node)
            if role is not None:
                getattr(roles, role).add(subject)
        if not _SCHEME_LINKS.isdisjoint(stated):
            _link_schemes(roles, subject, stated, rows)
    untyped_schemes = {
        s for s in roles.concepts & roles.schemes if terms.CONCEPT not in rows.get(s, {}).get(terms.TYPE, ())
    }
    roles.concepts -= untyped_schemes
    return roles


def _link_schemes(roles: _Roles, subject: str, stated: Rows, rows: Mapping[str, Rows]) -> None:
    for predicate in _SCHEME_LINKS & stated.keys():
        for node in stated[predicate]:
            if isinstance(node, Literal):
                continue
            if predicate != HAS_TOP_CONCEPT:
                roles.schemes.add(node)
                roles.schemes_of[subject].add(node)
                continue
            roles.schemes.add(subject)
            roles.schemes_of[node].add(subject)
            if node in rows:
                roles.concepts.add(node)


def _note_odd_subjects(rows: Mapping[str, Rows], roles: _Roles, reading: Reading) -> None:
    """Note what has a malformed IRI, and leave aside what has none."""
    main = roles.schemes | roles.concepts | roles.collections
    blank = {subject for subject in main if is_blank(subject)}
    for part in (roles.schemes, roles.concepts, roles.collections):
        part.difference_update(blank)
    for subject in sorted(main & rows.keys()):
        if subject in blank:
            message = "a concept, collection or scheme without IRI cannot be referred to; kept as statements"
            reading.note(ImportCode.INVALID_IRI, message, subject)
        elif not is_iri(subject):
            message = "not an absolute IRI, or it holds forbidden characters (RFC 3987)"
            reading.note(ImportCode.INVALID_IRI, message, subject)


def _drop_mentioned_schemes(rows: Mapping[str, Rows], roles: _Roles) -> None:
    """Keep the schemes that the file describes, and those that some concept or collection has no other than."""
    described = roles.schemes & rows.keys()
    members = roles.concepts | roles.collections
    needed = {
        home
        for subject, homes in roles.schemes_of.items()
        if subject in members and homes.isdisjoint(described)
        for home in homes
    }
    roles.schemes &= described | needed or roles.schemes
    for homes in roles.schemes_of.values():
        homes.intersection_update(roles.schemes)


def _make_scheme(rows: Mapping[str, Rows], roles: _Roles, name: str, reading: Reading) -> None:
    """Give a file of concepts without a scheme one: the IRI that theirs begin with."""
    first, last = min(roles.concepts), max(roles.concepts)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    cut = max(first.rfind("#", 0, same), first.rfind("/", 0, same), 0)
    iri = first[:cut] if "://" in first[:cut] else f"urn:scheme:{local_name(name)}"
    if iri in rows:
        iri = f"{iri}/scheme"
    roles.schemes.add(iri)
    reading.note(ImportCode.SCHEME_MADE, "the file names no concept scheme; this one was made for its concepts", iri)


def _place_the_homeless(rows: Mapping[str, Rows], roles: _Roles, first: str, reading: Reading) -> None:
    """Find a scheme for what names none: that of its nearest neighbours, mappings not counted, else the first."""
    members = roles.concepts | roles.collections
    placed = {subject for subject in members if roles.schemes_of.get(subject)}
    homeless = members - placed
    links = _links_of(homeless, rows, members)
    while placed:
        homes: dict[str, set[str]] = defaultdict(set)
        for neighbour in placed:
            for subject in links.get(neighbour, set()) & homeless:
                homes[subject] |= roles.schemes_of[neighbour]
        for subject, found in homes.items():
            roles.schemes_of[subject] = found if subject in roles.collections else {min(found)}
        placed = homes.keys() & homeless
        homeless -= placed
    for subject in sorted(homeless):
        roles.schemes_of[subject] = {first}
        reading.note(ImportCode.CONCEPT_WITHOUT_SCHEME, f"names no scheme; placed in <{first}>", subject)


def _links_of(homeless: set[str], rows: Mapping[str, Rows], members: set[str]) -> dict[str, set[str]]:
    """Return the links, read both ways, that touch the homeless."""
    links: dict[str, set[str]] = defaultdict(set)
    if not homeless:
        return links
    for subject in members & rows.keys():
        linked = {node for predicate, nodes in rows[subject].items() if predicate not in MAPPINGS for node in nodes}
        for member in members & linked:
            if subject in homeless:
                links[member].add(subject)
            if member in homeless:
                links[subject].add(member)
    return links


def _parts(rows: Mapping[str, Rows], roles: _Roles, schemes: list[str]) -> list[Members]:
    """Return each scheme's part: its own resources and all others they reach; the first takes what none reaches."""
    main = roles.schemes | roles.concepts | roles.collections
    own = {scheme: {scheme} for scheme in schemes}
    for subject in (roles.concepts | roles.collections) - roles.schemes:
        for home in roles.schemes_of.get(subject, ()):
            own[home].add(subject)
    reached = {scheme: _reach(own[scheme], rows, main) for scheme in schemes}
    reached[schemes[0]] |= rows.keys() - _reach(main, rows, main)
    return [
        Members(
            Iri(scheme),
            _iris(own[scheme] & roles.concepts),
            _iris(own[scheme] & roles.collections),
            {subject: rows[subject] for subject in sorted(reached[scheme]) if subject in rows},
        )
        for scheme in schemes
    ]


def _reach(start: Iterable[str], rows: Mapping[str, Rows], stops: set[str]) -> set[str]:
    """Return `start` and all subjects linked from it, not going on through another main resource."""
    reached = set(start)
    waiting = list(reached)
    while waiting:
        for nodes in rows.get(waiting.pop(), {}).values():
            found = {node for node in nodes if isinstance(node, str) and node in rows and node not in stops} - reached
            reached |= found
            waiting.extend(found)
    return reached


def _iris(subjects: Iterable[str]) -> set[Iri]:
    return {Iri(subject) for subject in subjects}
