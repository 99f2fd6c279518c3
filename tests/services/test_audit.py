import hashlib
import json

import msgspec
import pytest
from sqlalchemy import Engine, text

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import Forbidden, NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.services.audit import LabelWanted, audit_line, audit_log, concept_history, verify_audit
from taxonomy_service.services.editing import edit
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take


@pytest.fixture
def edited(take: Take, engine: Engine) -> Engine:
    """An import, two change sets of one operation each, and another import."""
    take(SHOES)
    label = {"form": "çarık", "language": "tr", "kind": "alternative"}
    for operation in (
        {"operation": "add-label", "concept": "shoe", "label": label},
        {"operation": "remove-label", "concept": "shoe", "label": label},
    ):
        with transaction(engine) as store:
            edit(store, OPERATOR, "shoes", msgspec.convert({"operations": [operation]}, type=ChangeSet))
    take(SHOES.replace('"sandal"@en', '"sandals"@en'))
    return engine


def test_a_chain_is_whole_with_its_imports(edited: Engine) -> None:
    with transaction(edited, writing=False) as store:
        found = verify_audit(store, OPERATOR, "shoes")
        kinds = [entry.kind for entry in audit_log(store, OPERATOR, "shoes")]
    assert (found.broken, found.head.number) == (None, 6)
    assert kinds == ["import", "change-set", "add-label", "change-set", "remove-label", "import"]


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        ("UPDATE audit_entry SET body = replace(body, 'operator', 'nobody') WHERE number = 3", 3),
        ("UPDATE audit_entry SET actor = 'nobody' WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 4", 4),
        ("DELETE FROM audit_entry WHERE number = 6", 6),
        ("UPDATE audit_entry SET number = 13 - number WHERE number IN (2, 11)", 2),
    ],
)
def test_damage_is_found_where_it_begins(edited: Engine, damage: str, number: int) -> None:
    with transaction(edited) as store:
        store.session.connection().execute(text(damage))
    with transaction(edited, writing=False) as store:
        broken = verify_audit(store, OPERATOR, "shoes").broken
    assert broken is not None
    assert broken.number == number


def test_the_history_of_a_concept_holds_what_changed_it_imports_included(edited: Engine) -> None:
    with transaction(edited, writing=False) as store:
        assert [entry.number for entry in concept_history(store, OPERATOR, "shoes", "shoe")] == [1, 3, 5]
        assert [entry.number for entry in concept_history(store, OPERATOR, "shoes", "sandal")] == [1, 6]
        label = LabelWanted("çarık", LanguageTag("tr"))
        assert [entry.number for entry in concept_history(store, OPERATOR, "shoes", "shoe", label)] == [3, 5]
        other = LabelWanted("çarık", LanguageTag("az"))
        assert concept_history(store, OPERATOR, "shoes", "shoe", other) == []
        with pytest.raises(NotFound):
            concept_history(store, OPERATOR, "shoes", "nothing")


def test_anybody_can_verify_an_export(edited: Engine) -> None:
    previous = "0" * 64
    with transaction(edited, writing=False) as store:
        for entry in audit_log(store, OPERATOR, "shoes"):
            line = json.loads(audit_line(entry))
            assert line["previous"] == previous
            assert hashlib.sha256(f"{previous}\n{line['body']}".encode()).hexdigest() == line["hash"]
            previous = line["hash"]


def test_the_log_is_for_those_who_work_on_the_draft(edited: Engine) -> None:
    reader = Actor("r", "R", (Grant(Role.READER),))
    with transaction(edited, writing=False) as store:
        assert verify_audit(store, reader, "shoes").broken is None
        with pytest.raises(Forbidden):
            audit_log(store, reader, "shoes")
        with pytest.raises(Forbidden):
            concept_history(store, reader, "shoes", "shoe")
