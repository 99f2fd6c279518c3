"""An import's effect on a draft: what it was, what the file makes of it, and the writing of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import msgspec

from taxonomy_service.domain.concepts import Collection, Concept
from taxonomy_service.domain.differences import SchemeDifference, difference
from taxonomy_service.domain.import_effects import ImportEffect, import_effect
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stated_languages import StatedLanguages, stated_languages, with_stated, without_languages
from taxonomy_service.domain.statements import is_blank
from taxonomy_service.domain.stating import StatedSettings
from taxonomy_service.services.freezing import freeze
from taxonomy_service.store.approvals import forget_orphans, read_approvals
from taxonomy_service.store.draft import read_draft, write_draft
from taxonomy_service.store.scheme_settings import read_settings, write_settings
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


class ImportedDraft(NamedTuple):
    """The draft of a scheme as a whole: before an import, or after it; settings where any were stated."""

    scheme: ConceptScheme
    settings: StatedSettings | None = None


def draft_before(store: Store, stored: StoredScheme | None) -> ImportedDraft | None:
    """Return the draft as it is, None for a scheme that is new."""
    if stored is None:
        return None
    text = read_settings(store, stored.key)
    return ImportedDraft(read_draft(store, stored.key), None if text is None else StatedSettings(stored.iri, text))


def draft_of_file(before: ImportedDraft | None, read: ConceptScheme) -> ImportedDraft:
    """Return the draft that a file makes: its content, and the settings that it states in place of those before.

    A file that states the same as the draft leaves it as it is, though its blank nodes have other names.
    """
    settings = _settings(before.settings if before else None, read, stated_languages(read))
    scheme = without_languages(read)
    if before is not None and _is_same_but_for_names(before.scheme, scheme):
        scheme = before.scheme
    return ImportedDraft(scheme, settings)


def _settings(
    before: StatedSettings | None, read: ConceptScheme, stated: StatedLanguages | None
) -> StatedSettings | None:
    known = SchemeSettings() if before is None else msgspec.json.decode(before.text, type=SchemeSettings)
    now = with_stated(known, stated)
    return before if now == known else StatedSettings(read.iri, msgspec.json.encode(now, order="sorted").decode())


def _is_same_but_for_names(before: ConceptScheme, after: ConceptScheme) -> bool:
    if before == after or not (_names_blank_nodes(before) and _names_blank_nodes(after)):
        return False
    return freeze(before).content_hash == freeze(after).content_hash


def _names_blank_nodes(scheme: ConceptScheme) -> bool:
    """Say whether a draft holds blank nodes under names; the nodes of its lists have none."""
    return any(is_blank(row.subject) for row in scheme.statements) or any(map(_points_at_blank_node, _things(scheme)))


def _things(scheme: ConceptScheme) -> Iterator[ConceptScheme | Concept | Collection]:
    yield scheme
    yield from scheme.concepts.values()
    yield from scheme.collections.values()


def _points_at_blank_node(thing: ConceptScheme | Concept | Collection) -> bool:
    return (
        any(is_blank(note.content) for note in thing.notes)
        or any(is_blank(stated.object) for stated in thing.properties)
        or any(label.resource is not None and is_blank(label.resource) for label in thing.labels)
    )


def draft_difference(before: ImportedDraft | None, after: ImportedDraft) -> SchemeDifference:
    """Compare the draft before and after an import; other settings are a change of the scheme itself."""
    found = difference(before.scheme if before else None, after.scheme)
    return replace(found, about=True) if before is not None and before.settings != after.settings else found


def write_imported(
    store: Store, target: StoredScheme, before: ImportedDraft | None, after: ImportedDraft
) -> ImportEffect | None:
    """Bring the draft of a scheme into the state after an import, given the one before; return how to undo that."""
    write_draft(store, target.key, before.scheme if before else None, after.scheme)
    if after.settings is not None and (before is None or before.settings != after.settings):
        write_settings(store, target.key, after.settings.text)
    if before is None:
        return None
    states = read_approvals(store, target.key)
    forget_orphans(store, target.key)
    left = read_approvals(store, target.key)
    lost = {label: approval for label, approval in states.items() if label not in left}
    return import_effect(before.scheme, after.scheme, (before.settings, after.settings), lost)
