from dataclasses import replace
from datetime import UTC, datetime

from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.editing.restating import statement_of
from taxonomy_service.domain.import_effects import import_effect
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Statement
from taxonomy_service.domain.stating import SETTINGS, StatedSettings, statements_of

GREEK = Label("παπούτσι", LanguageTag("el"), LabelKind.PREFERRED)
SHOE = Concept(ConceptId("shoe"), Iri("urn:shoe"))
BEFORE = ConceptScheme(
    SchemeId("s"), Iri("urn:s"), concepts={SHOE.id: SHOE}, statements=(Statement("_:c0", "urn:p", Literal("x")),)
)
BOOT = Concept(ConceptId("boot"), Iri("urn:boot"))


def test_only_what_differs_is_told_and_the_inverse_turns_it_round() -> None:
    after = replace(BEFORE, concepts={SHOE.id: replace(SHOE, labels=(GREEK,)), BOOT.id: BOOT}, statements=())
    settings = StatedSettings(Iri("urn:s"), "{}")
    lost = {LabelKey("urn:shoe", LanguageTag("el"), LabelKind.HIDDEN, "υπόδημα"): _approval()}
    effect = import_effect(BEFORE, after, (settings, None), lost)
    removed, added = ({statement_of(own) for own in rows} for rows in (effect.removed, effect.added))
    assert added == statements_of(BOOT) | (statements_of(after.concepts[SHOE.id]) - statements_of(SHOE))
    assert {(row.subject, row.predicate) for row in removed} == {("_:c0", "urn:p"), ("urn:s", SETTINGS)}
    assert dict(effect.approvals) == lost
    assert (effect.inverse.removed, effect.inverse.added) == (effect.added, effect.removed)
    assert import_effect(BEFORE, BEFORE, (settings, settings), {}).inverse.added == ()


def _approval() -> Approval:
    return Approval(ApprovalState.DRAFT, "a1", datetime(2026, 11, 26, tzinfo=UTC))
