import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import transaction

JOB = (
    "INSERT INTO job (id, scheme_key, kind, state, author, parameters, started, beat, done, total, cancelling, fault) "
    "VALUES ('{id}', {scheme}, 'detection', '{state}', 'a', '{{}}', '2026-11-25', '2026-11-25', 0, 0, FALSE, '')"
)


@pytest.fixture
def schemes(engine: Engine) -> Engine:
    with transaction(engine) as store:
        for name in ("s", "t"):
            add_scheme(store, SchemeId(name), Iri(f"urn:{name}"))
    return engine


def _add(engine: Engine, own: str, scheme: int, state: str) -> None:
    with transaction(engine) as store:
        store.session.connection().execute(text(JOB.format(id=own, scheme=scheme, state=state)))


def test_the_database_itself_refuses_a_second_running_job_of_a_scheme(schemes: Engine) -> None:
    _add(schemes, "a", 1, "running")
    _add(schemes, "b", 2, "running")
    for number, state in enumerate(("done", "failed", "cancelled", "interrupted", "done")):
        _add(schemes, f"c{number}", 1, state)
    with pytest.raises(IntegrityError):
        _add(schemes, "d", 1, "running")


def test_nothing_about_findings_outlives_its_scheme(schemes: Engine) -> None:
    _add(schemes, "a", 1, "running")
    with transaction(schemes) as store:
        connection = store.session.connection()
        connection.execute(text("INSERT INTO warning_edition (scheme_key, edition) VALUES (1, 1)"))
        connection.execute(
            text(
                "INSERT INTO finding_decision (scheme_key, fingerprint, evidence, state, reason, author, decided) "
                "VALUES (1, 'f', 'e', 'open', '', 'a', '2026-11-25')"
            )
        )
        connection.execute(text("DELETE FROM scheme WHERE key = 1"))
        for table in ("job", "warning_edition", "finding_decision"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
