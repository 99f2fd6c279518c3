from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from taxonomy_service.boundaries.detector import recheck as recheck_label
from taxonomy_service.domain import terms
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.findings import page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.rechecks import Detectors, recheck
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, transaction
from tests.suspicions import SHOES, suspicion

FR, AR = LanguageTag("fr"), LanguageTag("ar")
RUNNING = Iri(SHOES + "running-shoe")


@pytest.fixture
def shop(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> Engine:
    take(shoes)
    return engine


def states(store: Store) -> dict[tuple[str, str], FindingState]:
    page = page_of_findings(store, OPERATOR, "shoes", FindingFilter(), limit=1000)
    return {(t.kept.finding.label, t.kept.finding.language): t.kept.state for t in page.items}


def test_an_edited_label_is_judged_again_with_those_beside_it(shop: Engine) -> None:
    with transaction(shop) as store:
        detectors = Detectors()
        recheck(store, "shoes", [RUNNING], detectors)
        detector = detectors.of(store, find_scheme(store, "shoes"))
        number = detector.vocabulary.iris.index(RUNNING)
        expected = {
            (finding.label, finding.language)
            for language, forms in detector.vocabulary.forms.items()
            for finding in recheck_label(detector, number, language, forms[number])
            if finding.flagged
        }
        assert set(states(store)) == expected


def test_what_is_not_found_again_on_an_edited_concept_is_fixed_and_the_rest_stays(shop: Engine) -> None:
    with transaction(shop) as store:
        gone, other = suspicion("chaussure du dimanche"), suspicion("İskarpin", "tr", "sandal")
        keep_boundary_findings(store, find_scheme(store, "shoes"), [gone, suspicion("ثوب", "ar"), other], {})
        keep = states(store)
        recheck(store, "shoes", [RUNNING], Detectors(), languages=[FR])
        assert states(store)["chaussure du dimanche", "fr"] is FindingState.FIXED
        assert states(store)["ثوب", "ar"] is keep["ثوب", "ar"], "another language was not looked at"
        assert states(store)["İskarpin", "tr"] is FindingState.OPEN, "another concept was not looked at"


def test_a_declaration_on_an_edited_concept_counts_at_once(
    engine: Engine, take: Callable[..., ImportReport], shoes: str
) -> None:
    take(shoes + f"\n:label <{terms.EQUIVALENCE}> <{terms.OURS}narrower> .")
    with transaction(engine) as store:
        recheck(store, "shoes", [RUNNING], Detectors())
        assert states(store)["jogging shoe", "en"] is FindingState.CONFIRMED


def test_what_no_release_holds_yet_is_left_alone(shop: Engine) -> None:
    with transaction(shop) as store:
        assert recheck(store, "shoes", [Iri("urn:new")], Detectors()) == {}


def test_a_release_is_learned_once(shop: Engine, take: Callable[..., ImportReport], shoes: str) -> None:
    detectors = Detectors(most=1)
    with transaction(shop) as store:
        scheme = find_scheme(store, "shoes")
        first = detectors.of(store, scheme)
        assert detectors.of(store, scheme) is first
    take(shoes.replace("Laufschuh", "Rennschuh"))
    with transaction(shop) as store:
        second = detectors.of(store, find_scheme(store, "shoes"))
        assert second is not first
        assert second is detectors.of(store, find_scheme(store, "shoes"))
