"""WN-LMF in: the XML in which the Global WordNet Association and the Open Multilingual Wordnet publish."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from taxonomy_service.domain.errors import InvalidLanguageTag, NothingToImport, TooLarge, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.domain.references import Dictionary, Sense
from taxonomy_service.exchange.annotations.xml_stream import Element, walk_elements
from taxonomy_service.exchange.lexicons.lexicon_lines import MOST_BYTES
from taxonomy_service.exchange.untrusted import LimitedStream, plain_stream

_HYPERNYMS = frozenset({"hypernym", "instance_hypernym"})
_MOST_LEXICONS = 1000


@dataclass(slots=True)
class _Reading:
    """What was read so far; synsets are known by their ids in the file until the whole was seen."""

    name: str
    languages: dict[str, LanguageTag] = field(default_factory=dict)
    licences: dict[str, None] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    language: LanguageTag | None = None
    lemma: str = ""
    synset: str = ""
    forms: dict[str, list[tuple[LanguageTag, str]]] = field(default_factory=lambda: defaultdict(list))
    inter: dict[str, str] = field(default_factory=dict)
    broader: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_wordnet_lmf(stream: BinaryIO, name: str, *, limit: int = MOST_BYTES) -> Dictionary:
    """Read all lexicons of a file whole; synsets with one interlingual index (`ili`) are one sense.

    Raises UnreadableFile (not well-formed, entities, a lexicon without a language, another root), TooLarge above
    `limit` bytes, NothingToImport where there is no lemma.
    """
    reading = _Reading(name)
    limited = LimitedStream(plain_stream(stream), name, limit)
    for step in walk_elements(limited, name, "LexicalResource", doctype=True):
        if step.opens:
            _open(step.element, reading)
    if not reading.forms:
        raise NothingToImport(name, message("a wordnet without lemmas"))
    return Dictionary(list(_senses(reading)), ", ".join(reading.licences), ", ".join(reading.sources))


def _open(element: Element, reading: _Reading) -> None:
    if element.tag == "Lexicon":
        _open_lexicon(element, reading)
    elif element.tag == "Lemma":
        reading.lemma = (element.get("writtenForm") or "").strip()
    elif element.tag == "Sense" and reading.lemma and reading.language is not None:
        reading.forms[element.get("synset") or ""].append((reading.language, reading.lemma))
    elif element.tag == "Synset":
        reading.synset = element.get("id") or ""
        reading.inter[reading.synset] = _interlingual(element)
    elif element.tag == "SynsetRelation" and element.get("relType") in _HYPERNYMS:
        reading.broader[reading.synset].append(element.get("target") or "")


def _open_lexicon(element: Element, reading: _Reading) -> None:
    tag = element.get("language") or ""
    try:
        reading.language = parse_language_tag(tag)
    except InvalidLanguageTag as error:
        raise UnreadableFile(
            reading.name, message("the language {tag} of a lexicon is not a language tag", tag=Given(tag[:60]))
        ) from error
    reading.licences |= dict.fromkeys(filter(None, [element.get("license")]))
    reading.sources |= dict.fromkeys(filter(None, [element.get("url")]))
    if len(reading.licences) + len(reading.sources) > _MOST_LEXICONS:
        raise TooLarge(reading.name, _MOST_LEXICONS, message("licences and sources"))


def _interlingual(element: Element) -> str:
    """Return the interlingual index; `in` only says that one was proposed."""
    index = element.get("ili") or ""
    return "" if index == "in" else index


def _senses(reading: _Reading) -> Iterator[Sense]:
    def shared(synset: str) -> str:
        return reading.inter.get(synset) or synset

    for synset, forms in reading.forms.items():
        if synset:
            yield Sense(tuple(dict.fromkeys(forms)), shared(synset))
    for synset, broader in reading.broader.items():
        yield Sense((), shared(synset), tuple(dict.fromkeys(map(shared, broader))))
