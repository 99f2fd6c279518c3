from tests.integrity.conftest import Find


def test_a_notation_is_ambiguous_within_a_scheme_or_among_concepts_of_none(find: Find) -> None:
    body = ':a skos:notation "1" ; skos:inScheme :s . :b skos:notation "1" ; skos:inScheme :s, :t . :c skos:notation "1" ; skos:inScheme :t .'
    assert [(one.subject, one.related) for one in find("Q018", body)] == [
        ("http://x/a", ("http://x/b", "http://x/s")),
        ("http://x/b", ("http://x/c", "http://x/t")),
    ]
    assert len(find("Q018", ':a a skos:Concept ; skos:notation "1" . :b a skos:Concept ; skos:notation "1" .')) == 1
    assert find("Q018", ':a skos:notation "1" . :b skos:notation "01" .') == []


def test_what_is_no_concept_may_share_its_notation_with_others(find: Find) -> None:
    body = ':red a :Value ; skos:notation "1" . :big a :Value ; skos:notation "1" . :a a skos:Concept ; skos:notation "1" .'
    assert find("Q018", body) == []
