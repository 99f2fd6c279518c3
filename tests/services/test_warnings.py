from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.findings import FindingState
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.domain.verdicts import BoundaryNote, Question, Verdict, VerdictCode, WarningCode
from taxonomy_service.matching.judging import judge
from taxonomy_service.services.compiled_files import ServedIndex
from taxonomy_service.services.compiled_folder import CompiledFolder
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.findings import decide, page_of_findings
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import load_index
from taxonomy_service.services.served_releases import ServedReleases
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.suspicions import suspicion

Keep = Callable[..., None]
Take = Callable[..., ImportReport]


@pytest.fixture
def shop(engine: Engine, take: Take, shoes: str) -> Engine:
    take(shoes)
    return engine


@pytest.fixture
def keep(shop: Engine) -> Keep:
    def run(*found: BoundaryFinding) -> None:
        with transaction(shop) as store:
            keep_boundary_findings(store, find_scheme(store, "shoes"), found, {})

    return run


def decide_all(engine: Engine, state: FindingState) -> None:
    with transaction(engine) as store:
        for tracked in page_of_findings(store, OPERATOR, "shoes", FindingFilter()).items:
            decide(store, OPERATOR, "shoes", tracked.kept.fingerprint, state, reason="I looked")


@pytest.fixture
def serve(shop: Engine, tmp_path: Path) -> Callable[[], ServedReleases]:
    """Make the releases of another process, which shares the folder of compiled ones."""
    opening = partial(transaction, shop, writing=False)
    url = shop.url.render_as_string(hide_password=False)
    return lambda: ServedReleases(opening, CompiledFolder(tmp_path / "compiled", opening, url))


@pytest.fixture
def served(serve: Callable[[], ServedReleases]) -> ServedReleases:
    return serve()


def ask(
    served: ServedReleases, form: str = "chaussure de course", language: str = "fr", wanted: str | None = None
) -> Verdict:
    """Return the verdict, which is the same from the file as from memory."""
    served.refresh()
    verdict, other = (
        judge(kept.get("shoes", wanted), Question(form, language)) for kept in (served.compiled, served.whole)
    )
    assert msgspec.json.encode(verdict) == msgspec.json.encode(other)
    return verdict


def notes(verdict: Verdict) -> list[BoundaryNote | None]:
    return [warning.boundary for warning in verdict.warnings if warning.code is WarningCode.BOUNDARY]


def test_a_finding_warns_beside_a_verdict_that_it_does_not_change(keep: Keep, served: ServedReleases) -> None:
    before = ask(served)
    keep(suspicion())
    verdict = ask(served)
    assert verdict.verdict is before.verdict is VerdictCode.PREFERRED
    (warning,) = verdict.warnings
    assert warning.message == "“chaussure de course” seems to cover more than its concept"
    note = warning.boundary
    assert note is not None
    assert (note.concept, note.relation, note.confidence, note.state) == ("running-shoe", "broader", 0.8, "open")
    assert (note.candidate, note.suggestions) == ("sports-shoe", ("chaussure pour courir",))
    assert note.reasons == ("“chaussure de course” stands on 2 concepts",)
    assert ask(served, "Laufschuh", "de").warnings == ()


def test_decisions_are_seen_at_the_next_refresh(shop: Engine, keep: Keep, served: ServedReleases) -> None:
    keep(suspicion())
    decide_all(shop, FindingState.CONFIRMED)
    (warning,) = ask(served).warnings
    assert warning.message == "“chaussure de course” covers more than its concept"
    decide_all(shop, FindingState.DISMISSED)
    assert ask(served).warnings == ()
    decide_all(shop, FindingState.OPEN)
    assert len(notes(ask(served))) == 1


