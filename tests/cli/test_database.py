from tests.cli.conftest import Run, execute


def test_upgrade_makes_the_tables_and_then_has_nothing_to_do(run: Run) -> None:
    assert "was empty" in run("upgrade").stdout
    assert "was current already" in run("upgrade").stdout


def test_a_database_that_is_empty_behind_or_ahead_is_refused_with_what_to_do(
    run: Run, apart: Run, environment: dict[str, str]
) -> None:
    empty = run("schemes")
    assert empty.returncode == 4
    assert "taxonomy-service upgrade" in empty.stderr
    run("upgrade")
    execute(environment, "UPDATE alembic_version SET version_num = '9999'")
    for ahead in (run("schemes"), apart("serve", "--port", "0"), run("upgrade")):
        assert ahead.returncode == 4
        assert "newer version" in ahead.stderr
    execute(environment, "UPDATE alembic_version SET version_num = '0000'")
    behind = apart("serve", "--port", "0")
    assert behind.returncode == 4
    assert "taxonomy-service upgrade" in behind.stderr


def test_a_password_is_not_printed(run: Run) -> None:
    done = run("upgrade", TAXONOMY_DATABASE_URL="postgresql+psycopg://me:secret@127.0.0.1:1/none")
    assert done.returncode == 4
    assert "secret" not in done.stdout + done.stderr
