import pickle

import pytest

from taxonomy_service.domain.errors import (
    Conflict,
    InvalidLanguageTag,
    Malformed,
    NotFound,
    TaxonomyError,
    TooLarge,
    UnreadableFile,
)


def test_an_error_tells_people_and_programs_the_place() -> None:
    error = UnreadableFile("a.ttl", "cut off", 7)
    assert str(error) == "a.ttl, line 7: cut off"
    assert dict(error.data) == {"file": "a.ttl", "line": 7, "reason": "cut off"}
    assert isinstance(error, Malformed)


def test_a_limit_names_the_setting_that_moves_it() -> None:
    assert str(TooLarge("x.nt", 1000, "bytes", "TAXONOMY_MAX")) == "x.nt: more than 1,000 bytes (setting TAXONOMY_MAX)"


def test_a_name_as_long_as_a_book_is_cut() -> None:
    assert len(str(NotFound("scheme", "x" * 10_000))) < 300


def test_a_tag_that_is_broken_text_can_be_told() -> None:
    error = InvalidLanguageTag(chr(0xD800) + "日" * 99)
    assert str(error).encode()
    assert len(str(error.data["tag"])) == 60


def test_the_data_of_an_error_cannot_be_changed() -> None:
    error: TaxonomyError = Conflict("taken", scheme="s")
    with pytest.raises(TypeError):
        error.data["scheme"] = "other"  # type: ignore[index]


@pytest.mark.parametrize(
    "error", [UnreadableFile("a.ttl", "cut off", 7), TooLarge("x", 1, "bytes"), NotFound("scheme", "鞋")]
)
def test_an_error_goes_whole_from_one_process_to_another(error: TaxonomyError) -> None:
    handed = pickle.loads(pickle.dumps(error))
    assert type(handed) is type(error)
    assert (str(handed), dict(handed.data)) == (str(error), dict(error.data))
