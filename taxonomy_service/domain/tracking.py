"""Findings from run to run: what becomes of those that are kept when a vocabulary is looked at again.

A finding is named by its fingerprint. People decide on it; a run finds it again, or no longer. Nothing here counts
runs or dates: the store does.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeAlias

from taxonomy_service.domain.boundaries import BoundaryFinding, boundary_evidence, boundary_fingerprint
from taxonomy_service.domain.findings import Decision, FindingKind, FindingState, IntegrityFinding, Severity, state_of
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri

AnyFinding: TypeAlias = BoundaryFinding | IntegrityFinding


class Found(NamedTuple):
    """A finding of a run, named; `declared` says that a person stated it."""

    fingerprint: str
    evidence: str
    finding: AnyFinding
    declared: bool = False


class Known(NamedTuple):
    """A finding of an earlier run, as it is kept.

    `warns` says that the label at fault is worth a warning wherever it still stands, be it in an older release.
    """

    fingerprint: str
    evidence: str
    state: FindingState
    warns: bool
    subject: str
    language: LanguageTag
    label: str


class Scope(NamedTuple):
    """What a run looked at, None for everything: findings outside it are neither found nor missed.

    `subjects` were looked at whole, `labels` beside them in one language each. `before` leaves out what was seen since:
    a change that was checked by itself while a long run was at work.
    """

    subjects: frozenset[str] | None = None
    labels: frozenset[tuple[str, LanguageTag]] = frozenset()
    languages: frozenset[LanguageTag] | None = None
    codes: frozenset[str] | None = None
    before: datetime | None = None

    def covers(self, known: Known) -> bool:
        """Say whether the run looked at what a finding is about, as far as subject and labels go."""
        return self.subjects is None or known.subject in self.subjects or (known.subject, known.language) in self.labels


EVERYTHING = Scope()


class Settled(NamedTuple):
    """What became of a finding; `found` is None where the run did not find it."""

    fingerprint: str
    state: FindingState
    warns: bool
    found: Found | None


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding as it is kept, with what became of it; `rank` puts the gravest first (see `rank_of`).

    `flagged` says that it is shown by default; `run` names the job that saw it last, "" where it was no job.
    """

    fingerprint: str
    evidence: str
    state: FindingState
    flagged: bool
    rank: float
    finding: AnyFinding
    first_seen: datetime
    last_seen: datetime
    run: str = ""

    @property
    def kind(self) -> FindingKind:
        """What it is about."""
        return kind_of(self.finding)

    @property
    def subject(self) -> str:
        """The resource it is about: of a boundary finding, the concept."""
        return self.finding.concept if isinstance(self.finding, BoundaryFinding) else self.finding.subject


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are wanted: empty and None ask for all.

    `codes` are relations or codes of checks; `languages` include their varieties as lookup does; `least` is the least
    confidence of boundary findings (0..1); `branch` is a concept that the subject must be, or be narrower than.
    """

    kind: FindingKind | None = None
    states: tuple[FindingState, ...] = ()
    languages: tuple[LanguageTag, ...] = ()
    codes: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    least: float | None = None
    branch: Iri | None = None
    subject: Iri | None = None


class FindingPlace(NamedTuple):
    """A place in a list of findings: behind the finding of this rank and fingerprint."""

    rank: float
    fingerprint: str


_RANKS = {Severity.INFO: 1.0, Severity.WARNING: 2.0, Severity.ERROR: 3.0}


def rank_of(finding: AnyFinding) -> float:
    """Return what puts the gravest first: the confidence (0..1) of a boundary finding, 1 to 3 for a severity."""
    return finding.confidence if isinstance(finding, BoundaryFinding) else _RANKS[finding.severity]


def found_boundary(scheme: Iri, finding: BoundaryFinding) -> Found:
    """Name a boundary finding of a scheme."""
    named = boundary_fingerprint(scheme, finding.concept, finding.language, finding.label)
    return Found(named, boundary_evidence(finding), finding, finding.declared)


def found_integrity(finding: IntegrityFinding) -> Found:
    """Name an integrity finding, which brings its names along."""
    return Found(finding.fingerprint, finding.evidence, finding)


def kind_of(finding: AnyFinding) -> FindingKind:
    """Return what a finding is about."""
    return FindingKind.BOUNDARY if isinstance(finding, BoundaryFinding) else FindingKind.INTEGRITY


def settle(
    found: Iterable[Found],
    known: Mapping[str, Known],
    decisions: Mapping[str, Decision],
    *,
    standing: Container[str],
    silenced: Container[str] = (),
) -> list[Settled]:
    """Return what becomes of every finding found or known, those found first.

    `decisions` are the newest by fingerprint, `known` is what this run could have found again, and `standing` names the
    findings whose label stands in the draft. What the run did not find is fixed; but what a person confirmed stays
    confirmed as long as its label stands, since a run is no better judge than she, unless a linguist declared that
    label exact (`silenced`). A label that was replaced in the draft is fixed, and warns where it is released.
    """
    again = {entry.fingerprint: entry for entry in found}
    settled = [_found_again(entry, decisions.get(own), stands=own in standing) for own, entry in again.items()]
    for own, entry in known.items():
        if own in silenced:
            settled.append(Settled(own, FindingState.FIXED, warns=False, found=None))
        elif own not in again:
            settled.append(_not_found(entry, decisions.get(own), stands=own in standing))
    return settled


def _found_again(entry: Found, decision: Decision | None, *, stands: bool) -> Settled:
    undecided = FindingState.CONFIRMED if entry.declared else FindingState.OPEN
    state = state_of(decision, entry.evidence, undecided)
    warns = warns_when(state)
    return Settled(entry.fingerprint, state if stands or not warns else FindingState.FIXED, warns, entry)


def _not_found(entry: Known, decision: Decision | None, *, stands: bool) -> Settled:
    confirmed = decision is not None and decision.state is FindingState.CONFIRMED
    if stands and confirmed and entry.state is FindingState.CONFIRMED:
        return Settled(entry.fingerprint, entry.state, entry.warns, None)
    return Settled(entry.fingerprint, FindingState.FIXED, entry.warns and not stands, None)


def warns_when(state: FindingState) -> bool:
    """Say whether a boundary finding of this state is worth a warning on its label."""
    return state in {FindingState.OPEN, FindingState.CONFIRMED}
