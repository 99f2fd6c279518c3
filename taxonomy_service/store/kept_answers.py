"""Answers kept for the retries of requests with an idempotency key."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert
from sqlmodel import col, select

from taxonomy_service.domain.kept_answers import KeptAnswer
from taxonomy_service.store.curation_tables import KeptAnswerRow
from taxonomy_service.store.session import Store

KEPT_FOR = timedelta(days=1)
_COLUMNS = (
    KeptAnswerRow.request,
    KeptAnswerRow.status,
    KeptAnswerRow.headers,
    KeptAnswerRow.body,
    KeptAnswerRow.time,
)


def find_answer(store: Store, actor: str, name: str) -> KeptAnswer | None:
    """Return the answer that was kept under an actor's key, unless a day has passed."""
    query = select(*_COLUMNS).where(KeptAnswerRow.actor == actor, KeptAnswerRow.name == name)  # type: ignore[call-overload]
    row = store.session.exec(query).first()
    if row is None or datetime.now(UTC) - _utc(row.time) > KEPT_FOR:
        return None
    return KeptAnswer(row.request, row.status, json.loads(row.headers), row.body)


def _utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def keep_answer(store: Store, actor: str, name: str, answer: KeptAnswer) -> None:
    """Keep an answer, and forget those older than a day."""
    now = datetime.now(UTC)
    connection = store.session.connection()
    connection.execute(delete(KeptAnswerRow).where(col(KeptAnswerRow.time) < now - KEPT_FOR))
    values = {**answer._asdict(), "headers": json.dumps(answer.headers), "actor": actor, "name": name, "time": now}
    connection.execute(insert(KeptAnswerRow), [values])
