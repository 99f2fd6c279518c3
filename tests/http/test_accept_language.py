import pytest

from taxonomy_service.http.accept_language import liked_languages, told_in


@pytest.mark.parametrize(
    ("header", "liked"),
    [
        (None, []),
        ("", []),
        ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", ["fr-CH", "fr", "en", "de"]),
        ("en;q=0.1, ar", ["ar", "en"]),
        ("de;q=0, es", ["es"]),
        ("not a tag, de_AT, tr;q=x, ja", ["ja"]),
        (", ".join(["!"] * 19 + ["pl", "ja"]), ["pl"]),
    ],
)
def test_languages_come_best_first_and_what_is_none_is_left_out(header: str | None, liked: list[str]) -> None:
    assert list(liked_languages(header)) == liked


@pytest.mark.parametrize(
    ("header", "language"), [("ja, fr-CA;q=0.5, de;q=0.4", "fr"), ("ja", "en"), (None, "en"), ("en, de;q=0.9", "en")]
)
def test_sentences_are_told_in_the_best_language_that_has_a_catalogue(header: str | None, language: str) -> None:
    assert told_in(header) == language
