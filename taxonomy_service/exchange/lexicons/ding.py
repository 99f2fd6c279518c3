"""Ding in: a word list with `::` between two languages, `|` between variants and `;` between synonyms."""

from collections.abc import Iterator
from typing import BinaryIO

from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.references import Sense
from taxonomy_service.exchange.lexicons.lexicon_lines import MOST_BYTES, read_lines
from taxonomy_service.exchange.lexicons.written_forms import bare, usable_forms

_ABBREVIATIONS = 2


def read_ding(
    stream: BinaryIO, name: str, source: LanguageTag, target: LanguageTag, *, limit: int = MOST_BYTES
) -> Iterator[Sense]:
    """Yield the senses of a word list, in its order: one for each pair of variants that stand for one another.

    Lines that begin with `#` are remarks. Raises UnreadableFile for a line without `::`, NothingToImport where there
    are only remarks.
    """
    found = False
    for line, row in read_lines(stream, name, limit=limit):
        if row.startswith("#") or not row.strip():
            continue
        left, mark, right = row.partition("::")
        if not mark:
            raise UnreadableFile(name, message("no '::' between two languages; is this a Ding word list?"), line)
        found = True
        yield from _senses(left, right, source, target)
    if not found:
        raise NothingToImport(name, message("a word list of remarks only"))


def ding_about(stream: BinaryIO, name: str) -> tuple[str, str]:
    """Return the licence and the address that the remarks before the first entry state; empty where they do not."""
    stated: dict[str, str] = {}
    for _, row in read_lines(stream, name):
        if not row.startswith("#"):
            break
        label, _, value = row.lstrip("# ").partition("::")
        stated.setdefault(label.strip().lower(), value.strip())
    return stated.get("license", ""), stated.get("url", "")


def _senses(left: str, right: str, source: LanguageTag, target: LanguageTag) -> Iterator[Sense]:
    """Yield what stands at the same place on both sides; where the counts differ only the first is sure."""
    ours, theirs = left.split("|"), right.split("|")
    pairs = list(zip(ours, theirs, strict=False)) if len(ours) == len(theirs) else [(ours[0], theirs[0])]
    for own, other in pairs:
        forms = [(source, form) for form in _forms(own)]
        translations = [(target, form) for form in _forms(other)]
        if forms and translations:
            yield Sense((*forms, *translations))


def _forms(variant: str) -> tuple[str, ...]:
    return usable_forms(_without_abbreviation(part) for part in bare(variant).split(";"))


def _without_abbreviation(part: str) -> str:
    """Return the part without the abbreviation that Ding writes in slashes behind it (`precipitator /ESP/`)."""
    text, slash, abbreviated = part.strip().removesuffix("/").partition(" /")
    return text if slash and part.count("/") == _ABBREVIATIONS and abbreviated else part
