import pytest

from taxonomy_service.domain.attributes import Attribute
from taxonomy_service.domain.concepts import required_attributes
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.attributes import VERSION
from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.givens import Given, GivenValue
from taxonomy_service.domain.operations import DefineAttribute, RemoveAttribute, RequireAttribute, UnrequireAttribute
from taxonomy_service.domain.schemes import ConceptScheme, attributes_of
from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.domain.stating import ResourceKey, ResourceRole, Subject, statements_of
from tests.domain.conftest import Do

POSE = DefineAttribute(
    "pose",
    (Given("Haltung", "de"), Given("姿勢", "ja")),
    (GivenValue("worn", (Given("porté", "fr"),)), GivenValue("on-its-side")),
)


def read(draft: Draft, own_id: str) -> Attribute:
    """As a reader of the release sees it."""
    found = {change.key.iri: change for change in draft.changes() if change.key.role is ResourceRole.OTHER}
    rows: list[Statement] = [row for change in found.values() for row in statements_of(change.after)]
    scheme = ConceptScheme(draft.about.id, draft.about.iri, statements=tuple(rows))
    return next(own for own in attributes_of(scheme).values() if own.id == own_id)


def version(draft: Draft, iri: str) -> list[str]:
    state = draft.state(ResourceKey(ResourceRole.OTHER, iri))
    assert isinstance(state, Subject)
    return [
        own.object.value for own in state.properties if own.predicate == VERSION and isinstance(own.object, Literal)
    ]


def test_an_attribute_is_read_as_it_was_defined(do: Do, draft: Draft) -> None:
    do(POSE)
    pose = read(draft, "pose")
    assert pose.names == {"de": "Haltung", "ja": "姿勢"}
    assert [(value.id, dict(value.names)) for value in pose.values] == [("worn", {"fr": "porté"}), ("on-its-side", {})]


def test_another_definition_raises_the_version_and_drops_the_values_left_out(do: Do, draft: Draft) -> None:
    do(POSE)
    iri = read(draft, "pose").iri
    assert version(draft, iri) == ["1"]
    do(DefineAttribute("pose", (Given("pose", "en"),), (GivenValue("worn"),)))
    assert version(draft, iri) == ["2"]
    assert [value.id for value in read(draft, "pose").values] == ["worn"]
    assert draft.state(ResourceKey(ResourceRole.OTHER, f"{iri}/on-its-side")) is None


def test_an_attribute_that_an_import_brought_keeps_its_iri(do: Do, draft: Draft) -> None:
    do(DefineAttribute("closure", (Given("Verschluss", "de"),)))
    assert version(draft, "https://example.org/shoes/closure") == ["2"]


def test_it_is_required_and_no_longer_required(do: Do, draft: Draft) -> None:
    do(RequireAttribute("shoe", "closure"))
    assert required_attributes(draft.concept("shoe")) == ("https://example.org/shoes/closure",)
    with pytest.raises(EditRefused, match="already"):
        do(RequireAttribute("shoe", "closure"))
    do(UnrequireAttribute("shoe", "closure"))
    with pytest.raises(EditRefused, match="does not itself require"):
        do(UnrequireAttribute("shoe", "closure"))


def test_one_that_is_required_cannot_go(do: Do, draft: Draft) -> None:
    with pytest.raises(EditRefused, match="sports-shoe"):
        do(RemoveAttribute("closure"))
    do(UnrequireAttribute("sports-shoe", "closure"))
    do(RemoveAttribute("closure"))
    with pytest.raises(NotFound):
        do(RequireAttribute("shoe", "closure"))


def test_the_iri_of_a_concept_cannot_be_that_of_an_attribute(do: Do) -> None:
    with pytest.raises(EditRefused, match="used before"):
        do(DefineAttribute("pose", (), iri="https://example.org/shoes/shoe"))