def test_a_refresh_without_news_compiles_nothing(keep: Keep, served: ServedReleases) -> None:
    keep(suspicion())
    served.refresh()
    index, file = served.whole.get("shoes"), served.compiled.get("shoes")
    served.refresh()
    assert served.whole.get("shoes") is index
    assert served.compiled.get("shoes") is file
    keep(suspicion("Laufschuh", "de"))
    served.refresh()
    renewed, reopened = served.whole.get("shoes"), served.compiled.get("shoes")
    assert renewed is not index
    assert renewed.by_form is index.by_form, "only the warnings are made anew"
    assert isinstance(file, ServedIndex)
    assert isinstance(reopened, ServedIndex)
    assert (reopened is file, reopened.file is file.file) == (False, True)
    assert renewed.warnings == reopened.warnings != file.warnings


def test_the_newest_release_warns_alike_pinned_or_not(keep: Keep, served: ServedReleases) -> None:
    pinned = ask(served, wanted="1")
    assert pinned.warnings == ()
    keep(suspicion())
    assert ask(served, wanted="1") == ask(served)
    assert len(notes(ask(served, wanted="1"))) == 1


def test_an_old_release_answers_as_it_did_byte_for_byte(
    shop: Engine, keep: Keep, serve: Callable[[], ServedReleases], take: Take, shoes: str
) -> None:
    served = serve()
    keep(suspicion(), suspicion("حذاء رياضي", "ar", "sports-shoe", candidate="shoe"))
    questions = [("chaussure de course", "fr"), ("حذاء رياضي", "ar"), ("靴", "ja")]
    before = [msgspec.json.encode(ask(served, *question)) for question in questions]
    take(shoes.replace("chaussure de course", "chaussure pour courir"))
    keep(suspicion("靴", "ja", "shoe", candidate=None))
    decide_all(shop, FindingState.DISMISSED)
    for reader in (served, serve()):
        assert [msgspec.json.encode(ask(reader, *question, wanted="1")) for question in questions] == before
    assert [ask(served, *question).warnings for question in questions] == [(), (), ()]


def test_a_label_that_the_draft_replaced_warns_until_the_next_release(keep: Keep, served: ServedReleases) -> None:
    keep(suspicion("chaussure du dimanche"))  # a label of the release that the draft no longer holds
    ((warning,),) = served.compiled.get("shoes").warnings.values()
    assert "chaussure du dimanche" in str(served.whole.get("shoes").warnings)
    assert warning.boundary is not None
    assert warning.boundary.state is FindingState.FIXED


def test_an_ambiguous_label_carries_the_warnings_of_all_it_names(
    take: Take, shoes: str, shop: Engine, keep: Keep
) -> None:
    take(shoes.replace("chaussure de course", "chaussure de sport"))
    keep(suspicion("chaussure de sport"), suspicion("chaussure de sport", concept="sports-shoe", candidate="shoe"))
    with transaction(shop, writing=False) as store:
        index = load_index(store, "shoes")
    verdict = judge(index, Question("chaussure de sport", "fr"))
    assert verdict.verdict is VerdictCode.AMBIGUOUS
    assert {note.concept for note in notes(verdict) if note} == {"running-shoe", "sports-shoe"}
    claimed = judge(index, Question("chaussure de sport", "fr", "running-shoe"))
    assert [note.concept for note in notes(claimed) if note] == ["running-shoe"]


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        (Question("CHAUSSURE DE COURSE", "fr"), VerdictCode.PREFERRED),
        (Question("chaussure de course", "fr", "sandal"), VerdictCode.MISMATCH),
        (Question("chaussure de course", "de"), VerdictCode.OTHER_LANGUAGE),
        (Question("chaussure de course"), VerdictCode.PREFERRED),
        (Question("chaussure de course", "fr-CA", None, {}), VerdictCode.PREFERRED),
    ],
)
def test_the_warning_stands_wherever_the_label_matches(
    shop: Engine, keep: Keep, question: Question, verdict: VerdictCode
) -> None:
    keep(suspicion())
    with transaction(shop, writing=False) as store:
        answer = judge(load_index(store, "shoes"), question)
    assert answer.verdict is verdict
    assert len(notes(answer)) == 1
