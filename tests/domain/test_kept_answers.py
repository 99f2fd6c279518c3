from taxonomy_service.domain.kept_answers import KeptAnswer


def test_an_answer_is_kept_as_it_was_sent() -> None:
    answer = KeptAnswer("digest", 201, {"ETag": '"a"'}, "靴".encode())
    assert (answer.status, answer.body.decode()) == (201, "靴")
