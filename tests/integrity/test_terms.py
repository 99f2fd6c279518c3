import pytest

from tests.integrity.conftest import Find


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("skos:preflabel", "prefLabel"),
        ("skos:alternativeLabel", None),
        ("skos:narrowerTransative", "narrowerTransitive"),
        ("<http://www.w3.org/2004/02/skos/mapping#exactMatch>", "exactMatch"),
        ("skosxl:form", None),
    ],
)
def test_undefined_properties_are_found_with_what_seems_to_be_meant(
    find: Find, written: str, meant: str | None
) -> None:
    (finding,) = find("Q019", f":a {written} :b .")
    assert (f"#{meant} seems" in str(finding.message)) == (meant is not None)


def test_one_finding_for_each_term_however_often_it_is_used(find: Find) -> None:
    (finding,) = find("Q020", " ".join(f":a{n} skos:subject :b ." for n in range(30)))
    assert "30 statements" in str(finding.message)
    assert len(finding.proof) == 10


def test_classes_are_looked_at_too_and_the_words_of_skos_are_silent(find: Find) -> None:
    assert [
        one.subject.rpartition("#")[2] for one in find("Q019", ":a a skos:Term . :b a skos:Concept, skosxl:Label .")
    ] == ["Term"]


def test_a_text_where_a_concept_belongs_keeps_its_language(find: Find) -> None:
    (finding,) = find("Q027", ':a skos:related "נעל"@he .')
    assert (finding.label, finding.language) == ("נעל", "he")


def test_labels_must_be_plain_and_notations_may_be_typed(find: Find) -> None:
    body = ':a skos:prefLabel [ skos:prefLabel "x"@en ] ; skos:notation "1"^^:code ; skos:altLabel "true"^^:flag .'
    assert len(find("Q028", body)) == 2
