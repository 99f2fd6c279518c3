"""An import's effect on a draft: what it was, what the file makes of it, and the writing of it."""

from dataclasses import replace
from typing import NamedTuple

import msgspec

from taxonomy_service.domain.differences import SchemeDifference, difference
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stated_languages import stated_languages, with_stated, without_languages
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.store.approvals import forget_orphans
from taxonomy_service.store.draft import read_draft, write_draft
from taxonomy_service.store.scheme_settings import read_settings, write_settings
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


class ImportedDraft(NamedTuple):
    """The draft of a scheme as a whole: before an import, or after it."""

    scheme: ConceptScheme
    settings: SchemeSettings


def draft_before(store: Store, stored: StoredScheme | None) -> ImportedDraft | None:
    """Return the draft as it is, None for a scheme that is new."""
    if stored is None:
        return None
    body = read_settings(store, stored.key)
    settings = SchemeSettings() if body is None else msgspec.json.decode(body, type=SchemeSettings)
    return ImportedDraft(read_draft(store, stored.key), settings)


def draft_of_file(before: ImportedDraft | None, read: ConceptScheme) -> ImportedDraft:
    """Return the draft that a file makes: its content, and the settings that it states in place of those before.

    A file that states the same as the draft leaves it as it is, though its blank nodes have other names.
    """
    settings = with_stated(before.settings if before else SchemeSettings(), stated_languages(read))
    scheme = without_languages(read)
    same = before is not None and before.scheme != scheme and _text(before.scheme) == _text(scheme)
    return ImportedDraft(before.scheme if before is not None and same else scheme, settings)


def _text(scheme: ConceptScheme) -> str:
    return canonical_text(scheme_statements(scheme))


def draft_difference(before: ImportedDraft | None, after: ImportedDraft) -> SchemeDifference:
    """Compare the draft before and after an import; other settings are a change of the scheme itself."""
    found = difference(before.scheme if before else None, after.scheme)
    return replace(found, about=True) if before is not None and before.settings != after.settings else found


def write_imported(store: Store, target: StoredScheme, before: ImportedDraft | None, after: ImportedDraft) -> None:
    """Bring the draft of a scheme into the state after an import, given the one before."""
    write_draft(store, target.key, before.scheme if before else None, after.scheme)
    if after.settings != (before.settings if before else SchemeSettings()):
        write_settings(store, target.key, msgspec.json.encode(after.settings, order="sorted").decode())
    forget_orphans(store, target.key)
