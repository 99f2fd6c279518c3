"""Releases: a scheme frozen under a number and the hash of its content."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from taxonomy_service.domain.release_gates import GateKind
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.verdicts import ReleaseName


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """A release as a list shows it; `content_hash` is the SHA-256 (hex) of its canonical N-Triples."""

    scheme: SchemeId
    number: int
    version: str | None
    content_hash: str
    published: datetime
    concepts: int
    labels: int
    note: str = ""

    @property
    def name(self) -> ReleaseName:
        """How a verdict names this release."""
        return ReleaseName(self.scheme, self.number, self.version, self.content_hash)


class Override(NamedTuple):
    """What a release was made in spite of: how many gate items of a kind, for which reason, on whose word (an id)."""

    kind: GateKind
    items: int
    reason: str
    actor: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release with its content."""

    entry: ReleaseEntry
    scheme: ConceptScheme
