from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlmodel import select

from taxonomy_service.domain.kept_answers import KeptAnswer
from taxonomy_service.store.curation_tables import KeptAnswerRow
from taxonomy_service.store.kept_answers import KEPT_FOR, find_answer, keep_answer
from taxonomy_service.store.session import Store

ANSWER = KeptAnswer("digest", 201, {"ETag": '"a"'}, "靴".encode())


def test_an_answer_is_found_by_its_actor_and_key_only(store: Store) -> None:
    keep_answer(store, "a1", "k", ANSWER)
    assert find_answer(store, "a1", "k") == ANSWER
    assert find_answer(store, "a2", "k") is None
    assert find_answer(store, "a1", "K") is None


def test_after_a_day_it_is_forgotten_and_its_key_is_free_again(store: Store) -> None:
    for name in ("old", "again"):
        keep_answer(store, "a1", name, ANSWER)
    then = datetime.now(UTC) - KEPT_FOR - timedelta(seconds=1)
    store.session.connection().execute(update(KeptAnswerRow).values(time=then))
    assert find_answer(store, "a1", "again") is None
    keep_answer(store, "a1", "again", ANSWER._replace(status=200))
    found = store.session.exec(select(KeptAnswerRow.name, KeptAnswerRow.status)).all()
    assert found == [("again", 200)]
