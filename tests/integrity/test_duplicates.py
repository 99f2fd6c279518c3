from taxonomy_service.domain.findings import Severity
from taxonomy_service.integrity.profiles import CheckSetting, Profile
from tests.integrity.conftest import Find

S = ":s a skos:ConceptScheme . "


def concept(name: str, labels: str, scheme: str = "s") -> str:
    return f":{name} a skos:Concept ; skos:inScheme :{scheme} ; {labels} . "


def test_a_pair_is_one_finding_with_both_labels_as_proof(find: Find) -> None:
    body = S + concept("a", 'skos:prefLabel "Boxershorts"@de') + concept("b", 'skos:altLabel "Boxer-Shorts"@de')
    (found,) = find("Q064", body)
    assert {found.subject, *found.related} == {"http://x/a", "http://x/b"}
    assert (len(found.proof), found.severity) == (2, Severity.WARNING)


def test_inflection_is_only_worth_a_look_and_can_be_left_out(find: Find) -> None:
    body = S + concept("a", 'skos:prefLabel "salt"@en') + concept("b", 'skos:prefLabel "salts"@en')
    (found,) = find("Q064", body)
    assert found.severity is Severity.INFO
    assert find("Q064", body, Profile({"Q064": CheckSetting(parameters={"likeness": ("spelling",)})})) == []


def test_other_languages_schemes_concepts_and_hidden_labels_do_not_count(find: Find) -> None:
    languages = concept("a", 'skos:prefLabel "salt"@en') + concept("b", 'skos:prefLabel "salts"@da')
    schemes = concept("a", 'skos:prefLabel "salt"@en') + concept("b", 'skos:prefLabel "salts"@en', "t")
    same = concept("a", 'skos:prefLabel "salt"@en ; skos:altLabel "salts"@en')
    hidden = concept("a", 'skos:prefLabel "salt"@en') + concept("b", 'skos:hiddenLabel "salts"@en')
    assert [find("Q064", S + body) for body in (languages, schemes, same, hidden)] == [[], [], [], []]
