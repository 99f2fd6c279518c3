"""Change sets: operations done together, and what came of them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from msgspec import Struct

from taxonomy_service.domain.differences import SchemeDifference
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import Operation
from taxonomy_service.domain.stating import State, statements_of


class ChangeSet(Struct, frozen=True, forbid_unknown_fields=True):
    """Operations, done in order, all or none."""

    operations: tuple[Operation, ...]
    comment: str = ""


class Step(NamedTuple):
    """One operation, what it changed, and in which languages ("" for what has none)."""

    operation: Operation
    changes: tuple[Change, ...]
    languages: frozenset[LanguageTag]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change set did, or would do.

    `number` names it in the audit chain, None where nothing was written; `etag` is that of the draft afterwards.
    """

    number: int | None
    etag: str
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    difference: SchemeDifference


class Seen(NamedTuple):
    """The state that a client says it has seen: ETags of a concept or collection, or where `id` is None of the draft.

    "*" stands for any.
    """

    etags: tuple[str, ...]
    id: str | None = None


def etag_of_states(states: Iterable[State | None], *others: str) -> str:
    """Return the ETag of resources in these states: equal for equal ones, without quotation marks."""
    stated = sorted({json.dumps(row, ensure_ascii=False) for state in states for row in statements_of(state)})
    text = json.dumps([stated, others], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
