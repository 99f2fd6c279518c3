from datetime import UTC, datetime

from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.givens import GivenNode, GivenStatement
from taxonomy_service.domain.import_effects import ImportEffect
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store
from taxonomy_service.store.undoable_imports import find_effect, keep_effect


def test_an_effect_comes_back_as_it_was_kept(store: Store) -> None:
    key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
    row = GivenStatement("_:c0", "urn:p", GivenNode("नमूना", literal=True, language=LanguageTag("hi")))
    label = LabelKey("urn:a", LanguageTag("he"), LabelKind.HIDDEN, "נעל")
    approval = Approval(ApprovalState.DRAFT, "a1", datetime(2026, 11, 26, 0, 30, tzinfo=UTC))
    effect = ImportEffect((row,), (GivenStatement("urn:a", "urn:p", GivenNode("urn:b")),), ((label, approval),))
    keep_effect(store, key, 7, effect)
    assert find_effect(store, key, 7) == effect
    assert find_effect(store, key, 8) is None
