from taxonomy_service.domain.errors import Malformed, NotFound, TooLarge, UnreadableFile


def test_an_error_tells_people_and_programs_the_place() -> None:
    error = UnreadableFile("a.ttl", "cut off", 7)
    assert str(error) == "a.ttl, line 7: cut off"
    assert dict(error.data) == {"file": "a.ttl", "line": 7, "reason": "cut off"}
    assert isinstance(error, Malformed)


def test_a_limit_names_the_setting_that_moves_it() -> None:
    assert str(TooLarge("x.nt", 1000, "bytes", "TAXONOMY_MAX")) == "x.nt: more than 1,000 bytes (setting TAXONOMY_MAX)"


def test_a_name_as_long_as_a_book_is_cut() -> None:
    assert len(str(NotFound("scheme", "x" * 10_000))) < 300
