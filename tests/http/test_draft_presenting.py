from datetime import UTC, datetime

from taxonomy_service.domain import terms
from taxonomy_service.domain.approvals import Approval, ApprovalState, LabelKey
from taxonomy_service.domain.change_sets import Outcome, Step
from taxonomy_service.domain.concepts import Collection, Concept, ConceptId, Note, NoteKind
from taxonomy_service.domain.differences import changed_parts
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.editing.labels import LABEL_NOTE
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import Restore
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Property
from taxonomy_service.domain.stating import Subject, key_of
from taxonomy_service.http.draft_presenting import outcome_shape, resource_shape
from taxonomy_service.services.drafts import DraftResource

HE = LanguageTag("he")
NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_a_label_is_shown_with_what_its_node_states_and_its_approval() -> None:
    label = Label("סנדל", HE, LabelKind.PREFERRED, "urn:n")
    concept = Concept(ConceptId("a"), Iri("urn:a"), (label,), (Note(NoteKind.SCOPE_NOTE, "urn:doc"),))
    stated = (Property(LABEL_NOTE, Literal("פתוח", HE)), Property(terms.EQUIVALENCE, terms.OURS + "broader"))
    approval = Approval(ApprovalState.DRAFT, "a1", NOW)
    approvals = {LabelKey("urn:a", HE, LabelKind.PREFERRED, "סנדל"): approval}
    shape = resource_shape(DraftResource(concept, (Subject("urn:n", stated),), approvals, ("b",), (), "e"))
    (shown,) = shape.labels
    assert (shown.direction, shown.equivalence, shown.note) == ("rtl", "broader", "פתוח")
    assert (shown.approval, shown.since) == ("draft", NOW)
    assert (shape.notes[0].text, shape.broader) == ("urn:doc", ["b"])


def test_an_ordered_collection_is_shown_in_its_order() -> None:
    group = Collection(ConceptId("g"), Iri("urn:g"), member_list=(Iri("urn:b"), Iri("urn:a")))
    shape = resource_shape(DraftResource(group, (), {}, (), (), "e"))
    assert (shape.members, shape.ordered, shape.role) == (["urn:b", "urn:a"], True, "collection")


def test_changes_say_what_became_of_each_resource() -> None:
    about = ConceptScheme(SchemeId("s"), Iri("urn:s"))
    before = Concept(ConceptId("a"), Iri("urn:a"))
    after = Concept(ConceptId("a"), Iri("urn:a"), (Label("सैंडल", LanguageTag("hi"), LabelKind.PREFERRED),))
    group = Collection(ConceptId("g"), Iri("urn:g"))
    changes = (Change(key_of(group), group, None), Change(key_of(after), before, after))
    outcome = Outcome(7, "e", (Step(Restore("a"), changes, frozenset()),), changes, changed_parts(about, changes))
    shape = outcome_shape("s", outcome)
    assert (shape.change_set, shape.dry_run, shape.operations) == (7, False, [["urn:g", "urn:a"]])
    assert [(one.change, one.id) for one in shape.changes] == [("removed", "g"), ("changed", "a")]
    assert [label.form for label in shape.changes[1].labels_added] == ["सैंडल"]
    assert shape.changes[1].added[0].object["language"] == "hi"
