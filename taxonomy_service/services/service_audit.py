"""The audit chain of the service itself: who changed actors, grants, keys and webhooks.

An entry names actors, keys and webhooks by id, and holds neither a secret nor what is erased with a person.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.audit import AuditEntry, Deed, Record, ServiceChange, first_broken
from taxonomy_service.services.audit import Verification
from taxonomy_service.store.service_audit import add_service_entry, read_service_entries, read_service_head
from taxonomy_service.store.session import Store


def note(store: Store, actor_id: str, change: ServiceChange, **details: object) -> AuditEntry:
    """Add an entry, in the transaction of the change; `details` are JSON-like and name what was changed by its id."""
    deed = Deed(None, read_service_head(store).number + 1, actor_id, datetime.now(UTC), store.provenance)
    return add_service_entry(store, Record(change.value, details), deed)


def verify_service_audit(store: Store, actor: Actor) -> Verification:
    """Verify the chain from its first entry to its last. Raises Forbidden but for an admin of all schemes."""
    require(actor, Action.ADMINISTER)
    head = read_service_head(store)
    return Verification(None, head, first_broken(read_service_entries(store), head))


def service_audit_log(store: Store, actor: Actor, *, after: int = 0, limit: int | None = None) -> Iterator[AuditEntry]:
    """Return the entries in order of number, those after `after`, at most `limit`; raises as verifying does."""
    require(actor, Action.ADMINISTER)
    return read_service_entries(store, after=after, limit=limit)
