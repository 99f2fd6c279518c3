"""Keep in mind which labels of the newest release nobody approved: each verdict by one of them says so."""

from collections.abc import Iterable

from taxonomy_service.domain.approvals import ApprovalState, LabelKey
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.approvals import read_approvals
from taxonomy_service.store.schemes import StoredScheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.unapproved_labels import add_unapproved, drop_unapproved, set_unapproved
from taxonomy_service.store.warnings import renew_warnings


def note_unapproved(store: Store, scheme: StoredScheme, released: ConceptScheme) -> None:
    """Note which labels are released without approval; to be called when the content is released."""
    approvals = read_approvals(store, scheme.key).items()
    waiting = frozenset(key for key, approval in approvals if approval.state is ApprovalState.DRAFT)
    set_unapproved(store, scheme.key, waiting & _labels(released) if waiting else ())


def note_states(store: Store, scheme: StoredScheme, labels: Iterable[LabelKey], state: ApprovalState) -> None:
    """Note that labels were approved, or are no longer, as far as the newest release has them."""
    if state is ApprovalState.APPROVED:
        changed = drop_unapproved(store, scheme.key, labels)
    else:
        released = _labels(load_release(store, scheme.id).scheme).intersection(labels) if scheme.current else ()
        add_unapproved(store, scheme.key, released)
        changed = bool(released)
    if changed:
        renew_warnings(store, scheme)


def _labels(scheme: ConceptScheme) -> frozenset[LabelKey]:
    return frozenset(
        LabelKey(concept.iri, label.language, label.kind, label.form)
        for concept in scheme.concepts.values()
        for label in concept.labels
    )
