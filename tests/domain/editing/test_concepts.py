import pytest

from taxonomy_service.domain.concepts import is_retired, successors
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.givens import GivenLabel, GivenNote
from taxonomy_service.domain.labels import Equivalence, LabelKind
from taxonomy_service.domain.operations import Create, NarrowerPolicy, Restore, Retire, Revise
from tests.domain.conftest import Do

NS = "https://example.org/shoes/"


def test_a_new_concept_stands_where_the_scheme_would_put_it(do: Do, draft: Draft) -> None:
    do(
        Create(
            "boot",
            (GivenLabel("长靴", "zh-hans"), GivenLabel("Stiefel", "de")),
            ("shoe",),
            (GivenNote("bedeckt", "de"),),
            ("B1",),
        )
    )
    boot = draft.concept("boot")
    assert boot.iri == NS + "boot"
    assert [(label.form, label.language) for label in boot.labels] == [("Stiefel", "de"), ("长靴", "zh-Hans")]
    assert draft.broader(boot.iri) == (NS + "shoe",)
    assert (boot.notations[0].value, boot.notes[0].kind) == ("B1", "definition")
    assert boot.iri not in draft.about.top_concepts


def test_a_new_concept_without_a_broader_one_is_a_top_concept_as_the_others_are(do: Do, draft: Draft) -> None:
    do(Create("lace"))
    assert NS + "lace" in draft.about.top_concepts
    assert ("topConceptOf", draft.about.iri) in draft.concept("lace").relations


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (Create("shoe"), "id-used"),
        (Create("summer"), "id-used"),
        (Create("new", iri=NS + "sandal"), "iri-used"),
        (Create("new", iri="https://example.org/shoes"), "iri-used"),
        (Create("new", iri="no iri"), "invalid-iri"),
        (Create("a b"), "invalid-id"),
        (Create(".."), "invalid-id"),
        (Create("new", broader=("clog",)), "retired"),
        (Create("new", labels=(GivenLabel("a", "de"), GivenLabel("b", "de"))), "second-preferred-label"),
        (Create("new", labels=(GivenLabel("a", "de"), GivenLabel("a", "de", LabelKind.HIDDEN))), "label-kind-clash"),
        (Retire("clog"), "retired"),
        (Retire("spike", ("spike",)), "same-concept"),
        (Retire("spike", ("clog",)), "retired"),
        (Retire("running-shoe"), "narrower-undecided"),
        (Restore("shoe"), "not-retired"),
    ],
)
def test_what_is_refused_and_why(do: Do, operation: Create | Retire | Restore, fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(operation)
    assert refused.value.data["fault"] == fault


def test_what_is_not_there_is_not_found(do: Do) -> None:
    with pytest.raises(NotFound, match="nothing"):
        do(Retire("nothing"))
    with pytest.raises(NotFound, match="nothing"):
        do(Retire("spike", ("nothing",)))


def test_a_retired_concept_names_its_successors(do: Do, draft: Draft) -> None:
    do(Retire("spike", ("sandal", "heel")))
    assert is_retired(draft.concept("spike"))
    assert successors(draft.concept("spike")) == (NS + "heel", NS + "sandal")


@pytest.mark.parametrize(
    ("successor", "policy", "broader"),
    [
        ((), NarrowerPolicy.REPARENT, ("sports-shoe",)),
        (("sandal",), NarrowerPolicy.REPARENT, ("sandal",)),
        ((), NarrowerPolicy.ORPHAN, ()),
    ],
)
def test_narrower_concepts_go_where_the_policy_says(
    do: Do, draft: Draft, successor: tuple[str, ...], policy: NarrowerPolicy, broader: tuple[str, ...]
) -> None:
    do(Retire("running-shoe", successor, policy))
    assert not is_retired(draft.concept("spike"))
    assert draft.broader(NS + "spike") == tuple(NS + own for own in broader)
    assert (NS + "spike" in draft.about.top_concepts) is (not broader)


def test_a_branch_is_retired_with_its_root_and_the_same_successors(do: Do, draft: Draft) -> None:
    do(Retire("sports-shoe", ("shoe",), NarrowerPolicy.RETIRE))
    for own in ("sports-shoe", "running-shoe", "spike"):
        assert is_retired(draft.concept(own))
        assert successors(draft.concept(own)) == (NS + "shoe",)


def test_a_restored_concept_has_no_successor(do: Do, draft: Draft) -> None:
    do(Restore("clog"))
    assert not is_retired(draft.concept("clog"))
    assert successors(draft.concept("clog")) == ()


def test_revising_replaces_what_is_given_and_keeps_the_rest(do: Do, draft: Draft) -> None:
    before = draft.concept("running-shoe")
    labels = (
        GivenLabel("running shoe", "en"),
        GivenLabel("jogging shoe", "en", LabelKind.ALTERNATIVE),
        GivenLabel("בָּרִיא", "he", equivalence=Equivalence.BROADER),
    )
    do(Revise("running-shoe", labels=labels, notations=("R",)))
    after = draft.concept("running-shoe")
    assert {label.form for label in after.labels} == {"running shoe", "jogging shoe", "בָּרִיא"}
    assert next(label for label in after.labels if label.form == "jogging shoe").resource == NS + "label"
    assert (after.relations, after.mappings, after.notes) == (before.relations, before.mappings, before.notes)
    do(Revise("sports-shoe", notes=()))
    assert draft.concept("sports-shoe").notes == ()
