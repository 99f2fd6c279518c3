from taxonomy_service.integrity.fixes.fix import Choices
from taxonomy_service.integrity.fixes.mending import mend
from taxonomy_service.integrity.fixes.table import FIXES
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import MakeView

BODY = ':a a skos:Concept ; skos:prefLabel " Gummi\\u00ADstiefel"@de, "靴 "@ja .'


def test_mends_of_one_statement_follow_one_another(make_view: MakeView) -> None:
    done = mend(make_view(BODY), FIXES, Choices())
    assert sorted(row.object[0] for row in done.difference.added) == ["Gummistiefel", "靴"]
    assert len(done.difference.removed) == 2
    assert done.mended == {"Q074": 2, "Q071": 1}


def test_what_was_let_stand_is_left_alone(make_view: MakeView) -> None:
    view = make_view(BODY)
    findings = run_checks(view, CHECKS, only={"Q074"}).findings
    kept = next(finding for finding in findings if finding.language == "ja")
    done = mend(view, {"Q074": FIXES["Q074"]}, Choices(), stands=lambda finding: finding == kept)
    assert [row.object[0] for row in done.difference.added] == ["Gummi\u00adstiefel"]


def test_a_vocabulary_at_rest_stays_as_it_is(make_view: MakeView) -> None:
    done = mend(make_view(':a a skos:Concept ; skos:prefLabel "靴"@ja .'), FIXES, Choices())
    assert (done.difference.removed, done.difference.added, done.mended) == (frozenset(), frozenset(), {})
