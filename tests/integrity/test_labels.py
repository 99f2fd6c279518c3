from tests.integrity.conftest import Find

SCHEME = ":s a skos:ConceptScheme . "


def concept(name: str, *labels: str, scheme: str = "s") -> str:
    return f":{name} a skos:Concept ; skos:inScheme :{scheme} ; {' ; '.join(labels)} . "


def test_of_concepts_that_share_a_form_each_but_the_holder_is_found_once(find: Find) -> None:
    body = SCHEME + "".join(concept(name, 'skos:prefLabel "حذاء"@ar') for name in "abc")
    found = find("Q060", body)
    assert [(one.subject, one.related) for one in found] == [
        ("http://x/b", ("http://x/a",)),
        ("http://x/c", ("http://x/a",)),
    ]
    assert all(len(one.proof) == 2 for one in found)


def test_the_holder_has_the_strongest_kind_whatever_its_iri(find: Find) -> None:
    body = SCHEME + concept("a", 'skos:altLabel "Sportschuh"@de') + concept("z", 'skos:prefLabel "sportschuh"@de')
    (found,) = find("Q061", body)
    assert (found.subject, found.related, found.label) == ("http://x/a", ("http://x/z",), "Sportschuh")


def test_turkish_case_decides_what_is_the_same(find: Find) -> None:
    body = SCHEME + concept("a", 'skos:prefLabel "ISI"@tr') + concept("b", 'skos:prefLabel "ısı"@tr')
    assert len(find("Q060", body)) == 1
    assert find("Q060", body.replace("@tr", "@en")) == []


def test_schemes_are_judged_apart_and_what_is_in_none_with_its_like(find: Find) -> None:
    one, other = 'skos:prefLabel "Hose"@de', 'skos:prefLabel "Hose"@de'
    apart = SCHEME + concept("a", one) + concept("b", other, scheme="t")
    assert find("Q060", apart) == []
    assert (
        len(
            find(
                "Q060", ':a a skos:Concept ; skos:prefLabel "Hose"@de . :b a skos:Concept ; skos:prefLabel "Hose"@de .'
            )
        )
        == 1
    )


def test_a_scheme_may_be_called_as_one_of_its_concepts(find: Find) -> None:
    assert (
        find("Q060", ':s a skos:ConceptScheme ; skos:prefLabel "靴"@ja . ' + concept("a", 'skos:prefLabel "靴"@ja'))
        == []
    )


def test_two_labels_of_one_concept_are_no_finding(find: Find) -> None:
    body = SCHEME + concept("a", 'skos:prefLabel "Buty"@pl', 'skos:altLabel "buty"@pl')
    assert [one for code in ("Q060", "Q061", "Q062") for one in find(code, body)] == []


def test_hidden_labels_are_told_apart(find: Find) -> None:
    body = SCHEME + concept("a", 'skos:prefLabel "Schuh"@de') + concept("b", 'skos:hiddenLabel "schuh"@de')
    assert find("Q061", body) == []
    (found,) = find("Q063", body)
    assert found.subject == "http://x/b"


def test_a_label_of_points_alone_is_empty_and_a_sign_is_not(find: Find) -> None:
    body = ':a a skos:Concept ; skos:prefLabel "\\u064B"@ar, "C++"@en, "№"@ru, ""@de .'
    assert [one.language for one in find("Q050", body)] == ["ar", "de"]


def test_a_retired_concept_may_share_its_label_with_its_successor(find: Find) -> None:
    body = (
        SCHEME
        + concept("a", 'skos:prefLabel "Schuh"@de', "owl:deprecated true")
        + concept("b", 'skos:prefLabel "Schuh"@de')
    )
    assert find("Q060", body) == []
    assert find("Q064", body.replace('"Schuh"', '"Schuhe"', 1)) == []
