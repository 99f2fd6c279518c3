"""Translate: hand out a table of what misses a language, and take it back filled."""

from collections.abc import Iterable

from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.change_sets import ChangeSet, Outcome
from taxonomy_service.domain.errors import NothingToImport
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.translations import TranslationRow, filled_in, translation_rows
from taxonomy_service.services.drafts import open_draft
from taxonomy_service.services.editing import Edit, edit
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store


def translation_table(
    store: Store,
    actor: Actor,
    scheme_id: str,
    languages: tuple[LanguageTag, LanguageTag],
    *,
    missing_only: bool = True,
) -> list[TranslationRow]:
    """Return the rows of a scheme's draft to translate; `languages` are the one wanted and the one to start from."""
    language, source = languages
    require(actor, Action.PROPOSE, scheme_id, language)
    scheme = find_scheme(store, scheme_id)
    return list(translation_rows(read_draft(store, scheme.key), language, source, missing_only=missing_only))


def take_translations(
    store: Store, actor: Actor, scheme_id: str, rows: Iterable[TranslationRow], how: Edit | None = None
) -> Outcome:
    """Bring what was filled in into the draft as one change set; look at it first by a dry run.

    Raises UnreadableFile with the row, NothingToImport where nothing new was filled in, and what `edit` raises.
    """
    how = how or Edit()
    require(actor, how.action, scheme_id)
    changes = translation_changes(store, actor, scheme_id, rows, how.provenance.comment)
    return edit(store, actor, scheme_id, changes, how)


def translation_changes(
    store: Store, actor: Actor, scheme_id: str, rows: Iterable[TranslationRow], comment: str = ""
) -> ChangeSet:
    """Return what was filled in as a change set, to be done or proposed; raises as `take_translations` does."""
    require(actor, Action.PROPOSE, scheme_id)
    operations = filled_in(open_draft(store, find_scheme(store, scheme_id)), rows)
    if not operations:
        raise NothingToImport("the table", message("nothing is filled in that the draft does not have already"))
    return ChangeSet(operations, comment or "translations")
