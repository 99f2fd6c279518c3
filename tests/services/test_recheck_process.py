from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import TaxonomyError
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.givens import LabelName
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import ReviseLabel
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.editing import edit
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.findings import page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.leading import Lead
from taxonomy_service.services.recheck_process import RecheckProcess
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.patience import in_time
from tests.suspicions import suspicion


@pytest.fixture
def shop(engine: Engine, take: Callable[..., ImportReport], shoes: str) -> Engine:
    """The shoes, with a finding on a label that is about to be replaced."""
    take(shoes)
    with transaction(engine) as store:
        keep_boundary_findings(store, find_scheme(store, "shoes"), [suspicion("Laufschuh", "de")], {})
    return engine


@pytest.fixture
def process(shop: Engine) -> Iterator[RecheckProcess]:
    made = RecheckProcess(partial(transaction, shop), shop.url.render_as_string(hide_password=False))
    yield made
    made.end()


def rename(engine: Engine, before: str, after: str) -> None:
    with transaction(engine) as store:
        name = LabelName(before, LanguageTag("de"), LabelKind.PREFERRED)
        edit(store, OPERATOR, "shoes", ChangeSet((ReviseLabel("running-shoe", name, form=after),)))


def state(engine: Engine) -> FindingState:
    with transaction(engine, writing=False) as store:
        found = page_of_findings(store, OPERATOR, "shoes", FindingFilter(), limit=1000).items
    return next(entry.kept.state for entry in found if entry.kept.finding.label == "Laufschuh")


def test_an_edit_is_rechecked_within_moments(shop: Engine, process: RecheckProcess) -> None:
    process.look()
    process.look()
    assert process._process is None, "nothing was edited, so nothing needs following"
    rename(shop, "Laufschuh", "Rennschuh")
    process.look()
    assert in_time(lambda: state(shop) is not FindingState.OPEN)
    assert state(shop) is FindingState.FIXED
    started = process._process
    assert started is not None
    rename(shop, "Rennschuh", "Joggingschuh")
    process.look()
    assert process._process is started
    process.end()
    assert started.poll() == 0


def test_of_several_workers_one_follows_edits_and_another_where_it_is_gone(
    shop: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/true")  # only who starts a process is asked here
    url = shop.url.render_as_string(hide_password=False)
    leads = [Lead(tmp_path), Lead(tmp_path)]
    workers = [RecheckProcess(partial(transaction, shop), url, leads=lead.is_ours) for lead in leads]

    def look() -> list[bool]:
        for worker in workers:
            worker.look()
        return [worker._process is not None for worker in workers]

    assert look() == [False, False]
    rename(shop, "Laufschuh", "Rennschuh")
    assert look() == [True, False]
    workers[0].end()
    leads[0].give_up()
    workers.pop(0)
    assert look() == [False]
    rename(shop, "Rennschuh", "Joggingschuh")
    assert look() == [True]
    workers[0].end()
    leads[1].give_up()


def test_a_process_that_cannot_be_started_is_told_and_tried_again(
    shop: Engine, process: RecheckProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.look()
    rename(shop, "Laufschuh", "Rennschuh")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    for _ in range(2):
        with pytest.raises(TaxonomyError, match="no process can be started"):
            process.look()
