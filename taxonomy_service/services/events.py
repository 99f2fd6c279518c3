"""Events: announced where something happens, read by whoever may hear of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from taxonomy_service.domain.access import Actor, may, require
from taxonomy_service.domain.errors import Gone
from taxonomy_service.domain.events import Event, EventKind
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.releases import ReleaseEntry
from taxonomy_service.store.events import add_event, newest_number, read_events, read_horizon
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


class Feed(NamedTuple):
    """Events in order, and the number up to which there is no other that the reader may hear of."""

    events: list[Event]
    next: int


def feed(store: Store, actor: Actor, scheme_id: str, since: int | None = None, limit: int = 100) -> Feed:
    """Return a page of `changes`, from the oldest event that is kept where `since` is None."""
    require(actor, EventKind.RELEASE.action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    after = read_horizon(store, scheme) if since is None else since
    found = changes(store, actor, scheme_id, after, limit)
    return Feed(found, found[-1].number if len(found) == limit else max(after, newest_number(store, scheme)))


def changes(store: Store, actor: Actor, scheme_id: str, since: int = 0, limit: int = 100) -> list[Event]:
    """Return the events of a scheme with a number above `since`, in order, of the kinds that the actor may hear of.

    Raises Gone where some of them are kept no longer: whoever read up to there begins again from the present state.
    """
    require(actor, EventKind.RELEASE.action, scheme_id)
    scheme = find_scheme(store, scheme_id)
    horizon = read_horizon(store, scheme)
    if since < horizon:
        raise Gone(
            message(
                "what happened up to number {horizon} is kept no longer; look at the present state, "
                "then go on with since={horizon}",
                horizon=horizon,
            ),
            since=horizon,
        )
    kinds = [kind for kind in EventKind if may(actor, kind.action, scheme_id)]
    return read_events(store, scheme, since, kinds=kinds, limit=limit)
