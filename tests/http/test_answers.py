import gc

import pytest
from prometheus_client import CollectorRegistry, Counter
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.http.answers import LONGEST, Answer, Answers
from taxonomy_service.settings import Settings
from tests.http.conftest import SHOES


class Index:
    """Any index will do, as long as it is one thing."""


@pytest.fixture
def counter() -> Counter:
    return Counter("verdicts", "of this test", registry=CollectorRegistry())


def test_an_answer_is_that_of_its_release_and_goes_with_it(counter: Counter) -> None:
    kept, old, new = Answers(), Index(), Index()
    kept.keep(old, b"q", Answer(b"old", counter))  # type: ignore[arg-type]
    kept.keep(new, b"q", Answer(b"new", counter))  # type: ignore[arg-type]
    for index, content in ((old, b"old"), (new, b"new")):
        found = kept.find(index, b"q")  # type: ignore[arg-type]
        assert found is not None
        assert found.content == content
    assert kept.find(new, b"another") is None  # type: ignore[arg-type]
    del old, index
    gc.collect()
    assert len(kept._known) == 1


def test_no_more_is_remembered_than_there_is_room_for(counter: Counter) -> None:
    kept, index = Answers(most=3), Index()
    for number in range(10):
        kept.keep(index, b"%d" % number, Answer(b"", counter))  # type: ignore[arg-type]
    assert [number for number in range(10) if kept.find(index, b"%d" % number)] == [9]  # type: ignore[arg-type]
    kept.keep(index, b"long", Answer(b" " * LONGEST, counter))  # type: ignore[arg-type]
    assert kept.find(index, b"long") is None  # type: ignore[arg-type]


def test_what_was_answered_before_is_answered_alike_and_counted(filled: Settings) -> None:
    with TestClient(create_app(filled), client=("127.0.0.1", 4711)) as client:
        ask_again(client)


def ask_again(client: TestClient) -> None:
    question = {"label": "Laufschuh", "language": "de", "concept": "running-shoe"}
    first, *others = (client.post("/v1/schemes/shoes/validate", json=question) for _ in range(4))
    assert {answer.content for answer in others} == {first.content}
    assert [answer.headers["content-type"] for answer in others] == ["application/json"] * 3
    counted = client.get("/metrics").text
    assert 'taxonomy_verdicts_total{language="de",verdict="preferred"} 4.0' in counted


def test_an_answer_of_before_is_not_given_by_a_new_release(client: TestClient, admin: dict[str, str]) -> None:
    question = {"label": "Laufschuh", "language": "de"}
    asked = [client.post("/v1/schemes/shoes/validate", json=question).json() for _ in range(2)]
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    assert client.post("/admin/v1/imports?name=s.ttl", headers=admin, content=changed.encode()).status_code == 200
    asked += [client.post("/v1/schemes/shoes/validate", json=question).json() for _ in range(2)]
    asked.append(client.post("/v1/schemes/shoes/validate?release=1", json=question).json())
    assert [answer["verdict"] for answer in asked] == ["preferred", "preferred", "unknown", "unknown", "preferred"]
    assert [answer["release"]["number"] for answer in asked] == [1, 1, 2, 2, 1]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"label": 7}', b"\xff"])
def test_a_body_that_is_no_question_is_refused_each_time(client: TestClient, body: bytes) -> None:
    answers_ = [client.post("/v1/schemes/shoes/validate", content=body) for _ in range(2)]
    assert answers_[0].status_code in {400, 422}
    assert answers_[0].content == answers_[1].content
