from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from taxonomy_service.store.service_audit_tables import ServiceAuditEntryRow
from taxonomy_service.store.session import transaction


def test_a_number_stands_once_in_the_chain(engine: Engine) -> None:
    row = {"number": 1, "change_set": 1, "kind": "key-made", "actor": "a", "time": datetime.now(UTC), "body": "{}"}
    whole = {**row, "previous": "", "hash": ""}
    with pytest.raises(IntegrityError), transaction(engine) as store:
        for _ in range(2):
            store.session.connection().execute(insert(ServiceAuditEntryRow), [whole])
