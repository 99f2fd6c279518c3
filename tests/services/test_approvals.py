import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.approvals import ApprovalState
from taxonomy_service.domain.audit import Provenance, first_broken
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import Forbidden, Malformed, NotFound
from taxonomy_service.domain.givens import LabelName
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.services.approvals import LabelOf, labels_waiting, set_label_states, without_label
from taxonomy_service.services.audit import audit_log
from taxonomy_service.services.editing import edit
from taxonomy_service.store.audit import read_entries, read_head
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take

TR = LanguageTag("tr")
BOTH = Actor("both", "Beyza", (Grant(Role.LINGUIST), Grant(Role.REVIEWER, languages=(TR,))))
REVIEWER = Actor("r", "Rüya", (Grant(Role.REVIEWER, languages=(TR,)),))
LABEL = LabelOf("sports-shoe", LabelName("spor ayakkabı", TR))


@pytest.fixture
def edited(take: Take, engine: Engine) -> Engine:
    take(SHOES)
    label = {"form": "spor ayakkabı", "language": "tr"}
    operation = {"operation": "add-label", "concept": "sports-shoe", "label": label}
    with transaction(engine) as store:
        edit(store, BOTH, "shoes", msgspec.convert({"operations": [operation]}, type=ChangeSet))
    return engine


def _approve(engine: Engine, actor: Actor, *labels: LabelOf, state: ApprovalState = ApprovalState.APPROVED) -> None:
    with transaction(engine) as store:
        set_label_states(store, actor, "shoes", labels, state, provenance=Provenance(comment="TDK"))


def _waiting(engine: Engine) -> list[str]:
    with transaction(engine, writing=False) as store:
        return [waiting.key.form for waiting in labels_waiting(store, OPERATOR, "shoes", TR)]


def test_a_label_waits_until_another_person_approves_it(edited: Engine) -> None:
    assert _waiting(edited) == ["spor ayakkabı"]
    with pytest.raises(Forbidden, match="own"):
        _approve(edited, BOTH, LABEL)
    _approve(edited, REVIEWER, LABEL)
    assert _waiting(edited) == []
    _approve(edited, REVIEWER, LABEL, state=ApprovalState.DRAFT)
    assert _waiting(edited) == ["spor ayakkabı"]


def test_an_approval_is_in_the_audit(edited: Engine) -> None:
    _approve(edited, REVIEWER, LABEL)
    with transaction(edited, writing=False) as store:
        entry = list(audit_log(store, OPERATOR, "shoes"))[-1]
        key = find_scheme(store, "shoes").key
        assert first_broken(read_entries(store, key), read_head(store, key)) is None
    assert (entry.kind, entry.actor) == ("approval", "r")
    assert all(said in entry.body for said in ('"approved"', "spor ayakkabı", "TDK"))


@pytest.mark.parametrize(
    ("labels", "error"),
    [
        ((), Malformed),
        ((LabelOf("sports-shoe", LabelName("spor ayakkabısı", TR)),), NotFound),
        ((LabelOf("nothing", LABEL.label),), NotFound),
        ((LabelOf("shoe", LabelName("Schuh", LanguageTag("de"))),), Forbidden),
        ((LABEL, LabelOf("shoe", LabelName("ayakkabı", TR, LabelKind.HIDDEN))), NotFound),
    ],
)
def test_what_cannot_be_approved_changes_nothing(
    edited: Engine, labels: tuple[LabelOf, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _approve(edited, REVIEWER, *labels)
    assert _waiting(edited) == ["spor ayakkabı"]


def test_concepts_in_use_without_a_label_are_listed(edited: Engine) -> None:
    with transaction(edited, writing=False) as store:
        concepts = read_draft(store, find_scheme(store, "shoes").key).concepts.values()
    assert without_label(concepts, TR) == []
    assert without_label(concepts, LanguageTag("hi")) == ["running-shoe", "sandal", "shoe", "sports-shoe"]
