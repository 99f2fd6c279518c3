"""What it takes to undo a change set or an import: the inverse, and what stands in its way."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from taxonomy_service.domain.approvals import Approval, LabelKey
from taxonomy_service.domain.audit import AuditEntry
from taxonomy_service.domain.errors import Conflict, EditRefused
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.operations import Restate
from taxonomy_service.store.audit import read_entries
from taxonomy_service.store.draft_source import StoredDraft
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.touches import touched_since
from taxonomy_service.store.undoable_imports import find_effect

CHANGE_SET = "change-set"
"""The kind of the audit entry of a change set as a whole."""
IMPORT = "import"
"""The kind of an import's audit entry."""


class Restoring(NamedTuple):
    """A draft is brought back to what it was before an import, whether or not that kept the rules.

    `approvals` are the states that labels had then, the others were approved; `touched` are the IRIs of what was
    changed since.
    """

    approvals: Mapping[LabelKey, Approval]
    touched: frozenset[str]


class Inverse(NamedTuple):
    """The operations that undo something; `restoring` where that is an import."""

    operations: tuple[Restate, ...]
    restoring: Restoring | None = None


def inverse_of(store: Store, scheme: StoredScheme, entries: Sequence[AuditEntry]) -> Inverse:
    """Return what undoes a change set or an import, given its audit entries, its own first. Raises Conflict."""
    first = entries[0]
    if first.kind == CHANGE_SET:
        return Inverse(tuple(msgspec.convert(_inverted(entry.body), type=Restate) for entry in reversed(entries[1:])))
    if first.kind != IMPORT:
        raise Conflict(
            message(
                "entry {number} of {scheme} is no change set but: {kind}; it cannot be undone so",
                number=first.number,
                scheme=scheme.id,
                kind=first.kind,
            )
        )
    effect = find_effect(store, scheme.key, first.number)
    if effect is None:
        raise Conflict(
            message(
                "the import {number} of {scheme} cannot be undone: it made the scheme, or is too old for that",
                number=first.number,
                scheme=scheme.id,
            )
        )
    touched = frozenset(touched_since(store, scheme, first.number, most=1 << 31))
    return Inverse((effect.inverse,), Restoring(dict(effect.approvals), touched))


def _inverted(body: str) -> dict[str, object]:
    read = msgspec.json.decode(body)
    return {"operation": "restate", "removed": read["added"], "added": read["removed"]}


def in_the_way(store: Store, scheme: StoredScheme, number: int, refused: EditRefused) -> EditRefused:
    """Return why something cannot be undone: by which later change set, where one changed what is at fault."""
    changed = [
        (entry.change_set, iri)
        for iri in _at_fault(store, scheme, refused)
        for entry in read_entries(store, scheme.key, after=number, iri=iri)
        if entry.change_set != number
    ]
    if not changed:
        return refused
    last, resource = max(changed)
    told = message(
        "{resource} was changed since, by change set {number}; undo that one first", resource=resource, number=last
    )
    data = {name: value for name, value in refused.data.items() if name != "fault"}
    return EditRefused(str(refused.data["fault"]), told, **{**data, "change_set": last, "because": str(refused)})


def _at_fault(store: Store, scheme: StoredScheme, refused: EditRefused) -> list[str]:
    """Return the IRIs of what a refusal is about: a resource, one that points at it, or the concepts of a cycle."""
    named = [refused.data[name] for name in ("by", "subject", "resource") if name in refused.data]
    way = refused.data.get("way", ())
    found = [StoredDraft(store, scheme).find(str(own)) for own in way] if isinstance(way, list) else []
    return [str(iri) for iri in named] + [key.iri for key in found if key is not None]
