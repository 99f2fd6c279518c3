from tests.integrity.conftest import Find


def test_a_cycle_is_one_finding_with_the_way_round_as_its_proof(find: Find) -> None:
    (finding,) = find("Q004", ":a skos:broader :b . :c skos:narrower :b . :c skos:broader :a . :d skos:broader :a .")
    assert {finding.subject, *finding.related} == {"http://x/a", "http://x/b", "http://x/c"}
    assert len(finding.proof) == 3


def test_each_relation_to_itself_is_found_mappings_and_own_properties_included(find: Find) -> None:
    body = ":partOf rdfs:subPropertyOf skos:broader . :a :partOf :a ; skos:exactMatch :a . :b skos:related :b, :a ."
    assert {(one.subject, one.related) for one in find("Q005", body)} == {
        ("http://x/a", ("http://x/partOf",)),
        ("http://x/a", ("http://www.w3.org/2004/02/skos/core#exactMatch",)),
        ("http://x/b", ("http://www.w3.org/2004/02/skos/core#related",)),
    }


def test_a_shortcut_over_several_levels_is_redundant_and_the_path_is_shown(find: Find) -> None:
    (finding,) = find(
        "Q006", ":a skos:broader :b, :d . :b skos:broader :c . :c skos:broader :d . :e skos:broader :b, :x ."
    )
    assert (finding.subject, finding.related) == ("http://x/a", ("http://x/d",))
    assert len(finding.proof) == 4


def test_in_a_cycle_no_link_is_called_redundant_and_a_diamond_is_none(find: Find) -> None:
    assert find("Q006", ":a skos:broader :b, :c . :b skos:broader :c . :c skos:broader :b .") == []
    assert find("Q006", ":a skos:broader :b, :c . :b skos:broader :d . :c skos:broader :d .") == []


def test_related_siblings_are_one_finding_whoever_states_it(find: Find) -> None:
    (finding,) = find("Q007", ":a skos:broader :c ; skos:related :b . :b skos:broader :c ; skos:related :a .")
    assert (finding.subject, finding.related) == ("http://x/a", ("http://x/b",))
    assert find("Q007", ":a skos:broader :c ; skos:relatedMatch :b . :b skos:broader :c .") == []


def test_a_transitive_relation_that_steps_bear_out_is_no_finding(find: Find) -> None:
    body = ":a skos:broader :b . :b skos:broader :c . :a skos:broaderTransitive :c . :c skos:narrowerTransitive :b ."
    assert find("Q008", body) == []
    (finding,) = find("Q008", body + " :d skos:narrowerTransitive :a .")
    assert (finding.subject, finding.related) == ("http://x/a", ("http://x/d",))


def test_an_inverse_is_missed_only_where_others_have_theirs(find: Find) -> None:
    assert find("Q009", ":a skos:broader :b . :c skos:related :d .") == []
    found = find("Q009", ":a skos:broader :b . :b skos:narrower :a . :c skos:broader :b . :c skos:related :d .")
    assert [(one.subject, one.related[1]) for one in found] == [("http://x/c", "http://x/b")]
