import pytest
from starlette.testclient import TestClient

from taxonomy_service.domain import errors
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import tell
from taxonomy_service.http.problems import _TITLES, _TYPES, error_response, fault_of, problem_of
from taxonomy_service.services.catalogues import translator


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
        (errors.Gone("not any more"), 410),
        (errors.TooLarge("it", 5, "bytes"), 413),
        (errors.DatabaseOutOfStep("behind"), 503),
        (errors.Unreachable("the issuer is away"), 503),
    ],
)
def test_every_error_has_its_status(error: errors.TaxonomyError, status: int) -> None:
    problem = problem_of(fault_of(error))
    assert problem.status == status
    assert problem.detail == str(error)
    assert problem.type.startswith("urn:taxonomy-service:problem:")


def test_a_problem_names_the_place_for_a_program() -> None:
    assert problem_of(fault_of(errors.UnreadableFile("a.ttl", "cut off", 3))).data == {
        "file": "a.ttl",
        "line": 3,
        "reason": "cut off",
    }


def test_who_is_not_known_is_told_how_to_say_it() -> None:
    assert error_response(errors.Unauthenticated("who are you")).headers["www-authenticate"].startswith("Bearer")


SECOND = {
    "operations": [
        {"operation": "add-label", "concept": "running-shoe", "label": {"form": "حذاء الجري", "language": "ar"}}
    ]
}


@pytest.mark.parametrize(
    ("liked", "language", "detail"),
    [
        (
            "de-AT, en;q=0.5",
            "de",
            "running-shoe hätte zwei Vorzugsbezeichnungen auf Arabisch: „\u2068حذاء الجري\u2069“ und",
        ),
        ("fr", "fr", "deux libellés préférentiels en arabe\u00a0: «\u00a0\u2068حذاء الجري\u2069\u00a0» et"),
        ("ja", "en", "two preferred labels in Arabic: “\u2068حذاء الجري\u2069” and"),
        (None, "en", "two preferred labels in Arabic: “\u2068حذاء الجري\u2069” and"),
    ],
)
def test_a_problem_is_told_in_the_language_that_the_client_likes(
    client: TestClient, admin: dict[str, str], liked: str | None, language: str, detail: str
) -> None:
    headers = {**admin, "If-Match": "*"} | ({"Accept-Language": liked} if liked else {})
    answer = client.post("/admin/v1/schemes/shoes/change-sets", json=SECOND, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert (answer.headers["content-language"], answer.headers["vary"]) == (language, "Accept-Language")
    problem = answer.json()
    assert detail in problem["detail"]
    assert problem["data"]["fault"] == "second-preferred-label", "data is the same in all languages"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/no/such/page", 404),
        ("DELETE", "/v1/schemes", 405),
        ("GET", "/v1/schemes/boots", 404),
        ("POST", "/v1/schemes/shoes/validate", 400),
        ("GET", "/v1/schemes/shoes/changes?since=yesterday", 422),
    ],
)
def test_every_kind_of_failure_says_in_which_language_it_is(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path, headers={"Accept-Language": "es"}, content=b"{" if method == "POST" else None)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (answer.headers["content-language"], "Accept-Language" in answer.headers["vary"]) == ("es", True)
    assert answer.json()["title"] == tell(_TITLES[status], translator(LanguageTag("es")))


def test_every_status_of_the_table_has_a_title_and_a_title_has_no_place() -> None:
    statuses = {status for status, _ in _TYPES.values()}
    assert statuses <= _TITLES.keys()
    assert all(not title.values for title in _TITLES.values())
