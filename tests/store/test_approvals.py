from datetime import UTC, datetime

from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.approvals import forget_approvals, forget_orphans, read_approvals, set_approvals
from taxonomy_service.store.draft import write_draft
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store

TURKISH = LabelKey("urn:a", LanguageTag("tr"), LabelKind.PREFERRED, "ayakkabı")
ARABIC = LabelKey("urn:b", LanguageTag("ar"), LabelKind.ALTERNATIVE, "حذاء")
DRAFT = Approval(ApprovalState.DRAFT, "a1", datetime(2026, 11, 25, 1, 2, 3, 4, UTC))


def test_states_come_back_and_are_replaced(store: Store) -> None:
    key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
    set_approvals(store, key, [TURKISH, ARABIC], DRAFT)
    approved = DRAFT._replace(state=ApprovalState.APPROVED, actor="a2")
    set_approvals(store, key, [ARABIC], approved)
    assert read_approvals(store, key) == {TURKISH: DRAFT, ARABIC: approved}
    assert read_approvals(store, key, "urn:b") == {ARABIC: approved}
    forget_approvals(store, key, [TURKISH])
    assert read_approvals(store, key) == {ARABIC: approved}


def test_states_of_labels_that_an_import_took_away_are_forgotten(store: Store) -> None:
    key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
    concept = Concept(ConceptId("a"), Iri("urn:a"), (Label(TURKISH.form, TURKISH.language, TURKISH.kind),))
    write_draft(store, key, None, ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts={concept.id: concept}))
    set_approvals(store, key, [TURKISH, ARABIC], DRAFT)
    forget_orphans(store, key)
    assert set(read_approvals(store, key)) == {TURKISH}
