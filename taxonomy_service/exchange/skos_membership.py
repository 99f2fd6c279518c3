"""Which resources of a file are schemes, concepts and collections, and which scheme each belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os.path import commonprefix

from taxonomy_service.domain import terms
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.statements import Iri, Literal, is_blank
from taxonomy_service.exchange.skos_rows import Reading, Rows, is_iri
from taxonomy_service.exchange.skos_terms import CONCEPT_SUBJECTS, HAS_TOP_CONCEPT, IN_SCHEME, LABELS, TOP_CONCEPT_OF


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


_TYPES = {
    terms.CONCEPT_SCHEME: "schemes",
    terms.CONCEPT: "concepts",
    terms.COLLECTION: "collections",
    terms.ORDERED_COLLECTION: "collections",
}


def divide(rows: dict[str, Rows], name: str, reading: Reading) -> list[Members]:
    """Divide the statements of a file among its schemes (in order of IRI); an empty list where there is no SKOS.

    What a resource is follows from its types and, where it has none, from the domains of the SKOS properties. A concept
    in several schemes belongs to each of them; one in none belongs to the only scheme, or to that of a neighbour.
    """
    roles = _roles(rows)
    _note_odd_subjects(rows, roles, reading)
    if not roles.schemes:
        if not roles.concepts:
            return []
        _make_scheme(roles, name, reading)
    for iri in sorted(roles.schemes & roles.concepts):
        reading.note(ImportCode.CONCEPT_AND_SCHEME, "is both a concept and a concept scheme (SKOS S9)", iri)
    schemes = sorted(roles.schemes)
    if len(schemes) == 1:
        return [Members(Iri(schemes[0]), _iris(roles.concepts), _iris(roles.collections), rows)]
    _place_the_homeless(rows, roles, schemes, reading)
    return [_members_of(scheme, rows, roles, first=scheme == schemes[0]) for scheme in schemes]


def _roles(rows: Mapping[str, Rows]) -> _Roles:
    roles = _Roles()
    for subject, stated in rows.items():
        typed = labelled = False
        for predicate, node in stated:
            if predicate in LABELS:
                labelled = True
            elif predicate == terms.TYPE:
                typed = True
                role = _TYPES.get(str(node)) if isinstance(node, str) else None
                if role:
                    getattr(roles, role).add(subject)
            elif predicate in CONCEPT_SUBJECTS:
                roles.concepts.add(subject)
            elif predicate in {terms.MEMBER, terms.MEMBER_LIST}:
                roles.collections.add(subject)
            if isinstance(node, Literal):
                continue
            if predicate in {IN_SCHEME, TOP_CONCEPT_OF}:
                roles.schemes.add(node)
                roles.schemes_of[subject].add(node)
            elif predicate == HAS_TOP_CONCEPT:
                roles.schemes.add(subject)
                roles.schemes_of[node].add(subject)
                if node in rows:
                    roles.concepts.add(node)
        if labelled and not typed and subject not in roles.collections:
            roles.concepts.add(subject)
    roles.schemes = {iri for iri in roles.schemes if not is_blank(iri)}
    untyped_schemes = {s for s in roles.concepts & roles.schemes if (terms.TYPE, terms.CONCEPT) not in rows.get(s, [])}
    roles.concepts -= untyped_schemes
    return roles


def _note_odd_subjects(rows: Mapping[str, Rows], roles: _Roles, reading: Reading) -> None:
    """Note concepts whose IRI is malformed, and leave aside those that have none."""
    for part in (roles.schemes, roles.concepts, roles.collections):
        for subject in [subject for subject in part if is_blank(subject)]:
            part.discard(subject)
            reading.note(
                ImportCode.INVALID_IRI,
                "a concept or collection without an IRI cannot be referred to; kept as statements",
                subject,
            )
        for subject in sorted(subject for subject in part if subject in rows and not is_iri(subject)):
            reading.note(
                ImportCode.INVALID_IRI, "not an absolute IRI, or it holds forbidden characters (RFC 3987)", subject
            )


def _make_scheme(roles: _Roles, name: str, reading: Reading) -> None:
    """Give a file of concepts without a scheme one: the IRI that theirs begin with."""
    shared = commonprefix(sorted(roles.concepts))
    cut = max(shared.rfind("#"), shared.rfind("/"))
    beginning = shared[:cut] if "://" in shared[:cut] else ""
    iri = beginning or f"urn:scheme:{name.rpartition('/')[2] or 'unnamed'}".replace(" ", "-")
    if iri in roles.concepts:
        iri = f"{iri}/scheme"
    roles.schemes.add(iri)
    reading.note(ImportCode.SCHEME_MADE, "the file names no concept scheme; this one was made for its concepts", iri)


def _place_the_homeless(rows: Mapping[str, Rows], roles: _Roles, schemes: list[str], reading: Reading) -> None:
    """Find a scheme for each concept and collection that names none: that of what it is related to, else the first."""
    homeless = sorted(subject for subject in roles.concepts | roles.collections if not roles.schemes_of.get(subject))
    changed = True
    while homeless and changed:
        changed = False
        for subject in homeless:
            homes = {
                home
                for _, node in rows.get(subject, ())
                if isinstance(node, str)
                for home in roles.schemes_of.get(node, ())
            }
            if homes:
                roles.schemes_of[subject] = homes if subject in roles.collections else {min(homes)}
                changed = True
        homeless = [subject for subject in homeless if not roles.schemes_of.get(subject)]
    for subject in homeless:
        roles.schemes_of[subject] = {schemes[0]}
        reading.note(ImportCode.CONCEPT_WITHOUT_SCHEME, f"names no scheme; placed in <{schemes[0]}>", subject)


def _members_of(scheme: str, rows: dict[str, Rows], roles: _Roles, *, first: bool) -> Members:
    """Return a scheme's part: its own resources and every other one that they reach; the first takes what nobody reaches."""
    main = roles.schemes | roles.concepts | roles.collections
    own = {
        subject for subject in main if scheme in roles.schemes_of.get(subject, ()) and subject not in roles.schemes
    } | {scheme}
    reached = _reach(own, rows, main)
    if first:
        everywhere = _reach(main, rows, main)
        reached |= {subject for subject in rows if subject not in everywhere}
    return Members(
        Iri(scheme),
        _iris(own & roles.concepts),
        _iris(own & roles.collections),
        {subject: rows[subject] for subject in rows if subject in reached},
    )


def _reach(start: Iterable[str], rows: Mapping[str, Rows], stops: set[str]) -> set[str]:
    """Return `start` and all subjects linked from it, not going on through another main resource."""
    reached = set(start)
    waiting = list(reached)
    while waiting:
        for _, node in rows.get(waiting.pop(), ()):
            if isinstance(node, str) and node in rows and node not in reached and node not in stops:
                reached.add(node)
                waiting.append(node)
    return reached


def _iris(subjects: Iterable[str]) -> set[Iri]:
    return {Iri(subject) for subject in subjects}
