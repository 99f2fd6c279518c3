import pytest

from taxonomy_service.domain import errors
from taxonomy_service.http.problems import error_response, problem_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvalidLanguageTag("!"), 400),
        (errors.UnreadableFile("a.ttl", "cut off", 3), 400),
        (errors.NothingToImport("a.ttl", "empty"), 400),
        (errors.Unauthenticated("who are you"), 401),
        (errors.Forbidden("not you"), 403),
        (errors.NotFound("scheme", "x"), 404),
        (errors.Conflict("not now"), 409),
        (errors.TooLarge("it", 5, "bytes"), 413),
        (errors.DatabaseOutOfStep("behind"), 503),
        (errors.Unreachable("the issuer is away"), 503),
    ],
)
def test_every_error_has_its_status(error: errors.TaxonomyError, status: int) -> None:
    problem = problem_of(error)
    assert problem.status == status
    assert problem.detail == str(error)
    assert problem.type.startswith("urn:taxonomy-service:problem:")


def test_a_problem_names_the_place_for_a_program() -> None:
    assert problem_of(errors.UnreadableFile("a.ttl", "cut off", 3)).data == {
        "file": "a.ttl",
        "line": 3,
        "reason": "cut off",
    }


def test_who_is_not_known_is_told_how_to_say_it() -> None:
    assert error_response(errors.Unauthenticated("who are you")).headers["www-authenticate"].startswith("Bearer")
