from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.applying import apply, languages_of, refusals
from taxonomy_service.domain.givens import GivenLabel, LabelName
from taxonomy_service.domain.labels import Equivalence, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import AddLabel, Create, Merge, Move, ReviseLabel
from tests.domain.conftest import Do


def test_what_an_operation_changed_is_told_once_and_in_order(do: Do, draft: Draft) -> None:
    changes = do(Merge("sandal", "running-shoe"))
    assert [change.key for change in changes] == sorted(change.key for change in changes)
    assert draft.step() == ()
    assert {change.key.iri.rpartition("/")[2] for change in draft.changes()} >= {"sandal", "running-shoe", "flip-flop"}


def test_the_languages_of_a_change_are_those_of_its_texts_and_none_for_its_structure(do: Do, draft: Draft) -> None:
    label = GivenLabel("zapatilla", "es", LabelKind.ALTERNATIVE)
    assert languages_of(draft, do(AddLabel("running-shoe", label))) == {"es"}
    assert languages_of(draft, do(Move("spike", ("shoe",)))) == {""}
    assert languages_of(draft, do(Merge("spike", "sandal"))) == {"", "de", "en", "pl"}


def test_what_is_stated_of_a_label_is_in_its_language(do: Do, draft: Draft) -> None:
    jogging = LabelName("jogging shoe", LanguageTag("en"), LabelKind.ALTERNATIVE)
    changes = do(ReviseLabel("running-shoe", jogging, equivalence=Equivalence.BROADER))
    assert languages_of(draft, changes) == {"en"}
    declared = GivenLabel("basket", "fr", LabelKind.HIDDEN, Equivalence.BROADER, "trop large")
    assert languages_of(draft, do(AddLabel("running-shoe", declared))) == {"fr"}


def test_an_operation_and_its_undoing_leave_nothing_changed(draft: Draft) -> None:
    apply(draft, Move("spike", ("shoe",)))
    apply(draft, Move("spike", ("running-shoe",)))
    assert draft.changes() == ()


def test_what_the_draft_refuses_is_told_and_leaves_no_trace_in_what_follows(draft: Draft) -> None:
    given = (
        Create("boot", (GivenLabel("أحذية طويلة", "ar"),), ("nowhere",)),
        Move("spike", ("shoe",)),
        AddLabel("boot", GivenLabel("ботинок", "ru")),
        Move("shoe", ("spike",)),
        Create("boot", (GivenLabel("boot", "en"),), ("spike",)),
    )
    found = refusals(draft, given)
    assert sorted(found) == [0, 2, 3]
    assert "cannot be broader" in str(found[3])
    assert {change.key.iri.rpartition("/")[2] for change in draft.changes()} == {"boot", "spike"}
