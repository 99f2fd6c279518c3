from tests.integrity.conftest import Find


def test_a_concept_that_is_only_mentioned_needs_no_scheme(find: Find) -> None:
    body = ':s a skos:ConceptScheme . :a a skos:Concept ; skos:inScheme :s ; skos:prefLabel "łódź"@pl ; skos:exactMatch :b .'
    assert find("Q001", body) == []
    assert [finding.subject for finding in find("Q001", body + ' :b skos:prefLabel "حذاء"@ar .')] == ["http://x/b"]
