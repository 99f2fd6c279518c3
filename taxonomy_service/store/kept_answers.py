"""Answers kept for the retries of requests with an idempotency key."""

import json
from datetime import UTC, datetime, timedelta

from sqlmodel import col, delete

from taxonomy_service.domain.kept_answers import KeptAnswer
from taxonomy_service.store.curation_tables import KeptAnswerRow
from taxonomy_service.store.session import Store

KEPT_FOR = timedelta(days=1)


def find_answer(store: Store, actor: str, name: str) -> KeptAnswer | None:
    """Return the answer that was kept under an actor's key, unless a day has passed."""
    row = store.session.get(KeptAnswerRow, (actor, name))
    if row is None or _age(row) > KEPT_FOR:
        return None
    return KeptAnswer(row.request, row.status, json.loads(row.headers), row.body)


def _age(row: KeptAnswerRow) -> timedelta:
    time = row.time.replace(tzinfo=UTC) if row.time.tzinfo is None else row.time
    return datetime.now(UTC) - time


def keep_answer(store: Store, actor: str, name: str, answer: KeptAnswer) -> None:
    """Keep an answer, and forget those older than a day."""
    now = datetime.now(UTC)
    store.session.exec(delete(KeptAnswerRow).where(col(KeptAnswerRow.time) < now - KEPT_FOR))
    store.session.add(
        KeptAnswerRow(
            actor=actor,
            name=name,
            request=answer.request,
            status=answer.status,
            headers=json.dumps(answer.headers),
            body=answer.body,
            time=now,
        )
    )
    store.session.flush()
