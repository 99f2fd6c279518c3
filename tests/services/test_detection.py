from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain import terms
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.equivalences import declared_equivalences, overrule
from taxonomy_service.domain.errors import Conflict, InvalidLanguageTag, NotFound
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.jobs import Job, JobState
from taxonomy_service.domain.tracking import FindingFilter, KeptFinding
from taxonomy_service.services.boundaries import detect
from taxonomy_service.services.detection import run_detection, start_detection
from taxonomy_service.services.findings import decide, page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]
STATED = f"\n:label <{terms.EQUIVALENCE}> <{terms.OURS}broader> ."


@pytest.fixture
def shop(engine: Engine, take: Take, shoes: str) -> Engine:
    """The shoes, with a label that a linguist states to be broader: a finding that no detector needs to make."""
    take(shoes + STATED)
    return engine


def run(engine: Engine, **asked: object) -> Job:
    with transaction(engine) as store:
        job = start_detection(store, OPERATOR, "shoes", **asked)  # type: ignore[arg-type]
    return run_detection(partial(transaction, engine), job.id)


def kept(engine: Engine) -> list[KeptFinding]:
    with transaction(engine, writing=False) as store:
        page = page_of_findings(store, OPERATOR, "shoes", FindingFilter(), limit=1000)
        return [tracked.kept for tracked in page.items]


def test_what_the_detector_flags_is_kept_beside_what_was_declared(shop: Engine) -> None:
    with transaction(shop, writing=False) as store:
        content = load_release(store, "shoes").scheme
    expected = overrule(detect(content), declared_equivalences(content))
    job = run(shop)
    assert job.state is JobState.DONE
    assert sum((job.counts or {}).values()) == len(expected) > 0
    assert {entry.finding for entry in kept(shop)} == set(expected)
    assert {entry.run for entry in kept(shop)} == {job.id}


def test_a_second_run_keeps_the_decisions(shop: Engine) -> None:
    run(shop)
    first = kept(shop)[0]
    with transaction(shop) as store:
        decide(store, OPERATOR, "shoes", first.fingerprint, FindingState.DISMISSED, reason="fine as it is")
    job = run(shop)
    assert job.counts is not None
    assert job.counts["dismissed"] == 1
    assert {entry.fingerprint: entry.state for entry in kept(shop)}[first.fingerprint] is FindingState.DISMISSED


def test_one_language_is_looked_at_by_itself(shop: Engine) -> None:
    run(shop)
    before = {entry.fingerprint: entry.last_seen for entry in kept(shop)}
    assert run(shop, languages=["FR"]).parameters["languages"] == ["fr"]
    renewed = {entry.finding.language for entry in kept(shop) if entry.last_seen != before[entry.fingerprint]}
    assert renewed <= {"fr"}
    run(shop, languages=["en"])
    assert {entry.finding.language for entry in kept(shop) if entry.last_seen != before[entry.fingerprint]} >= {"en"}


def test_a_release_is_looked_at_though_the_draft_went_on(shop: Engine, take: Take, shoes: str) -> None:
    run(shop)
    take(shoes.replace("jogging shoe", "jogger"))
    job = run(shop, release="1")
    assert job.parameters["release"] == "1"
    states = {entry.finding.label: entry.state for entry in kept(shop)}
    assert states["jogging shoe"] is FindingState.FIXED, "the draft holds another label in its place"


def test_a_language_without_labels_fails_the_job_with_its_name(shop: Engine) -> None:
    job = run(shop, languages=["ko"])
    assert job.state is JobState.FAILED
    assert "'ko'" in job.fault


def test_a_declaration_is_confirmed_and_one_of_exactness_silences(shop: Engine, take: Take, shoes: str) -> None:
    run(shop)
    (declared,) = [entry for entry in kept(shop) if entry.finding.label == "jogging shoe"]
    assert declared.state is FindingState.CONFIRMED
    take(shoes + STATED.replace("broader", "exact"))
    run(shop)
    assert [entry.state for entry in kept(shop) if entry.finding.label == "jogging shoe"] == [FindingState.FIXED]


def test_wrong_wishes_start_no_job(shop: Engine) -> None:
    with transaction(shop) as store:
        for wrong, error in (
            ({"release": "7"}, NotFound),
            ({"languages": ["x_y"]}, InvalidLanguageTag),
        ):
            with pytest.raises(error):
                start_detection(store, OPERATOR, "shoes", **wrong)
        with pytest.raises(NotFound):
            start_detection(store, OPERATOR, "boots")
        start_detection(store, OPERATOR, "shoes")
        with pytest.raises(Conflict):
            start_detection(store, OPERATOR, "shoes")


def test_an_empty_scheme_has_no_findings(engine: Engine, take: Take) -> None:
    take(f"<urn:s> a <{terms.CONCEPT_SCHEME}> .", "shoes.ttl")
    job = run(engine)
    assert (job.state, job.counts) == (JobState.DONE, {})
