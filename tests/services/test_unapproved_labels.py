from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.approvals import ApprovalState
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.givens import LabelName
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.proposals import Opinion, OpinionVerdict
from taxonomy_service.domain.verdicts import Question, Verdict, VerdictCode
from taxonomy_service.matching.judging import judge
from taxonomy_service.services.approvals import LabelOf, set_label_states
from taxonomy_service.services.compiled_folder import CompiledFolder
from taxonomy_service.services.editing import edit
from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.services.proposals import SeenProposal, give_opinion, propose
from taxonomy_service.services.publishing import publish
from taxonomy_service.services.served_releases import ServedReleases
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.services.conftest import Take
from tests.services.test_editing import add, change_set, label
from tests.services.test_publishing import SOUND, settings
from tests.suspicions import suspicion

REVIEWER = Actor("r1", "Rania", (Grant(Role.REVIEWER),))
ARABIC = ("حذاء الجري", "ar")
NAME = LabelName("حذاء الجري", LanguageTag("ar"), LabelKind.ALTERNATIVE)


@pytest.fixture
def served(engine: Engine, tmp_path: Path) -> ServedReleases:
    opening = partial(transaction, engine, writing=False)
    url = engine.url.render_as_string(hide_password=False)
    return ServedReleases(opening, CompiledFolder(tmp_path / "compiled", opening, url))


@pytest.fixture
def released(take: Take, engine: Engine) -> Engine:
    """Release 2 holds an Arabic label that nobody approved, and one of a language that asks for approval is left out."""
    take(SOUND)
    _edit(
        engine, settings(approval={"approved_only": ["fr"]}), add("running-shoe", *ARABIC), add("shoe", "soulier", "fr")
    )
    return engine


def _edit(engine: Engine, *operations: dict[str, Any]) -> None:
    with transaction(engine) as store:
        edit(store, OPERATOR, "shoes", change_set(*operations))
        publish(store, OPERATOR, "shoes")


def _set(engine: Engine, state: ApprovalState) -> None:
    with transaction(engine) as store:
        set_label_states(store, REVIEWER, "shoes", (LabelOf("running-shoe", NAME),), state, provenance=Provenance())


def _ask(served: ServedReleases, form: str, language: str, release: str | None = None) -> Verdict:
    served.refresh()
    return judge(served.compiled.get("shoes", release), Question(form, language))


def _codes(verdict: Verdict) -> list[str]:
    return [warning.code.value for warning in verdict.warnings]


def test_a_label_that_nobody_approved_is_accepted_with_a_warning(released: Engine, served: ServedReleases) -> None:
    found = _ask(served, *ARABIC)
    assert (found.verdict, _codes(found)) == (VerdictCode.ALTERNATIVE, ["not-approved"])
    assert found.warnings[0].message == "“حذاء الجري” was released before anybody approved it in ar"
    assert _codes(_ask(served, "حذاء جري", "ar")) == [], "what was imported is approved"
    assert _ask(served, "soulier", "fr").verdict is VerdictCode.UNKNOWN
    assert released is not None


def test_an_approval_is_seen_at_the_next_refresh_and_so_is_one_taken_back(
    released: Engine, served: ServedReleases
) -> None:
    for state, codes in (
        (ApprovalState.APPROVED, []),
        (ApprovalState.DRAFT, ["not-approved"]),
    ):
        _set(released, state)
        assert _codes(_ask(served, *ARABIC)) == codes


def test_an_old_release_goes_on_warning_as_it_did(released: Engine, served: ServedReleases) -> None:
    before = msgspec.json.encode(_ask(served, *ARABIC, "2"))
    _edit(released, add("sandal", "صندل", "ar"))
    _set(released, ApprovalState.APPROVED)
    assert msgspec.json.encode(_ask(served, *ARABIC, "2")) == before
    assert (_codes(_ask(served, *ARABIC)), _codes(_ask(served, "صندل", "ar"))) == ([], ["not-approved"])


def test_a_label_that_the_draft_dropped_warns_until_a_reviewed_one_takes_its_place(
    released: Engine, served: ServedReleases
) -> None:
    drop = {"operation": "remove-label", "concept": "running-shoe", "label": label(*ARABIC)}
    with transaction(released) as store:
        edit(store, OPERATOR, "shoes", change_set(drop))
    assert _codes(_ask(served, *ARABIC)) == ["not-approved"]
    with transaction(released) as store:
        propose(store, OPERATOR, "shoes", change_set(add("running-shoe", *ARABIC)))
        opinion = Opinion(LanguageTag("ar"), OpinionVerdict.APPROVE)
        give_opinion(store, REVIEWER, "shoes", SeenProposal(1, ("*",)), opinion, provenance=Provenance())
    assert _codes(_ask(served, *ARABIC)) == []


def test_a_finding_and_a_missing_approval_warn_beside_each_other(released: Engine, served: ServedReleases) -> None:
    with transaction(released) as store:
        found = suspicion(ARABIC[0], "ar", "running-shoe", candidate="sports-shoe")
        keep_boundary_findings(store, find_scheme(store, "shoes"), [found], {})
    assert _codes(_ask(served, *ARABIC)) == ["boundary", "not-approved"]
    _edit(released, add("sandal", "サンダル", "ja"))
    assert _codes(_ask(served, *ARABIC, "2")) == ["boundary", "not-approved"]
