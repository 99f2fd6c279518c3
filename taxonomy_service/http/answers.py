"""Answers that were given before: who annotates asks for few labels, again and again."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from prometheus_client import Counter

from taxonomy_service.matching.release_index import ReleaseIndex

MOST = 4_096
"""Answers by one release; when there are more, all are forgotten, and those that are asked for come again."""
LONGEST = 4_096
"""Bytes of a body and its answer together that are worth remembering."""


class Answer(NamedTuple):
    """What was answered, and where it is counted."""

    content: bytes
    counter: Counter


class Answers:
    """The answers to bodies by the releases in use: an index never changes, so neither does what it says.

    They go with the index.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: WeakKeyDictionary[ReleaseIndex, dict[bytes, Answer]] = WeakKeyDictionary()

    def find(self, index: ReleaseIndex, body: bytes) -> Answer | None:
        """Return the answer to a body where it is remembered."""
        known = self._known.get(index)
        return None if known is None else known.get(body)

    def keep(self, index: ReleaseIndex, body: bytes, answer: Answer) -> None:
        """Remember an answer, unless it is long."""
        if len(body) + len(answer.content) > LONGEST:
            return
        known = self._known.setdefault(index, {})
        if len(known) >= self._most:
            known.clear()
        known[body] = answer
