"""References: what dictionaries, wordnets and other vocabularies say that forms denote."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from taxonomy_service.domain.languages import LanguageTag


class ReferenceKind(StrEnum):
    """What a reference was made from."""

    SKOS = "skos"
    FREEDICT = "freedict"
    DING = "ding"
    WORDNET = "wordnet"


class Sense(NamedTuple):
    """One meaning: the forms that have it, each with its language, and the ids of broader senses.

    `id` is empty where nothing refers to the sense; senses of one id are one sense, wherever they were read.
    """

    forms: tuple[tuple[LanguageTag, str], ...]
    id: str = ""
    broader: tuple[str, ...] = ()


class Dictionary(NamedTuple):
    """The senses of a file, and what it says itself of its licence and where it comes from."""

    senses: Iterable[Sense]
    licence: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """What is known of a reference without opening it; `checksum` is the SHA-256 of its compiled form."""

    name: str
    kind: ReferenceKind
    licence: str
    source: str
    languages: tuple[LanguageTag, ...]
    senses: int
    forms: int
    checksum: str = ""
