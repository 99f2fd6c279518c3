"""Princeton WordNet in: its database files (`data.noun`, `data.verb`, `data.adj`, `data.adv`)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.references import Sense
from taxonomy_service.exchange.lexicons.lexicon_lines import MOST_BYTES, read_lines

ENGLISH = LanguageTag("en")
_SYNSET = re.compile(r"(\d{8}) \d\d ([nvasr]) ([0-9a-f]{2}) ")
_HYPERNYMS = frozenset({"@", "@i"})
_LINE_NUMBER = re.compile(r"^\s*\d+\s")
_MARKER = re.compile(r"\((?:a|p|ip)\)$")


def read_wordnet_database(stream: BinaryIO, name: str, *, limit: int = MOST_BYTES) -> Iterator[Sense]:
    """Yield the synsets of a data file, with ids such as `00001740-n` (wndb(5WN)), as the OMW tab files use them.

    Raises UnreadableFile with the line of a synset that is cut off, NothingToImport where there is none.
    """
    found = False
    for line, row in read_lines(stream, name, limit=limit):
        if row.startswith("  "):  # the licence
            continue
        head = _SYNSET.match(row)
        if head is None:
            raise UnreadableFile(name, message("not a synset of a WordNet data file"), line)
        try:
            sense = _synset(head, row[head.end() :].split(" | ")[0].split(" "))
        except (IndexError, ValueError) as error:
            raise UnreadableFile(name, message("a synset that is cut off"), line) from error
        found = True
        yield sense
    if not found:
        raise NothingToImport(name, message("a WordNet data file without synsets"))


def wordnet_licence(stream: BinaryIO, name: str) -> str:
    """Return the line of the licence at the file's head that names the holder; empty where there is none."""
    for _, row in read_lines(stream, name):
        if not row.startswith("  "):
            break
        if "Copyright" in row:
            return _LINE_NUMBER.sub("", row).strip()
    return ""


def synset_id(offset: str, part_of_speech: str) -> str:
    """Return the id of a synset; satellite adjectives (s) are adjectives (a)."""
    return f"{offset}-{'a' if part_of_speech == 's' else part_of_speech}"


def _synset(head: re.Match[str], fields: list[str]) -> Sense:
    words = int(head[3], 16)
    forms = tuple((ENGLISH, _MARKER.sub("", fields[2 * place]).replace("_", " ")) for place in range(words))
    start = 2 * words + 1
    broader = []
    for place in range(int(fields[start - 1])):
        symbol, offset, part_of_speech, _ = fields[start + 4 * place : start + 4 * place + 4]
        if symbol in _HYPERNYMS:
            broader.append(synset_id(offset, part_of_speech))
    return Sense(forms, synset_id(head[1], head[2]), tuple(broader))
