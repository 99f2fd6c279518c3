"""Audit chains, of each scheme and of the service itself: who changed what, each entry bound to the one before."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.messages import Message, message

FIRST_PREVIOUS = "0" * 64
"""What stands in place of the hash of an entry before the first."""


class Provenance(NamedTuple):
    """By what means somebody acts: the client (User-Agent), the tool it names, and a comment."""

    client: str = ""
    tool: str = ""
    comment: str = ""


class ServiceChange(StrEnum):
    """What can change in the service itself; each is the kind of an entry."""

    ACTOR_MADE = "actor-made"
    ACTOR_RESTATED = "actor-restated"
    ACTOR_ERASED = "actor-erased"
    GRANT_GIVEN = "grant-given"
    GRANTS_TAKEN = "grants-taken"
    KEY_MADE = "key-made"
    KEY_REVOKED = "key-revoked"
    WEBHOOK_MADE = "webhook-made"
    WEBHOOK_TAKEN_OVER = "webhook-taken-over"
    WEBHOOK_REMOVED = "webhook-removed"
    DELIVERY_REVIVED = "delivery-revived"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An entry; `body` is JSON text, exactly as it is hashed, with all that the other fields say but the hashes."""

    number: int
    change_set: int
    kind: str
    actor: str
    time: datetime
    body: str
    previous: str
    hash: str


class Head(NamedTuple):
    """The newest entry of a chain: number 0 before the first."""

    number: int = 0
    hash: str = FIRST_PREVIOUS


class Record(NamedTuple):
    """What an entry is made of: `details` is JSON-like and says what was done, and what it removed and added."""

    kind: str
    details: Mapping[str, object]
    touched: tuple[str, ...] = ()


class Deed(NamedTuple):
    """Who acts when, by what means, in which change set (the number of its entry) of which scheme, None the service."""

    scheme: str | None
    change_set: int
    actor: str
    time: datetime
    provenance: Provenance


def make_entry(head: Head, record: Record, deed: Deed) -> AuditEntry:
    """Return the entry that follows the head of a chain."""
    number = head.number + 1
    body = {
        "scheme": deed.scheme,
        "number": number,
        "change_set": deed.change_set,
        "kind": record.kind,
        "actor": deed.actor,
        "time": deed.time.isoformat(),
        **deed.provenance._asdict(),
        "touched": list(record.touched),
        **record.details,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return AuditEntry(
        number,
        deed.change_set,
        record.kind,
        deed.actor,
        deed.time,
        text,
        head.hash,
        link_hash(head.hash, text),
    )


def link_hash(previous: str, body: str) -> str:
    """Return the hash of an entry: SHA-256 (hex) of the previous hash, a line end, and the body in UTF-8."""
    return hashlib.sha256(f"{previous}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


class BrokenLink(NamedTuple):
    """Where a chain breaks first, and why."""

    number: int
    reason: Message


def first_broken(entries: Iterable[AuditEntry], head: Head) -> BrokenLink | None:
    """Return the first entry that is missing, altered or out of order, None where the chain is whole.

    `entries` are all of a chain in order of their numbers, `head` is what the chain should end with.
    """
    reached = Head()
    for entry in entries:
        if entry.number != reached.number + 1:
            return BrokenLink(reached.number + 1, message("the entry is missing, or out of order"))
        reason = _fault(entry, reached)
        if reason is not None:
            return BrokenLink(entry.number, reason)
        reached = Head(entry.number, entry.hash)
    if reached.number < head.number:
        return BrokenLink(reached.number + 1, message("the entry is missing"))
    return (
        None
        if reached == head
        else BrokenLink(reached.number, message("the entry is not the one that was written last"))
    )


def _fault(entry: AuditEntry, before: Head) -> Message | None:
    if entry.previous != before.hash:
        return message("the entry does not follow the one before it")
    if entry.hash != link_hash(entry.previous, entry.body):
        return message("the entry was altered")
    body = json.loads(entry.body)
    stated = (body.get("number"), body.get("change_set"), body.get("kind"), body.get("actor"), body.get("time"))
    if stated != (entry.number, entry.change_set, entry.kind, entry.actor, entry.time.isoformat()):
        return message("the fields by which the entry is found were altered")
    return None
