from pathlib import Path

import pytest
from pydantic import ValidationError

from taxonomy_service.settings import Settings, shipped_vocabularies


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "ADMIN_KEY", "VOCABULARIES", "MAX_BATCH", "COMPILED_FOLDER"):
        monkeypatch.delenv(f"TAXONOMY_{name}", raising=False)


def test_a_laptop_needs_no_settings() -> None:
    settings = Settings()
    assert settings.url.startswith("sqlite:///")
    assert settings.url.endswith("taxonomy.db")
    assert settings.import_limits.labels_per_concept == 10_000


def test_compiled_releases_are_kept_beside_the_database_unless_a_folder_is_named(tmp_path: Path) -> None:
    assert Settings(database_url="sqlite:////srv/own.db").compiled == Path("/srv/own.db.compiled")
    assert Settings(database_url="postgresql://db.example/shoes").compiled.parent.name == "compiled"
    assert Settings(database_url="sqlite:////srv/own.db", compiled_folder=tmp_path).compiled == tmp_path


def test_settings_come_from_the_environment_and_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAXONOMY_DATABASE_URL", "sqlite:///x.db")
    monkeypatch.setenv("TAXONOMY_MAX_BATCH", "7")
    settings = Settings()
    assert (settings.url, settings.max_batch) == ("sqlite:///x.db", 7)
    with pytest.raises(ValidationError):
        settings.max_batch = 8


def test_a_short_admin_key_is_refused_and_a_long_one_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAXONOMY_ADMIN_KEY", "secret")
    with pytest.raises(ValidationError):
        Settings()
    monkeypatch.setenv("TAXONOMY_ADMIN_KEY", "a-secret-of-more-than-24-characters")
    assert "a-secret" not in repr(Settings())


def test_the_vocabularies_that_come_with_the_service_are_found(tmp_path: Path) -> None:
    names = [path.stem for path in shipped_vocabularies(Settings())]
    assert names == ["everyday-objects", "footwear", "retail-shelf", "road-scene"]
    (tmp_path / "own.ttl").touch()
    assert [path.name for path in shipped_vocabularies(Settings(vocabularies=tmp_path))] == ["own.ttl"]


def test_an_issuer_is_believed_for_one_audience(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().token_policy is None
    monkeypatch.setenv("TAXONOMY_OIDC_ISSUER", "https://login.example.org/realms/Größe")
    monkeypatch.setenv("TAXONOMY_OIDC_AUDIENCE", "taxonomy")
    monkeypatch.setenv("TAXONOMY_OIDC_CLAIM", "groups")
    monkeypatch.setenv("TAXONOMY_OIDC_GRANTS", '{"Terminologie": "linguist:*:de reviewer:footwear:de"}')
    policy = Settings().token_policy
    assert policy is not None
    assert policy.rules == ("https://login.example.org/realms/Größe", "taxonomy", 60)
    assert policy.grants == {"Terminologie": "linguist:*:de reviewer:footwear:de"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"oidc_issuer": "https://login.example.org"}, "TAXONOMY_OIDC_AUDIENCE is needed"),
        ({"oidc_issuer": "http://login.example.org", "oidc_audience": "t"}, "https URL"),
        ({"oidc_issuer": "login.example.org", "oidc_audience": "t"}, "https URL"),
        ({"oidc_issuer": "http://localhost:8080", "oidc_audience": "t", "oidc_grants": {"a": "king"}}, "'king'"),
        ({"oidc_issuer": "http://localhost", "oidc_audience": "t", "oidc_leeway_seconds": 86_400}, "600"),
    ],
)
def test_an_issuer_that_cannot_be_trusted_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Settings(**changes)  # type: ignore[arg-type]


def test_pool_is_sized_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().pool == (5, 10, 10.0)
    monkeypatch.setenv("TAXONOMY_DATABASE_POOL", "2")
    monkeypatch.setenv("TAXONOMY_DATABASE_POOL_MORE", "0")
    monkeypatch.setenv("TAXONOMY_DATABASE_POOL_SECONDS", "0.5")
    assert Settings().pool == (2, 0, 0.5)
