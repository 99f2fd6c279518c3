"""Settings: one frozen class, read from `TAXONOMY_*`."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.tokens import TokenPolicy, TokenRules, parse_grants
from taxonomy_service.services.imports import ImportLimits
from taxonomy_service.store.engines import PoolSize, folder_beside

_OTHER_VARIABLES = frozenset({"TAXONOMY_KEY", "TAXONOMY_SHARED_DATA", "TAXONOMY_TEST_DATABASE"})
"""Variables that are no settings of a server: who acts on the command line, and what tests look for."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Settings(BaseSettings):
    """The defaults suit a laptop."""

    model_config = SettingsConfigDict(env_prefix="TAXONOMY_", frozen=True, extra="ignore")

    database_url: str = Field(default="", description="SQLAlchemy URL; by default a file in the platform's data folder")
    database_replica_url: str = Field(default="", description="a replica's SQLAlchemy URL, for all that only reads")
    database_pool: int = Field(default=5, gt=0, description="connections kept open, of each worker and URL")
    database_pool_more: int = Field(default=10, ge=0, description="connections opened beyond them under load")
    database_pool_seconds: float = Field(default=10.0, gt=0, description="how long a request waits for its turn")
    admin_key: SecretStr | None = Field(
        default=None, min_length=24, description="a bootstrap admin key, instead of one made by serve"
    )
    anonymous_reading: bool = Field(default=True, description="whether reading and validation need no key")
    oidc_issuer: str | None = Field(default=None, description="the OpenID Connect issuer whose tokens are believed")
    oidc_audience: str | None = Field(default=None, description="what its tokens for this service state as audience")
    oidc_leeway_seconds: int = Field(default=60, ge=0, le=600, description="how far its clock may be off")
    oidc_claim: str | None = Field(default=None, description="the claim whose values grant something, as groups")
    oidc_grants: dict[str, str] = Field(
        default={}, description='what they grant, as {"terminology-de": "linguist:*:de reviewer:footwear:de"}'
    )
    webhook_private: bool = Field(
        default=False, description="whether webhooks may be at private addresses, and without https"
    )
    event_days: int = Field(
        default=90, ge=0, description="for how many days events are kept once they were delivered; 0 is for ever"
    )
    cors_origins: frozenset[str] = Field(
        default=frozenset(),
        description='origins whose pages may call from a browser, as ["https://labels.example.org"]',
    )
    embeddings: frozenset[str] = Field(
        default=frozenset(), description='sentence encoders that a detection may be asked to use, as ["usem3"]'
    )
    vocabularies: Path | None = Field(default=None, description="folder of the vocabularies loaded on the first start")
    max_import_bytes: int = Field(default=256 * 1024 * 1024, gt=0)
    max_labels_per_concept: int = Field(default=10_000, gt=0)
    max_body_bytes: int = Field(default=16 * 1024 * 1024, gt=0, description="for all requests but imports and streams")
    max_bodies_bytes: int = Field(
        default=256 * 1024 * 1024, gt=0, description="for those bodies that one worker holds at a time, all together"
    )
    max_batch: int = Field(default=10_000, gt=0, description="labels in one JSON batch")
    compiled_folder: Path | None = Field(
        default=None, description="where compiled releases are kept, a folder of the service's own"
    )
    poll_seconds: float = Field(default=1.0, gt=0, description="how often to look for new releases")
    shutdown_seconds: int = Field(default=30, ge=0, description="how long requests may go on once the service is ended")
    workers_folder: Path | None = Field(
        default=None, description="a folder that the workers of one service share; serve --workers makes one"
    )
    metrics_key: SecretStr | None = Field(
        default=None, min_length=24, description="a key for /metrics; without it they are told to this machine alone"
    )
    log_requests: bool = Field(default=False, description="whether each request is a line of the log")

    @cached_property
    def url(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"sqlite:///{user_data_path('taxonomy-service') / 'taxonomy.db'}"

    @property
    def compiled(self) -> Path:
        """The folder of compiled releases, the default filled in; raises DatabaseUnusable for a senseless URL."""
        return self.compiled_folder or folder_beside(self.url)

    @model_validator(mode="after")
    def _check_issuer(self) -> "Settings":
        if self.oidc_issuer is None:
            return self
        if not self.oidc_audience:
            raise ValueError("TAXONOMY_OIDC_AUDIENCE is needed: a token for another service must not count here")
        parts = urlsplit(self.oidc_issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ValueError("TAXONOMY_OIDC_ISSUER must be an https URL")
        for text in self.oidc_grants.values():
            try:
                parse_grants(text)
            except Malformed as error:
                raise ValueError(f"TAXONOMY_OIDC_GRANTS: {error}") from error
        return self

    @property
    def token_policy(self) -> TokenPolicy | None:
        """Which tokens are believed; None where no issuer is named."""
        if self.oidc_issuer is None or self.oidc_audience is None:
            return None
        rules = TokenRules(self.oidc_issuer, self.oidc_audience, self.oidc_leeway_seconds)
        return TokenPolicy(rules, self.oidc_claim, self.oidc_grants)

    @property
    def pool(self) -> PoolSize:
        """The connections of one engine."""
        return PoolSize(self.database_pool, self.database_pool_more, self.database_pool_seconds)

    @property
    def import_limits(self) -> ImportLimits:
        """The limits on files."""
        return ImportLimits(self.max_import_bytes, self.max_labels_per_concept)


def misspelt_settings(environment: Iterable[str]) -> dict[str, str | None]:
    """Return the variables named as settings are which none reads, with the one that seems to be meant.

    >>> misspelt_settings(["TAXONOMY_DATABSE_URL", "TAXONOMY_KEY", "taxonomy_max_batch", "HOME"])
    {'TAXONOMY_DATABSE_URL': 'TAXONOMY_DATABASE_URL'}
    """
    known = {f"TAXONOMY_{name.upper()}" for name in Settings.model_fields} | _OTHER_VARIABLES
    unknown = [name for name in environment if name.startswith("TAXONOMY_") and name not in known]
    return {name: next(iter(get_close_matches(name, known, 1, 0.8)), None) for name in unknown}


def shipped_vocabularies(settings: Settings) -> list[Path]:
    """Return the vocabularies that come with the service: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    folders = (
        [settings.vocabularies]
        if settings.vocabularies
        else [package / "vocabularies", package.parent / "vocabularies"]
    )
    return next((found for folder in folders if (found := sorted(folder.glob("*.ttl")))), [])
