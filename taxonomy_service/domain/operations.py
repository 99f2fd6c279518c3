"""Operations: what can be done to a draft, in the shape in which every client states it.

Concepts, collections and attributes are named by their ids. These values are `msgspec.Struct`s, so that the union is
read from JSON, checked and described from one place; a JSON object names its operation in `operation`.
"""

from enum import StrEnum
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import UNSET, Struct, UnsetType

from taxonomy_service.domain.concepts import MappingKind
from taxonomy_service.domain.givens import Given, GivenLabel, GivenNote, GivenStatement, GivenValue, LabelName
from taxonomy_service.domain.labels import Equivalence, LabelKind
from taxonomy_service.domain.scheme_settings import SchemeSettings


class NarrowerPolicy(StrEnum):
    """What becomes of the concepts narrower than one that is retired.

    `reparent` puts them under its successor, or where there is not exactly one, under its broader concepts; `retire`
    retires those that have no other broader concept in use, with the same successors; `orphan` leaves them at the top.
    """

    REPARENT = "reparent"
    RETIRE = "retire"
    ORPHAN = "orphan"


class _Operation(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="operation",
    tag=lambda name: "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-"),
):
    """What all operations share."""


class Create(_Operation, frozen=True):
    """Make a concept; without `iri` it gets one in the manner of the scheme, without `broader` it is a top concept."""

    id: str
    labels: tuple[GivenLabel, ...] = ()
    broader: tuple[str, ...] = ()
    notes: tuple[GivenNote, ...] = ()
    notations: tuple[str, ...] = ()
    iri: str | None = None


class Revise(_Operation, frozen=True):
    """Replace whole parts of a concept: all labels, all notes that are texts, or all notations that are given."""

    concept: str
    labels: tuple[GivenLabel, ...] | None = None
    notes: tuple[GivenNote, ...] | None = None
    notations: tuple[str, ...] | None = None


class Move(_Operation, frozen=True):
    """Put a concept under others, or at the top where none is given.

    It leaves the concepts in `leaving`, by default all that are broader. With `branch` what is narrower comes along;
    without, it stays behind, under the concepts that are left.
    """

    concept: str
    broader: tuple[str, ...] = ()
    leaving: tuple[str, ...] | None = None
    branch: bool = True


class Merge(_Operation, frozen=True):
    """Merge a concept into another: its labels become alternative ones there, it is retired to it."""

    concept: str
    into: str


class Split(_Operation, frozen=True):
    """Retire a concept to several new ones; narrower concepts go to `heir` (one of the new ids) or by `narrower`."""

    concept: str
    into: tuple[Create, ...]
    heir: str | None = None
    narrower: NarrowerPolicy | None = None


class Retire(_Operation, frozen=True):
    """Take a concept out of use, with what replaces it; `narrower` must be said where there are narrower concepts."""

    concept: str
    successors: tuple[str, ...] = ()
    narrower: NarrowerPolicy | None = None


class Restore(_Operation, frozen=True):
    """Put a retired concept back into use, without successors."""

    concept: str


class AddLabel(_Operation, frozen=True):
    """Add a label to a concept, a collection or the scheme."""

    concept: str
    label: GivenLabel


class ReviseLabel(_Operation, frozen=True):
    """Change a label: its form, kind, equivalence or note (null takes these two away).

    With `former` the form it had stays, as a label of that kind.
    """

    concept: str
    label: LabelName
    form: str | None = None
    kind: LabelKind | None = None
    equivalence: Equivalence | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET
    former: LabelKind | None = None


class RemoveLabel(_Operation, frozen=True):
    """Take a label away, and what is stated of it."""

    concept: str
    label: LabelName


class AddNote(_Operation, frozen=True):
    """Add a note to a concept, a collection or the scheme."""

    concept: str
    note: GivenNote


class ReviseNote(_Operation, frozen=True):
    """Replace a note by another."""

    concept: str
    note: GivenNote
    by: GivenNote


class RemoveNote(_Operation, frozen=True):
    """Take a note away."""

    concept: str
    note: GivenNote


SemanticRelation: TypeAlias = OneOf["broader", "narrower", "related"]


class Relate(_Operation, frozen=True):
    """Relate a concept to another of the scheme."""

    concept: str
    kind: SemanticRelation
    target: str


class Unrelate(_Operation, frozen=True):
    """Take a relation away, whichever side stated it."""

    concept: str
    kind: SemanticRelation
    target: str


class AddMapping(_Operation, frozen=True):
    """Map a concept to one of another scheme, by its IRI."""

    concept: str
    kind: MappingKind
    target: str


class RemoveMapping(_Operation, frozen=True):
    """Take a mapping away."""

    concept: str
    kind: MappingKind
    target: str


class CreateCollection(_Operation, frozen=True):
    """Make a collection of concepts and collections; an ordered one keeps the order given."""

    id: str
    labels: tuple[GivenLabel, ...] = ()
    members: tuple[str, ...] = ()
    ordered: bool = False
    iri: str | None = None


class SetMembers(_Operation, frozen=True):
    """Replace the members of a collection."""

    collection: str
    members: tuple[str, ...]


class RemoveCollection(_Operation, frozen=True):
    """Take a collection away; its id is not used again."""

    collection: str


class DefineAttribute(_Operation, frozen=True):
    """Define an attribute or replace its definition, whose version then rises; without values any text will do."""

    id: str
    names: tuple[Given, ...]
    values: tuple[GivenValue, ...] = ()
    iri: str | None = None


class RemoveAttribute(_Operation, frozen=True):
    """Take an attribute away that no concept requires any more."""

    id: str


class RequireAttribute(_Operation, frozen=True):
    """Let annotations with a concept, or one narrower than it, state an attribute."""

    concept: str
    attribute: str


class UnrequireAttribute(_Operation, frozen=True):
    """Let them no longer state it."""

    concept: str
    attribute: str


class ReviseSettings(_Operation, frozen=True):
    """Replace the settings of the scheme."""

    settings: SchemeSettings


class Restate(_Operation, frozen=True):
    """Remove and add statements as they are: for fixes, and to undo."""

    removed: tuple[GivenStatement, ...] = ()
    added: tuple[GivenStatement, ...] = ()


Operation: TypeAlias = (
    Create
    | Revise
    | Move
    | Merge
    | Split
    | Retire
    | Restore
    | AddLabel
    | ReviseLabel
    | RemoveLabel
    | AddNote
    | ReviseNote
    | RemoveNote
    | Relate
    | Unrelate
    | AddMapping
    | RemoveMapping
    | CreateCollection
    | SetMembers
    | RemoveCollection
    | DefineAttribute
    | RemoveAttribute
    | RequireAttribute
    | UnrequireAttribute
    | ReviseSettings
    | Restate
)
