"""References: what dictionaries, wordnets and other vocabularies say of forms, read and kept."""

from pathlib import Path
from typing import NamedTuple

from taxonomy_service.boundaries.references import Reference, compile_reference, load_reference
from taxonomy_service.domain.errors import NothingToImport
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind
from taxonomy_service.exchange.lexicons.lexicon_lines import MOST_BYTES
from taxonomy_service.exchange.lexicons.reading import LexiconFile, read_lexicon


class Stated(NamedTuple):
    """What whoever adds a reference says of it; what is empty is told from the file."""

    kind: ReferenceKind | None = None
    name: str = ""
    licence: str = ""
    source: str = ""
    languages: tuple[LanguageTag, ...] = ()


def read_reference(path: Path, kind: ReferenceKind | None = None) -> Reference:
    """Read a file as a reference; its kind, name and languages are told by itself.

    `path` is a SKOS file, either file of a FreeDict, a Ding word list, a wordnet (WN-LMF, OMW tab, Princeton's data
    files) or a folder of wordnet files. Raises UnreadableFile, NothingToImport, TooLarge.
    """
    return load_reference(compile_file(path, Stated(kind)), path.name)


def compile_file(path: Path, stated: Stated, *, limit: int = MOST_BYTES) -> bytes:
    """Read a file of at most `limit` bytes, unpacked, and compile it; see `read_reference`."""
    kind, dictionary = read_lexicon(LexiconFile(path, stated.languages, limit), stated.kind)
    name = stated.name or _plain_name(path)
    entry = ReferenceEntry(
        name, kind, stated.licence or dictionary.licence, stated.source or dictionary.source or path.name, (), 0, 0
    )
    data = compile_reference(entry, dictionary)
    if not load_reference(data, name).entry.forms:
        raise NothingToImport(str(path), "no forms that can be looked up")
    return data


def _plain_name(path: Path) -> str:
    """Return the file's name up to its first dot; a folder's whole name.

    >>> _plain_name(Path("/usr/share/dictd/freedict-deu-eng.dict.dz"))
    'freedict-deu-eng'
    """
    return path.name if path.is_dir() else path.name.partition(".")[0]
