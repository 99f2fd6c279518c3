"""Files of references on disk, whatever their format."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple

from taxonomy_service.domain import terms
from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.references import Dictionary, ReferenceKind, Sense
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.lexicons.ding import ding_about, read_ding
from taxonomy_service.exchange.lexicons.formats import HEAD_BYTES, LexiconFormat, pair_of_languages, tell_format
from taxonomy_service.exchange.lexicons.freedict import DictFiles, read_freedict
from taxonomy_service.exchange.lexicons.lexicon_lines import MOST_BYTES
from taxonomy_service.exchange.lexicons.skos_senses import scheme_senses
from taxonomy_service.exchange.lexicons.wordnet_database import read_wordnet_database, wordnet_licence
from taxonomy_service.exchange.lexicons.wordnet_lmf import read_wordnet_lmf
from taxonomy_service.exchange.lexicons.wordnet_tab import read_wordnet_tab
from taxonomy_service.exchange.rdf import rdf_format, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.exchange.untrusted import plain_stream

READING = 1
"""Raised when a reader comes to read a file otherwise than before."""
_WORDNET_FILES = ("data.*", "*.tab", "*.tab.gz", "*.xml", "*.xml.gz")
_SUFFIXES = (".index", ".dict.dz", ".dict")


class LexiconFile(NamedTuple):
    """A file to read, what its languages are where they cannot be told, and how many bytes it may have, unpacked."""

    path: Path
    languages: tuple[LanguageTag, ...] = ()
    limit: int = MOST_BYTES


def read_lexicon(file: LexiconFile, kind: ReferenceKind | None = None) -> tuple[ReferenceKind, Dictionary]:
    """Read a file, or a folder of wordnet files whose synsets are joined by their ids.

    The kind is told from the file where none is given. Raises UnreadableFile, NothingToImport, TooLarge.
    """
    if file.path.is_dir():
        return ReferenceKind.WORDNET, _folder(file)
    with ExitStack() as opened:
        stream = opened.enter_context(_open(file.path))
        head = plain_stream(stream).read(HEAD_BYTES) if file.path.is_file() else b""
        found = tell_format(file.path.name, head, kind)
    return found.kind, _READERS[found](file)


def files_digest(path: Path) -> str:
    """Return a digest (SHA-256) of all files that `read_lexicon` reads for this path, of their names and contents.

    Raises UnreadableFile, NothingToImport.
    """
    digest = hashlib.sha256()
    for part in _files(path):
        digest.update(part.name.encode() + b"\0")
        with _open(part) as stream:
            while chunk := stream.read(1 << 20):
                digest.update(hashlib.sha256(chunk).digest())
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return _wordnet_files(path)
    return list(_both_files(path)) if path.name.endswith(_SUFFIXES) else [path]


def _wordnet_files(folder: Path) -> list[Path]:
    paths = sorted({path for pattern in _WORDNET_FILES for path in folder.glob(pattern)})
    if not paths:
        raise NothingToImport(str(folder), message("no wordnet file in the folder (data.noun, *.tab, *.xml)"))
    return paths


def _folder(file: LexiconFile) -> Dictionary:
    paths = _wordnet_files(file.path)
    parts = [read_lexicon(file._replace(path=path), ReferenceKind.WORDNET)[1] for path in paths]
    licences = dict.fromkeys(part.licence for part in parts if part.licence)
    sources = dict.fromkeys(part.source for part in parts if part.source)
    return Dictionary((sense for part in parts for sense in part.senses), ", ".join(licences), ", ".join(sources))


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error


def _freedict(file: LexiconFile) -> Dictionary:
    index, text = _both_files(file.path)
    source, target = pair_of_languages(file.path.name, file.languages)
    with _open(index) as index_stream, _open(text) as text_stream:
        read = read_freedict(
            DictFiles(index_stream, index.name, text_stream, text.name), source, target, limit=file.limit
        )
        return read._replace(senses=list(read.senses))


def _both_files(path: Path) -> tuple[Path, Path]:
    return _beside(path, (".index",)), _beside(path, (".dict.dz", ".dict"))


def _beside(path: Path, suffixes: tuple[str, ...]) -> Path:
    """Return the file of the same dictionary with one of the suffixes."""
    stem = next(str(path).removesuffix(suffix) for suffix in _SUFFIXES if str(path).endswith(suffix))
    for suffix in suffixes:
        if Path(stem + suffix).is_file():
            return Path(stem + suffix)
    wanted = " or ".join(Path(stem + suffix).name for suffix in suffixes)
    raise UnreadableFile(path.name, message("a dictionary is two files; {wanted} is not beside it", wanted=wanted))


def _ding(file: LexiconFile) -> Dictionary:
    source, target = pair_of_languages(file.path.name, file.languages)
    with _open(file.path) as stream:
        licence, address = ding_about(stream, file.path.name)
    senses = _streamed(file, lambda stream: read_ding(stream, file.path.name, source, target, limit=file.limit))
    return Dictionary(senses, licence, address)


def _database(file: LexiconFile) -> Dictionary:
    with _open(file.path) as stream:
        licence = wordnet_licence(stream, file.path.name)
    senses = _streamed(file, lambda stream: read_wordnet_database(stream, file.path.name, limit=file.limit))
    return Dictionary(senses, licence)


def _streamed(file: LexiconFile, read: Callable[[BinaryIO], Iterator[Sense]]) -> Iterator[Sense]:
    with _open(file.path) as stream:
        yield from read(stream)


def _tab(file: LexiconFile) -> Dictionary:
    stated = file.languages[0] if len(file.languages) == 1 else None
    with _open(file.path) as stream:
        return read_wordnet_tab(stream, file.path.name, stated, limit=file.limit)


def _lmf(file: LexiconFile) -> Dictionary:
    with _open(file.path) as stream:
        return read_wordnet_lmf(stream, file.path.name, limit=file.limit)


def _skos(file: LexiconFile) -> Dictionary:
    name = file.path.name
    with _open(file.path) as stream:
        schemes = read_skos(read_statements(stream, name, rdf_format(name), limit=file.limit), name).schemes
    licences = dict.fromkeys(licence for scheme in schemes for licence in _licences(scheme))
    senses = [sense for scheme in schemes for sense in scheme_senses(scheme)]
    return Dictionary(senses, ", ".join(licences), ", ".join(scheme.iri for scheme in schemes))


def _licences(scheme: ConceptScheme) -> list[str]:
    stated = [row.object for row in scheme.properties if row.predicate in {terms.DCT + "license", terms.DCT + "rights"}]
    return [node.value if isinstance(node, Literal) else node for node in stated]


_READERS: dict[LexiconFormat, Callable[[LexiconFile], Dictionary]] = {
    LexiconFormat.SKOS: _skos,
    LexiconFormat.FREEDICT: _freedict,
    LexiconFormat.DING: _ding,
    LexiconFormat.WORDNET_DATABASE: _database,
    LexiconFormat.WORDNET_TAB: _tab,
    LexiconFormat.WORDNET_LMF: _lmf,
}
