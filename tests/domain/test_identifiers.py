import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.identifiers import concept_ids, local_name
from taxonomy_service.domain.statements import Iri


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://x/a#b", "b"),
        ("http://x/a/b/", "b"),
        ("http://x/靴", "靴"),
        ("http://x/%D8%AD%D8%B0", "حذ"),
        ("http://x/a b?c=1", "a-b-c-1"),
        ("http://x/", "x"),
        ("###", "x"),
        ("http://x/जूता", "जूता"),
        ("http://x/%E0%B8%A3%E0%B8%AD%E0%B8%87%E0%B9%80%E0%B8%97%E0%B9%89%E0%B8%B2", "รองเท้า"),
        ("http://x/koşu ayakkabısı", "koşu-ayakkabısı"),
        ("http://x/..", "x"),
        ("http://x/%2E%2E", "x"),
        ("http://x/%FF", "x"),
        ("http://x/v1.2", "v1.2"),
    ],
)
def test_the_local_name_is_safe_in_a_path(iri: str, name: str) -> None:
    assert local_name(iri) == name


def test_names_that_clash_are_told_apart_whatever_the_order() -> None:
    iris = [Iri("http://a/x"), Iri("http://b/x"), Iri("http://a/y")]
    ids = concept_ids(iris)
    assert ids == concept_ids(reversed(iris))
    assert len(set(ids.values())) == 3
    assert ids[Iri("http://a/y")] == "y"


def test_a_known_concept_keeps_its_id_and_nobody_else_gets_it() -> None:
    known = {Iri("http://a/x"): ConceptId("x"), Iri("http://gone/z"): ConceptId("z")}
    ids = concept_ids([Iri("http://a/x"), Iri("http://b/x"), Iri("http://b/z")], known)
    assert ids[Iri("http://a/x")] == "x"
    assert ids[Iri("http://b/x")].startswith("x~")
    assert ids[Iri("http://b/z")].startswith("z~")


@given(st.lists(st.text(min_size=1), unique=True))
def test_ids_are_never_shared(names: list[str]) -> None:
    ids = concept_ids([Iri(f"urn:{name}") for name in names])
    assert len(set(ids.values())) == len(names)


def test_a_name_made_to_look_like_one_with_a_hash_takes_no_id_away() -> None:
    clashing = [Iri("http://a/x"), Iri("http://b/x")]
    taken = concept_ids(clashing)[clashing[0]]
    hostile = Iri(f"http://c/{taken}")
    for order in ([hostile, *clashing], [*clashing, hostile]):
        assert len(set(concept_ids(order).values())) == 3


@given(st.text())
def test_a_local_name_is_one_segment_of_a_path(text: str) -> None:
    name = local_name(f"http://x/{text}")
    assert name.strip(".")
    assert not set(name) & set("/?#% \t\n")
    assert local_name(f"http://x/{name}") == name
