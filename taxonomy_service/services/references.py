"""References: what dictionaries, wordnets and other vocabularies say of forms, read and kept."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_cache_path

from taxonomy_service.boundaries.references import LAYOUT, Reference, compile_reference, load_reference
from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.references import ReferenceEntry, ReferenceKind
from taxonomy_service.exchange.lexicons.lexicon_lines import MOST_BYTES
from taxonomy_service.exchange.lexicons.reading import READING, LexiconFile, files_digest, read_lexicon
from taxonomy_service.store.compiled_files import find_compiled, keep_compiled
from taxonomy_service.store.references import delete_reference, find_reference, list_references, put_reference
from taxonomy_service.store.session import Store


class Stated(NamedTuple):
    """What whoever adds a reference says of it; what is empty is told from the file."""

    kind: ReferenceKind | None = None
    name: str = ""
    licence: str = ""
    source: str = ""
    languages: tuple[LanguageTag, ...] = ()


def read_reference(path: Path, kind: ReferenceKind | None = None, *, cache: Path | None = None) -> Reference:
    """Read a file as a reference; its kind, name and languages are told by itself.

    `path` is a SKOS file, either file of a FreeDict, a Ding word list, a wordnet (WN-LMF, OMW tab, Princeton's data
    files) or a folder of wordnet files. What was compiled is kept in the folder `cache` (by default one in the
    platform's cache folder) under the checksum of the files, since a large dictionary takes a quarter of a minute.
    Raises UnreadableFile, NothingToImport, TooLarge.
    """
    folder = cache or user_cache_path("taxonomy-service", appauthor=False) / "references"
    key = hashlib.sha256(f"{LAYOUT} {READING} {kind} {files_digest(path)}".encode()).hexdigest()
    known = find_compiled(folder, key)
    if known is not None:
        with suppress(UnreadableFile):  # damaged: it is only a cache
            return load_reference(known, path.name)
    data = compile_file(path, Stated(kind))
    keep_compiled(folder, key, data)
    return load_reference(data, path.name)


def compile_file(path: Path, stated: Stated, *, limit: int = MOST_BYTES) -> bytes:
    """Read a file of at most `limit` bytes, unpacked, and compile it; see `read_reference`."""
    kind, dictionary = read_lexicon(LexiconFile(path, stated.languages, limit), stated.kind)
    name = stated.name or _plain_name(path)
    entry = ReferenceEntry(
        name, kind, stated.licence or dictionary.licence, stated.source or dictionary.source or path.name, (), 0, 0
    )
    data = compile_reference(entry, dictionary)
    if not load_reference(data, name).entry.forms:
        raise NothingToImport(str(path), message("no forms that can be looked up"))
    return data


def add_reference(store: Store, actor: Actor, path: Path, stated: Stated, *, limit: int = MOST_BYTES) -> ReferenceEntry:
    """Read a file (see `read_reference`) and keep it compiled, in place of a reference of the same name.

    Raises Forbidden, UnreadableFile, NothingToImport, TooLarge.
    """
    require(actor, Action.ADMINISTER)
    data = compile_file(path, stated, limit=limit)
    entry = load_reference(data, path.name).entry
    put_reference(store, entry, data)
    return entry


def remove_reference(store: Store, actor: Actor, name: str) -> None:
    """Remove a reference; raises Forbidden, NotFound."""
    require(actor, Action.ADMINISTER)
    delete_reference(store, name)


def kept_references(store: Store) -> list[ReferenceEntry]:
    """Return what is known of the references that are kept, in order of name."""
    return list_references(store)


def open_references(store: Store) -> list[Reference]:
    """Return all references that are kept, in order of name, ready to be asked."""
    return [open_reference(store, entry.name) for entry in list_references(store)]


def open_reference(store: Store, name: str) -> Reference:
    """Return a reference that is kept, ready to be asked; raises NotFound."""
    return load_reference(find_reference(store, name), name)


def _plain_name(path: Path) -> str:
    """Return the file's name up to its first dot; a folder's whole name.

    >>> _plain_name(Path("/usr/share/dictd/freedict-deu-eng.dict.dz"))
    'freedict-deu-eng'
    """
    return path.name if path.is_dir() else path.name.partition(".")[0]
