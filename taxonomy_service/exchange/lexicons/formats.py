"""Which kind of reference a file holds, told by its name and its first bytes."""

import re
from enum import StrEnum
from pathlib import PurePath

from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.languages import LanguageTag, parse_language_tag
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.references import ReferenceKind
from taxonomy_service.exchange.rdf import rdf_format


class LexiconFormat(StrEnum):
    """The formats that are read."""

    SKOS = "skos"
    FREEDICT = "freedict"
    DING = "ding"
    WORDNET_DATABASE = "wordnet-database"
    WORDNET_TAB = "wordnet-tab"
    WORDNET_LMF = "wordnet-lmf"

    @property
    def kind(self) -> ReferenceKind:
        """The kind of reference that such files hold."""
        return ReferenceKind(self.value.partition("-")[0])


HEAD_BYTES = 4096
_FREEDICT = re.compile(r"\.(index|dict|dict\.dz)$")
_DATABASE = re.compile(r"^data\.(noun|verb|adj|adv)$")
_TAB_ROW = re.compile(rb"^\d{8}-[nvasr]\t", re.MULTILINE)
_DING_ROW = re.compile(rb"^[^#\n].*\S :: \S", re.MULTILINE)
_PAIR = re.compile(r"(?<![a-z])([a-z]{2,3})-([a-z]{2,3})(?![a-z])")


def tell_format(name: str, head: bytes, kind: ReferenceKind | None = None) -> LexiconFormat:
    """Tell the format of a file from its name and its first bytes (unpacked), `kind` restricting the choice.

    Raises UnreadableFile where it cannot be told, or is none of that kind.
    """
    found = _told(PurePath(name).name.removesuffix(".gz"), head)
    if kind in {ReferenceKind.DING, ReferenceKind.SKOS}:
        return LexiconFormat(kind.value)
    if found is None or (kind is not None and found.kind is not kind):
        raise UnreadableFile(name, _cannot_tell(kind))
    return found


def _cannot_tell(kind: ReferenceKind | None) -> Message:
    if kind is not None:
        return message("cannot tell a {kind} file from its name or its first lines", kind=kind)
    return message(
        "cannot tell which kind of reference this is from its name or its first lines; "
        "`taxonomy-service reference add --kind` is told it (one of {kinds})",
        kinds=", ".join(ReferenceKind),
    )


def _told(name: str, head: bytes) -> LexiconFormat | None:
    if _FREEDICT.search(name):
        return LexiconFormat.FREEDICT
    if _DATABASE.match(name):
        return LexiconFormat.WORDNET_DATABASE
    if b"<LexicalResource" in head:
        return LexiconFormat.WORDNET_LMF
    if _TAB_ROW.search(head):
        return LexiconFormat.WORDNET_TAB
    if _DING_ROW.search(head):
        return LexiconFormat.DING
    return LexiconFormat.SKOS if _is_rdf(name) else None


def _is_rdf(name: str) -> bool:
    try:
        rdf_format(name)
    except UnreadableFile:
        return False
    return True


def pair_of_languages(name: str, stated: tuple[LanguageTag, ...]) -> tuple[LanguageTag, LanguageTag]:
    """Return the two languages of a dictionary: those stated, else those in its file's name (`deu-eng`, `de-en`).

    Raises UnreadableFile where neither tells two.

    >>> pair_of_languages("freedict-deu-eng.index", ())
    ('de', 'en')
    """
    if len(stated) == 2:
        return stated[0], stated[1]
    match = _PAIR.search(PurePath(name).name)
    if match is None or stated:
        raise UnreadableFile(
            name,
            message("the name does not tell the two languages; state them to 'reference add', the headwords' first"),
        )
    return parse_language_tag(match[1]), parse_language_tag(match[2])
