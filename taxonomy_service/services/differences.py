"""Compare releases of a scheme, with one another and with the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.editing.settings import settings_of
from taxonomy_service.domain.release_differences import ChangeKind, ReleaseDifference, release_difference
from taxonomy_service.domain.releases import Override, Release, ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stated_languages import stating_languages
from taxonomy_service.domain.successions import Succession
from taxonomy_service.domain.successions import id_map as successions
from taxonomy_service.services.drafts import open_draft
from taxonomy_service.services.releases import list_releases, load_release
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.overrides import read_overrides
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store

DRAFT = "draft"
"""Stands for the draft where a release is named; whoever may inspect the scheme may look at it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states of a scheme; the later one is the draft where `after` is None, and nothing is before the first."""

    before: ReleaseEntry | None
    after: ReleaseEntry | None
    states: tuple[ConceptScheme | None, ConceptScheme]

    @property
    def difference(self) -> ReleaseDifference:
        """All that happened from the one to the other."""
        return release_difference(*self.states)

    @property
    def id_map(self) -> tuple[Succession, ...]:
        """What follows the ids of the one in the other, where they are not in use any more."""
        before, after = self.states
        return successions(before, after) if before is not None else ()


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A release in the change log: how often each thing happened in it, and what it was made in spite of."""

    release: ReleaseEntry
    counts: Mapping[ChangeKind, int]
    overrides: tuple[Override, ...] = ()


def compare(store: Store, actor: Actor, scheme_id: str, before: str | None, after: str | None) -> Compared:
    """Compare two releases by number, version or content hash, the later one may be `DRAFT`.

    `after` None is the newest release, `before` None the one before `after`, which for the draft is the newest.
    Raises NotFound, Forbidden.
    """
    require(actor, Action.READ, scheme_id)
    if after == DRAFT:
        require(actor, Action.INSPECT, scheme_id)
        draft = _draft(store, scheme_id)
        newest = list_releases(store, actor, scheme_id)
        old = load_release(store, scheme_id, before) if newest or before is not None else None
        return Compared(old.entry if old else None, None, (old.scheme if old else None, draft))
    new = load_release(store, scheme_id, after)
    old = load_release(store, scheme_id, before) if before is not None else _preceding(store, actor, new)
    return Compared(old.entry if old else None, new.entry, (old.scheme if old else None, new.scheme))


def _draft(store: Store, scheme_id: str) -> ConceptScheme:
    """Return the draft with the settings that a release of it would state."""
    stored = find_scheme(store, scheme_id)
    return stating_languages(read_draft(store, stored.key), settings_of(open_draft(store, stored)))


def _preceding(store: Store, actor: Actor, release: Release) -> Release | None:
    entry = release.entry
    older = [one for one in list_releases(store, actor, entry.scheme) if one.number < entry.number]
    return load_release(store, entry.scheme, str(older[0].number)) if older else None


def change_log(
    store: Store, actor: Actor, scheme_id: str, *, before: int | None = None, limit: int = 20
) -> list[LogEntry]:
    """Return what happened release by release, the newest first; with `before` only those of lower numbers.

    Raises NotFound, Forbidden.
    """
    entries = list_releases(store, actor, scheme_id)
    entries = [entry for entry in entries if before is None or entry.number < before][: limit + 1]
    overrides = read_overrides(store, find_scheme(store, scheme_id))
    states = (load_release(store, scheme_id, str(entry.number)).scheme for entry in entries)
    following = zip(entries, pairwise([*states, None]), strict=True)
    return [
        LogEntry(entry, release_difference(old, new).counts, overrides.get(entry.number, ()))
        for entry, (new, old) in following
        if new is not None
    ][:limit]
