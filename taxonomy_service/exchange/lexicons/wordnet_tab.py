"""Open Multilingual Wordnet in: its tab files (`wn-data-fra.tab`), lemmas in one language for Princeton's synsets."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from taxonomy_service.domain.errors import InvalidLanguageTag, NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.references import Dictionary, Sense
from taxonomy_service.exchange.lexicons.lexicon_lines import MOST_BYTES, read_lines
from taxonomy_service.exchange.lexicons.wordnet_database import synset_id

_SYNSET = re.compile(r"(\d{8})-([nvasr])")
_NO_LEMMAS = frozenset({"GAP!", "PSEUDOGAP!"})
"""They say that the language has no word for the synset."""


def read_wordnet_tab(
    stream: BinaryIO, name: str, language: LanguageTag | None = None, *, limit: int = MOST_BYTES
) -> Dictionary:
    """Read a tab file whole; its language is the one its first line states, unless another is given.

    Raises UnreadableFile with the line where there are fewer than three fields, no synset's id or no language;
    NothingToImport where there is no lemma.
    """
    senses: list[Sense] = []
    about: list[str] = []
    for line, row in read_lines(stream, name, limit=limit):
        if line == 1 and row.startswith("#"):
            about = [field.strip() for field in row.lstrip("# ").split("\t")]
            language = language or _stated_language(about)
        elif row and not row.startswith("#"):
            senses += _lemmas(row, name, line, language)
    if not senses:
        raise NothingToImport(name, message("a tab file of a wordnet without lemmas"))
    licence, source = (about[3] if len(about) > 3 else ""), (about[2] if len(about) > 2 else "")
    return Dictionary(senses, licence, source)


def _stated_language(about: list[str]) -> LanguageTag | None:
    try:
        return parse_language_tag(about[1]) if len(about) > 1 else None
    except InvalidLanguageTag:
        return None


def _lemmas(row: str, name: str, line: int, stated: LanguageTag | None) -> Iterator[Sense]:
    fields = row.split("\t")
    synset = _SYNSET.fullmatch(fields[0])
    if synset is None or len(fields) < 3:
        raise UnreadableFile(name, message("a synset's id, a relation and a value are wanted, tabs between"), line)
    prefix, _, relation = fields[1].rpartition(":")
    if relation != "lemma":
        return
    language = stated or (_stated_language(["", prefix]) if prefix else None)
    if language is None:
        raise UnreadableFile(
            name, message("neither the first line nor this one says in which language; state it"), line
        )
    lemma = fields[2].strip().replace("_", " ")
    if lemma and lemma not in _NO_LEMMAS:
        yield Sense(((language, lemma),), synset_id(synset[1], synset[2]))
