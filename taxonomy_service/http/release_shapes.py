"""The shapes of releases: what one is made of, what stands in its way, what happened between two."""

from pydantic import Field

from taxonomy_service.domain.approved_content import LeftOut
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag, direction
from taxonomy_service.domain.messages import tell
from taxonomy_service.domain.release_differences import ChangedPart, ChangeKind, ReleaseChange
from taxonomy_service.domain.release_gates import GateItem, GateKind
from taxonomy_service.domain.releases import Override
from taxonomy_service.domain.successions import Fate, Succession
from taxonomy_service.http.presenting import release_shape
from taxonomy_service.http.shapes import ReleaseShape, Shape
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.differences import Compared, LogEntry
from taxonomy_service.services.publishing import Publication

MOST_GATE_ITEMS = 1_000


class GateItemShape(Shape):
    """Something that stands in the way of a release, or is at least worth a look."""

    kind: GateKind
    severity: Severity
    blocking: bool
    code: str
    subject: str
    message: str


class LeftOutShape(Shape):
    """A label that waits for approval; `kept` is the released preferred form that stays in its place."""

    iri: str
    form: str
    language: str
    direction: str
    kind: str
    kept: str | None


class ChangeShape(Shape):
    """One thing that happened (see `before` and `after`).

    Those are the broader concepts of one that moved, the successors of one no longer in use, or the forms of a label.
    `parts` says what changed of a concept or the scheme where the kind does not.
    """

    change: ChangeKind
    concept: str
    iri: str
    language: str
    direction: str
    kind: str | None
    before: list[str]
    after: list[str]
    parts: list[ChangedPart]


class DifferenceShape(Shape):
    """What happened from one release to another; `to` is null for the draft, `from` where there is none before."""

    from_: ReleaseShape | None = Field(alias="from", serialization_alias="from")
    to: ReleaseShape | None
    counts: dict[ChangeKind, int]
    changes: list[ChangeShape]


class SuccessionShape(Shape):
    """What follows an id that is not in use any more; chains are resolved."""

    concept: str
    fate: Fate
    successors: list[str]


class IdMapShape(Shape):
    """The ids of one release that are not in use in another."""

    from_: ReleaseShape | None = Field(alias="from", serialization_alias="from")
    to: ReleaseShape | None
    ids: list[SuccessionShape]


class OverrideShape(Shape):
    """What a release was made in spite of."""

    kind: GateKind
    items: int
    reason: str
    actor: str


class LogEntryShape(Shape):
    """A release in the change log."""

    release: ReleaseShape
    counts: dict[ChangeKind, int]
    overrides: list[OverrideShape]


class PublicationShape(Shape):
    """What was released or would be; `release` is null in a dry run, and where nothing changed since the last."""

    dry_run: bool
    changed: bool
    version: str
    release: ReleaseShape | None
    gate_counts: dict[GateKind, int]
    gate: list[GateItemShape] = Field(description="the first 1,000")
    left_out: list[LeftOutShape]
    counts: dict[ChangeKind, int]
    changes: list[ChangeShape]


def change_shape(change: ReleaseChange) -> ChangeShape:
    """Show one thing that happened."""
    return ChangeShape(
        change=change.kind,
        concept=change.concept,
        iri=change.iri,
        language=change.language,
        direction=direction(LanguageTag(change.language)),
        kind=change.label_kind.value if change.label_kind else None,
        before=list(change.before),
        after=list(change.after),
        parts=list(change.parts),
    )


def difference_shape(compared: Compared) -> DifferenceShape:
    """Show what happened between two releases."""
    difference = compared.difference
    changes = list(map(change_shape, difference.changes))
    return DifferenceShape(**_named(compared), counts=difference.counts, changes=changes)


def id_map_shape(compared: Compared) -> IdMapShape:
    """Show what follows the ids of a release."""
    return IdMapShape(**_named(compared), ids=list(map(_succession_shape, compared.id_map)))


def _named(compared: Compared) -> dict[str, ReleaseShape | None]:
    named = {"from": compared.before, "to": compared.after}
    return {name: release_shape(entry) if entry else None for name, entry in named.items()}


def _succession_shape(entry: Succession) -> SuccessionShape:
    return SuccessionShape(concept=entry.concept, fate=entry.fate, successors=list(entry.successors))


def log_shape(entry: LogEntry) -> LogEntryShape:
    """Show a release in the change log."""
    overrides = list(map(_override_shape, entry.overrides))
    return LogEntryShape(release=release_shape(entry.release), counts=dict(entry.counts), overrides=overrides)


def _override_shape(own: Override) -> OverrideShape:
    return OverrideShape(**own._asdict())


def publication_shape(
    done: Publication, language: LanguageTag, *, dry_run: bool, counts: dict[GateKind, int]
) -> PublicationShape:
    """Show what was released, sentences in the language of the reader."""
    return PublicationShape(
        dry_run=dry_run,
        changed=done.changed,
        version=done.version,
        release=release_shape(done.release) if done.release else None,
        gate_counts=counts,
        gate=[_gate_shape(item, language) for item in done.gate[:MOST_GATE_ITEMS]],
        left_out=list(map(_left_out_shape, done.left_out)),
        counts=done.difference.counts,
        changes=list(map(change_shape, done.difference.changes)),
    )


def _gate_shape(item: GateItem, language: LanguageTag) -> GateItemShape:
    told = tell(item.message, translator(language))
    return GateItemShape(**{**item._asdict(), "message": told, "blocking": item.blocking})


def _left_out_shape(left: LeftOut) -> LeftOutShape:
    key = left.key
    return LeftOutShape(
        iri=key.iri,
        form=key.form,
        language=key.language,
        direction=direction(key.language),
        kind=key.kind.value,
        kept=left.kept,
    )
