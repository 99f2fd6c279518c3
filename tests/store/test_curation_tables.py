from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.curation_tables import AuditEntryRow, AuditHeadRow, LabelApprovalRow
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import transaction

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_a_number_stands_once_in_a_chain(engine: Engine) -> None:
    row: dict[str, Any] = {
        "number": 1,
        "change_set": 1,
        "kind": "k",
        "actor": "a",
        "time": NOW,
        "body": "{}",
        "previous": "",
        "hash": "",
    }
    with transaction(engine) as store:
        key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
        store.session.add(AuditEntryRow(scheme_key=key, **row))
    with pytest.raises(IntegrityError), transaction(engine) as store:
        store.session.add(AuditEntryRow(scheme_key=key, **row))


def test_all_of_a_scheme_goes_with_it(engine: Engine) -> None:
    with transaction(engine) as store:
        key = add_scheme(store, SchemeId("s"), Iri("urn:s")).key
        store.session.add(AuditHeadRow(scheme_key=key, number=0, hash=""))
        label: dict[str, Any] = {"iri": "urn:a", "language": "ar", "kind": "preferred", "form": "حذاء"}
        store.session.add(LabelApprovalRow(scheme_key=key, **label, state="draft", actor="a", time=NOW))
    with transaction(engine) as store:
        connection = store.session.connection()
        connection.execute(text("DELETE FROM scheme"))
        for table in ("audit_head", "label_approval"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
