import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor
from taxonomy_service.domain.errors import Conflict, KeyReused, Malformed
from taxonomy_service.domain.kept_answers import KeptAnswer
from taxonomy_service.services.retries import answer_once
from taxonomy_service.store.session import transaction

OTHER = Actor("a2", "Łucja")


def test_a_request_is_done_once_and_answered_as_often_as_asked(engine: Engine) -> None:
    done: list[int] = []

    def do() -> KeptAnswer:
        done.append(1)
        return KeptAnswer("r", 200, {}, b"%d" % len(done))

    for actor, key in ((OPERATOR, "k"), (OPERATOR, "k"), (OTHER, "k"), (OPERATOR, None), (OPERATOR, None)):
        with transaction(engine) as store:
            answer = answer_once(store, actor, key, "r", do)
    assert (len(done), answer.body) == (4, b"4")


def test_a_key_stands_for_one_request(engine: Engine) -> None:
    with transaction(engine) as store:
        answer_once(store, OPERATOR, "k", "r", lambda: KeptAnswer("r", 200, {}, b""))
        with pytest.raises(KeyReused):
            answer_once(store, OPERATOR, "k", "s", lambda: KeptAnswer("s", 200, {}, b""))


def test_a_request_that_failed_may_be_tried_again(engine: Engine) -> None:
    def fail() -> KeptAnswer:
        raise Conflict("busy")

    with pytest.raises(Conflict), transaction(engine) as store:
        answer_once(store, OPERATOR, "k", "r", fail)
    with transaction(engine) as store:
        assert answer_once(store, OPERATOR, "k", "r", lambda: KeptAnswer("r", 201, {}, b"")).status == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb"])
def test_an_unusable_key_is_refused(engine: Engine, key: str) -> None:
    with transaction(engine) as store, pytest.raises(Malformed):
        answer_once(store, OPERATOR, key, "r", lambda: KeptAnswer("r", 200, {}, b""))
