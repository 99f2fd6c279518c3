import pytest

from taxonomy_service.domain import terms
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.labels import LABEL_NOTE, merged_labels
from taxonomy_service.domain.errors import EditRefused, UnusableForm
from taxonomy_service.domain.givens import GivenLabel, LabelName
from taxonomy_service.domain.labels import Equivalence, Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import AddLabel, Operation, RemoveLabel, ReviseLabel
from taxonomy_service.domain.statements import Literal, Property
from taxonomy_service.domain.stating import ResourceKey, ResourceRole, Subject
from tests.domain.conftest import Do

FR, DE, EN = LanguageTag("fr"), LanguageTag("de"), LanguageTag("en")
SPORT = LabelName("chaussure de sport", FR)
JOGGING = LabelName("jogging shoe", EN, LabelKind.ALTERNATIVE)


def find(draft: Draft, concept: str, form: str) -> Label:
    return next(label for label in draft.labelled(concept).labels if label.form == form)


def stated(draft: Draft, label: Label) -> tuple[Property, ...]:
    assert label.resource is not None
    state = draft.state(ResourceKey(ResourceRole.OTHER, label.resource))
    return state.properties if isinstance(state, Subject) else ()


@pytest.mark.parametrize(
    ("concept", "form", "language"),
    [("running-shoe", "कील", "hi"), ("summer", "الصيف", "ar"), ("shoes", "靴の語彙", "ja")],
)
def test_concepts_collections_and_the_scheme_get_labels(
    do: Do, draft: Draft, concept: str, form: str, language: str
) -> None:
    do(AddLabel(concept, GivenLabel(form, language)))
    assert find(draft, concept, form).language == language


def test_equivalence_and_note_stand_on_a_node_that_the_label_gets(do: Do, draft: Draft) -> None:
    do(
        AddLabel(
            "spike", GivenLabel("chaussure à pointes", "fr", LabelKind.PREFERRED, Equivalence.BROADER, "aussi en golf")
        )
    )
    label = find(draft, "spike", "chaussure à pointes")
    assert label.plain
    assert set(stated(draft, label)) == {
        Property(terms.EQUIVALENCE, terms.OURS + "broader"),
        Property(LABEL_NOTE, Literal("aussi en golf", FR)),
    }


def test_a_revised_label_keeps_its_node_and_what_else_it_states(do: Do, draft: Draft) -> None:
    do(ReviseLabel("running-shoe", JOGGING, form="jogger", kind=LabelKind.HIDDEN, equivalence=Equivalence.NARROWER))
    label = find(draft, "running-shoe", "jogger")
    assert (label.resource, label.kind) == ("https://example.org/shoes/label", LabelKind.HIDDEN)
    assert Property(terms.DCT + "source", Literal("a linguist")) in stated(draft, label)
    do(ReviseLabel("running-shoe", LabelName("jogger", EN, LabelKind.HIDDEN), equivalence=None))
    assert stated(draft, label) == (Property(terms.DCT + "source", Literal("a linguist")),)


def test_the_former_form_may_stay_as_another_kind(do: Do, draft: Draft) -> None:
    do(ReviseLabel("sports-shoe", SPORT, form="chaussure athlétique", former=LabelKind.ALTERNATIVE))
    assert find(draft, "sports-shoe", "chaussure de sport").kind is LabelKind.ALTERNATIVE
    assert find(draft, "sports-shoe", "chaussure athlétique").kind is LabelKind.PREFERRED


def test_two_labels_never_share_a_node(do: Do, draft: Draft) -> None:
    for form in ("spajki", "kolcówki"):
        do(AddLabel("spike", GivenLabel(form, "pl", LabelKind.ALTERNATIVE, Equivalence.EXACT)))
    nodes = [label.resource for label in draft.concept("spike").labels if label.resource]
    assert len(nodes) == len(set(nodes)) == 2


def test_a_removed_label_leaves_nothing_behind(do: Do, draft: Draft) -> None:
    do(RemoveLabel("running-shoe", JOGGING))
    assert all(label.form != "jogging shoe" for label in draft.concept("running-shoe").labels)
    assert draft.state(ResourceKey(ResourceRole.OTHER, "https://example.org/shoes/label")) is None


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (AddLabel("shoe", GivenLabel("Schuh", "de")), "present"),
        (AddLabel("shoe", GivenLabel("Schuhe", "de")), "second-preferred-label"),
        (AddLabel("shoe", GivenLabel("Schuh", "de", LabelKind.HIDDEN)), "label-kind-clash"),
        (ReviseLabel("shoe", SPORT, form="x"), "absent"),
        (RemoveLabel("sports-shoe", LabelName("chaussure de sport", DE)), "absent"),
    ],
)
def test_what_is_refused_and_why(do: Do, operation: Operation, fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(operation)
    assert refused.value.data["fault"] == fault


def test_a_form_that_cannot_be_one_is_refused(do: Do) -> None:
    with pytest.raises(UnusableForm, match="empty"):
        do(ReviseLabel("sports-shoe", SPORT, form=" "))


def test_labels_of_two_concepts_together() -> None:
    kept = [Label("Schuh", DE, LabelKind.PREFERRED)]
    taken = [
        Label("Schuh", DE, LabelKind.HIDDEN),
        Label("Latschen", DE, LabelKind.PREFERRED, "urn:n"),
        Label("shuh", DE, LabelKind.HIDDEN),
    ]
    assert merged_labels(kept, taken)[1:] == [
        Label("Latschen", DE, LabelKind.ALTERNATIVE),
        Label("shuh", DE, LabelKind.HIDDEN),
    ]
