"""Events: announced where something happens, read by whoever may hear of it."""

from collections.abc import Mapping
from typing import Any

from taxonomy_service.domain.access import Actor, may, require
from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.store.events import add_event, read_events
from taxonomy_service.store.schemes import StoredScheme, find_scheme
from taxonomy_service.store.session import Store


def announce(store: Store, scheme: StoredScheme, kind: EventKind, data: Mapping[str, Any]) -> Event:
    """Keep that something happened, for the feed and the webhooks; to be called in the transaction in which it does.

    `data` is what a program needs to look closer (ids, language, state), as JSON values; no text of a person, no name.
    """
    return add_event(store, scheme, kind, data)


def announce_release(store: Store, scheme: StoredScheme, entry: ReleaseEntry) -> Event:
    """Keep that a scheme was released."""
    data = {"release": entry.number, "version": entry.version, "content_hash": entry.content_hash}
    return announce(store, scheme, EventKind.RELEASE, data)


def changes(store: Store, actor: Actor, scheme_id: str, since: int = 0, limit: int = 100) -> list[Event]:
    """Return the events of a scheme with a number above `since`, in order, of the kinds that the actor may hear of."""
    require(actor, EventKind.RELEASE.action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    kinds = [kind for kind in EventKind if may(actor, kind.action, scheme_id)]
    return read_events(store, scheme, since, kinds=kinds, limit=limit)
