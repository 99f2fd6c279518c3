from sqlalchemy import Engine, inspect

from taxonomy_service.store.reference_tables import ReferenceRow


def test_the_migration_makes_the_table_that_the_rows_need(engine: Engine) -> None:
    made = {column["name"]: column["nullable"] for column in inspect(engine).get_columns("reference")}
    assert made == {column.name: column.nullable for column in ReferenceRow.metadata.tables["reference"].columns}
    unique = inspect(engine).get_unique_constraints("reference")
    assert [constraint["column_names"] for constraint in unique] == [["name"]]
