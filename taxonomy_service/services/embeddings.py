"""Embeddings with a memory: each form is encoded once."""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from taxonomy_service.boundaries.embeddings import EmbeddingProvider, Vectors, embedding_provider, unit_rows
from taxonomy_service.domain.errors import Forbidden
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.store.vectors import VectorCache


class RememberingProvider:
    """A provider that looks into a cache first."""

    def __init__(self, provider: EmbeddingProvider, cache: VectorCache) -> None:
        self._provider = provider
        self._cache = cache
        self.name = provider.name
        self.languages = provider.languages

    def embed(self, forms: Sequence[str], language: LanguageTag) -> Vectors:
        """Return a row for each form, of length 1; equal forms are encoded once.

        A vector just made is rounded as one from the cache, so that a second run finds the same.
        """
        distinct = list(dict.fromkeys(forms))
        known = self._cache.find(self.name, distinct)
        missing = [form for form in distinct if form not in known]
        if missing:
            made = dict(zip(missing, self._provider.embed(missing, language), strict=True))
            self._cache.keep(self.name, made)
            known |= {form: self._cache.rounded(vector) for form, vector in made.items()}
        return unit_rows(np.stack([known[form] for form in forms])) if forms else np.zeros((0, 0), dtype=np.float32)


def open_embeddings(name: str, folder: Path | None = None) -> RememberingProvider:
    """Return the provider of this name with its cache in `folder` (by default the platform's cache folder).

    Raises NotFound for an unknown name, NotInstalled for a missing package.
    """
    folder = folder or user_cache_path("taxonomy-service", appauthor=False)
    return RememberingProvider(embedding_provider(name), VectorCache(folder / "vectors.sqlite"))


def allow_embeddings(name: str | None, allowed: Collection[str]) -> None:
    """Raise Forbidden unless the provider of this name, if one is asked for, is among those that the operator allows.

    An encoder takes memory and hours of a processor, and some load what their name says from elsewhere.
    """
    if name is not None and name not in allowed:
        known = ", ".join(sorted(allowed))
        told = (
            message(
                "this service does not use the embeddings {name}: it allows {known}",
                name=Given(name[:100]),
                known=known,
            )
            if known
            else message(
                "this service does not use the embeddings {name}: its operator allows none", name=Given(name[:100])
            )
        )
        raise Forbidden(told, embeddings=name[:100])
