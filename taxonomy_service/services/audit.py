"""Read the audit chain of a scheme: verify it, export it, tell the history of a concept or a label."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.audit import AuditEntry, BrokenLink, Head, first_broken
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.store.audit import read_entries, read_head
from taxonomy_service.store.draft_source import StoredDraft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store


class Verification(NamedTuple):
    """What a verification found: the newest entry, and where the chain breaks first, None where it is whole.

    `scheme` None is the service itself. `head` is worth keeping elsewhere: somebody who can write the whole database
    can write a whole chain anew.
    """

    scheme: str | None
    head: Head
    broken: BrokenLink | None


class LabelWanted(NamedTuple):
    """A label whose history is asked for."""

    form: str
    language: LanguageTag


def verify_audit(store: Store, actor: Actor, scheme_id: str) -> Verification:
    """Verify the chain of a scheme from its first entry to its last. Raises NotFound, Forbidden."""
    require(actor, Action.READ, scheme_id)
    scheme = find_scheme(store, scheme_id)
    head = read_head(store, scheme.key)
    return Verification(scheme.id, head, first_broken(read_entries(store, scheme.key), head))


def audit_log(
    store: Store, actor: Actor, scheme_id: str, *, after: int = 0, limit: int | None = None
) -> Iterator[AuditEntry]:
    """Return the entries of a scheme in order of number, those after `after`, at most `limit`."""
    require(actor, Action.INSPECT, scheme_id)
    return read_entries(store, find_scheme(store, scheme_id).key, after=after, limit=limit)


def concept_history(
    store: Store, actor: Actor, scheme_id: str, own_id: str, label: LabelWanted | None = None
) -> list[AuditEntry]:
    """Return the entries that changed a concept or collection, or one of its labels, in order of number.

    One that is gone still has its history. An import's entry names the concepts it changed, not their labels, so that
    it belongs to the history of a concept only. Raises NotFound.
    """
    require(actor, Action.INSPECT, scheme_id)
    scheme = find_scheme(store, scheme_id)
    key = StoredDraft(store, scheme).find(own_id)
    if key is None:
        raise NotFound(message("concept in the draft of {scheme}", scheme=scheme.id), own_id)
    entries = read_entries(store, scheme.key, iri=key.iri)
    return [entry for entry in entries if label is None or _is_about(entry, label)]


def _is_about(entry: AuditEntry, label: LabelWanted) -> bool:
    body: dict[str, Any] = msgspec.json.decode(entry.body)
    nodes = [row["object"] for part in ("removed", "added") for row in body.get(part, ())]
    return any((node["value"], node.get("language", "")) == label for node in nodes if node.get("literal"))


def audit_line(entry: AuditEntry) -> bytes:
    """Return an entry as a line of NDJSON: the text that was hashed, and the two hashes.

    SHA-256 of `previous`, a line end and `body` is `hash`, so that anybody can verify an export.
    """
    line = {"number": entry.number, "previous": entry.previous, "hash": entry.hash, "body": entry.body}
    return msgspec.json.encode(line) + b"\n"
