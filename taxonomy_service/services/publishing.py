"""Publish: release the draft of a scheme, as far as it is approved, when the gate lets it through."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.approved_content import LeftOut
from taxonomy_service.domain.audit import Deed, Provenance, Record
from taxonomy_service.domain.change_sets import Seen
from taxonomy_service.domain.editing.settings import settings_of
from taxonomy_service.domain.errors import Conflict, Malformed, ReleaseBlocked
from taxonomy_service.domain.messages import Amount, Given, message
from taxonomy_service.domain.release_differences import ReleaseDifference, release_difference
from taxonomy_service.domain.release_gates import GateItem, blocking_items, count_items
from taxonomy_service.domain.releases import Override, ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.services.approved_content import content_to_release
from taxonomy_service.services.drafts import draft_etag, open_draft
from taxonomy_service.services.editing import check_seen
from taxonomy_service.services.freezing import FrozenContent, freeze, is_newest, release_content, stated_version
from taxonomy_service.services.release_gates import look_at_gate
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.audit import add_entries, read_head
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.overrides import add_overrides
from taxonomy_service.store.releases import list_releases
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store

RELEASE = "release"
"""The kind of a release's audit entry."""
LONGEST_TEXT = 10_000  # characters of a note or a reason
LONGEST_VERSION = 100
MOST_TOLD = 20
"""Gate items that a refusal tells."""


class Publishing(NamedTuple):
    """How a release is to be made: `version` None counts; `override` is the reason to do it though the gate is closed.

    `seen` are ETags of the draft that was looked at, None for whatever it is.
    """

    version: str | None = None
    note: str = ""
    override: str = ""
    dry_run: bool = False
    seen: tuple[str, ...] | None = None
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True)
class Publication:
    """What was released, or would be.

    `release` is None in a dry run and where there is nothing to release, which `changed` says; `left_out` are the
    labels that wait for approval; `etag` is that of the draft.
    """

    release: ReleaseEntry | None
    changed: bool
    version: str
    gate: tuple[GateItem, ...]
    left_out: tuple[LeftOut, ...]
    difference: ReleaseDifference
    etag: str


def publish(store: Store, actor: Actor, scheme_id: str, how: Publishing | None = None) -> Publication:
    """Release the draft of a scheme as far as it is approved, with an audit entry; what is unchanged is not released.

    Raises NotFound, Forbidden, Stale, Malformed, Conflict for a version that there is, and ReleaseBlocked where the
    gate is closed and no reason to override it is stated.
    """
    how = how or Publishing()
    require(actor, Action.PUBLISH, scheme_id)
    stored = find_scheme(store, scheme_id)
    _refuse_unfit(how)
    draft = open_draft(store, stored)
    if how.seen is not None:
        check_seen(store, stored, draft, Seen(how.seen))
    settings = settings_of(draft)
    before = load_release(store, scheme_id).scheme if stored.current else None
    content = content_to_release(store, stored, read_draft(store, stored.key), before)
    frozen = freeze(content.scheme)
    would = Publication(
        release=None,
        changed=not is_newest(store, stored, frozen),
        version=_version(store, stored, content.scheme, how.version),
        gate=look_at_gate(store, stored, content.scheme, before, settings),
        left_out=content.left_out,
        difference=release_difference(before, content.scheme),
        etag=draft_etag(store, stored),
    )
    return would if how.dry_run or not would.changed else _release(store, actor, stored, (would, frozen), how)


def _refuse_unfit(how: Publishing) -> None:
    for name, text, longest in (
        ("version", how.version or "", LONGEST_VERSION),
        ("note", how.note, LONGEST_TEXT),
        ("override", how.override, LONGEST_TEXT),
    ):
        if len(text) > longest:
            raise Malformed(message("{name}: at most {longest} characters, please", name=name, longest=Amount(longest)))
    if how.version is not None and not how.version.strip():
        raise Malformed(message("version: it must not be empty; leave it out to have it counted"))


def _version(store: Store, stored: StoredScheme, content: ConceptScheme, given: str | None) -> str:
    """Return the version given, else the one that the content states where it is new, else the number of the release.

    Raises Conflict for one that another release has, or could have as its number: who has pinned that one must not get
    this one.
    """
    number = str(stored.current + 1)
    taken = {entry.version for entry in list_releases(store, stored)}
    if given is None:
        stated = stated_version(content)
        return number if stated is None or stated in taken else stated
    if given in taken or (given.isdecimal() and given != number):
        raise Conflict(
            message(
                "version {version} is, or could be taken for, another release of {scheme}",
                version=Given(given),
                scheme=stored.id,
            ),
            version=given,
        )
    return given


def _release(
    store: Store, actor: Actor, stored: StoredScheme, done: tuple[Publication, FrozenContent], how: Publishing
) -> Publication:
    would, content = done
    overrides = _overrides(actor, would.gate, how.override.strip())
    entry = release_content(store, stored, content, note=how.note, version=would.version)
    add_overrides(store, stored, entry.number, overrides)
    details: dict[str, object] = {
        "release": entry.number,
        "version": entry.version,
        "content_hash": entry.content_hash,
        "note": entry.note,
        "gate": {kind.value: count for kind, count in count_items(would.gate).items()},
        "overridden": [{"kind": own.kind.value, "items": own.items, "reason": own.reason} for own in overrides],
        "left_out": [{**left.key._asdict(), "kept": left.kept} for left in would.left_out],
    }
    deed = Deed(stored.id, read_head(store, stored.key).number + 1, actor.id, datetime.now(UTC), how.provenance)
    add_entries(store, stored.key, [Record(RELEASE, details, (stored.iri,))], deed)
    return replace(would, release=entry, etag=draft_etag(store, stored))


def _overrides(actor: Actor, gate: tuple[GateItem, ...], reason: str) -> list[Override]:
    """Return what a release is made in spite of; raises ReleaseBlocked where that is something, without a reason."""
    blocking = blocking_items(gate)
    counts = count_items(blocking)
    if blocking and not reason:
        told = [f"{item.code} {item.subject}: {item.message}" for item in blocking[:MOST_TOLD]]
        raise ReleaseBlocked({kind.value: count for kind, count in counts.items()}, told)
    return [Override(kind, count, reason, actor.id) for kind, count in counts.items()]
