"""What the next release of a scheme takes of its draft, as its settings and the approvals say."""

from taxonomy_service.domain.approved_content import Content, approved_content, labels_not_approved
from taxonomy_service.domain.editing.settings import settings_of
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.stated_languages import stating_languages
from taxonomy_service.services.drafts import open_draft
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.approvals import read_approvals
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store


def content_to_release(
    store: Store, stored: StoredScheme, draft: ConceptScheme, before: ConceptScheme | None = None
) -> Content:
    """Return the content of a draft that may be released, with the settings that it is read by.

    `before` is the newest release, where it is at hand.
    """
    settings = settings_of(open_draft(store, stored))
    waiting = labels_not_approved(read_approvals(store, stored.key), settings.approval)
    if waiting and stored.current and before is None:
        before = load_release(store, stored.id).scheme
    return approved_content(stating_languages(draft, settings), waiting, before)
