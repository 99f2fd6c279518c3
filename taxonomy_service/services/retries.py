"""Requests that are tried again: one with an idempotency key is done once and answered as often as asked."""

from collections.abc import Callable

from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.errors import KeyReused, Malformed
from taxonomy_service.domain.kept_answers import KeptAnswer
from taxonomy_service.domain.messages import message
from taxonomy_service.store.kept_answers import find_answer, keep_answer
from taxonomy_service.store.session import Store

LONGEST_KEY = 255  # characters


def answer_once(store: Store, actor: Actor, key: str | None, request: str, do: Callable[[], KeptAnswer]) -> KeptAnswer:
    """Do what was asked, or give the answer that the same request was given within a day, in the same transaction.

    `request` is a digest of all that the request says. Raises KeyReused where the key stood for another request,
    Malformed for an unusable key; what `do` raises passes, and nothing is kept of it.
    """
    if key is None:
        return do()
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Malformed(message("an idempotency key has 1 to {limit} printable characters", limit=LONGEST_KEY))
    kept = find_answer(store, actor.id, key)
    if kept is not None:
        if kept.request != request:
            raise KeyReused(message("this idempotency key stood for another request; take a new key for a new request"))
        return kept
    answer = do()
    keep_answer(store, actor.id, key, answer)
    return answer
