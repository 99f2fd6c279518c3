import json

from tests.cli.conftest import Run


def test_schemes_are_listed_for_programs(shoes: Run) -> None:
    (scheme,) = json.loads(shoes("schemes", "--format", "json").stdout)
    assert scheme["id"] == "shoes"
    assert scheme["iri"] == "https://example.org/shoes"
    assert scheme["languages"] == ["ar", "de", "en", "fr", "hi", "ja", "pl", "tr"]


def test_schemes_are_listed_for_people(shoes: Run) -> None:
    shown = shoes("schemes").stdout
    assert "https://example.org/shoes" in shown
    assert "ar de en fr hi ja pl tr" in shown


def test_releases_are_listed_for_people(shoes: Run) -> None:
    assert "2026-11" in shoes("releases", "shoes").stdout
