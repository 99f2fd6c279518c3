import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.store import tables
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import Store, transaction
from taxonomy_service.store.tables import LabelNodeRow, ResourceContentRow, ResourceRow, StatementRow


def test_migrations_make_the_tables_that_the_classes_describe(engine: Engine) -> None:
    assert tables.SchemeRow.metadata is SQLModel.metadata
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def _add_resource(store: Store) -> int:
    scheme = add_scheme(store, SchemeId("s"), Iri("urn:s"))
    resource = ResourceRow(scheme_key=scheme.key, role="concept", id="a", iri="urn:a")
    store.session.add(resource)
    store.session.flush()
    assert resource.key is not None
    labels = '[["حذاء","ar","preferred","urn:label",true]]'
    store.session.add(
        ResourceContentRow(resource_key=resource.key, labels=labels, notes="[]", notations="[]", properties="[]")
    )
    store.session.add(LabelNodeRow(resource_key=resource.key, node="urn:label"))
    store.session.add(StatementRow(scheme_key=scheme.key, subject="urn:a", predicate="urn:p", type="iri", value="u"))
    store.session.flush()
    return resource.key


def test_nothing_outlives_its_scheme(store: Store) -> None:
    _add_resource(store)
    connection = store.session.connection()
    connection.execute(text("DELETE FROM scheme"))
    for table in ("resource", "resource_content", "label_node", "label", "statement"):
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_view_of_labels_has_a_row_for_each(store: Store) -> None:
    key = _add_resource(store)
    (row,) = store.session.connection().execute(text("SELECT * FROM label"))
    assert row._asdict() == {
        "resource_key": key,
        "place": 0,
        "form": "حذاء",
        "language": "ar",
        "kind": "preferred",
        "node": "urn:label",
        "plain": True,
    }


def test_resource_stands_once_in_a_role_of_a_scheme(engine: Engine) -> None:
    with transaction(engine) as store:
        _add_resource(store)
    for role, refused in (("concept", True), ("collection", False)):
        row = ResourceRow(scheme_key=1, role=role, id="b", iri="urn:a")
        if refused:
            with pytest.raises(IntegrityError), transaction(engine) as store:
                store.session.add(row)
        else:
            with transaction(engine) as store:
                store.session.add(row)
