import json
from datetime import UTC, datetime, timedelta

import pytest

from taxonomy_service.cli.keys import expiry
from taxonomy_service.domain.errors import Malformed
from tests.cli.conftest import Run


@pytest.fixture
def made(run: Run) -> Run:
    """The command, on a database with one actor who has one key."""
    assert run("upgrade").returncode == 0
    assert run("grant", "Zoë", "annotator").returncode == 0
    return run


def test_keys_are_made_listed_and_revoked(made: Run) -> None:
    done = made("new-key", "Zoë", "--purpose", "CVAT à Lyon", "--expires", "2199-01-31")
    assert done.returncode == 0, done.stderr
    assert "expires 2199-02-01 00:00 UTC, shown only now: tsk_" in done.stdout
    token = done.stdout.split()[-1]
    first, second = json.loads(made("keys", "--format", "json").stdout)
    assert (first["name"], first["purpose"], first["expires"], first["state"]) == ("Zoë", "", None, "active")
    assert second["id"] == token.split("_")[1]
    assert second["purpose"] == "CVAT à Lyon"
    assert "the key expires 2199-02-01" in made("whoami", TAXONOMY_KEY=token).stdout
    assert "opens nothing" in made("revoke", second["id"]).stdout
    assert made("whoami", TAXONOMY_KEY=token).returncode == 2
    table = made("keys").stdout
    assert "revoked" in table
    assert token.split("_", 2)[2] not in table


def test_without_a_key_one_is_the_operator(made: Run) -> None:
    assert json.loads(made("whoami", "--format", "json").stdout)["grants"] == ["admin:*:*"]
    assert made("whoami").stdout == "operator (operator): admin:*:*\n"


def test_the_key_of_the_settings_is_known(made: Run) -> None:
    secret = "the-bootstrap-key-of-this-test"
    assert "bootstrap admin" in made("whoami", TAXONOMY_ADMIN_KEY=secret, TAXONOMY_KEY=secret).stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "said"),
    [
        (["whoami"], {"TAXONOMY_KEY": "tsk_0123456789ab_" + "A" * 43}, 2, "not known"),
        (["whoami"], {"TAXONOMY_KEY": "x" * 20_000}, 2, "longer than"),
        (["new-key", "Jörg"], {}, 2, "no actor 'Jörg'"),
        (["new-key", "Zoë", "--expires", "2020-01-01"], {}, 3, "expired already"),
        (["revoke", "0123456789ab"], {}, 2, "no key"),
    ],
)
def test_misuse_is_told(made: Run, arguments: list[str], environment: dict[str, str], code: int, said: str) -> None:
    done = made(*arguments, **environment)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert said in done.stderr
    assert "A" * 43 not in done.stderr


def test_expiry_is_days_from_now_or_the_end_of_a_date() -> None:
    assert expiry(None) is None
    assert expiry("2027-01-31") == datetime(2027, 2, 1, tzinfo=UTC)
    in_days = expiry("90d")
    assert in_days is not None
    assert abs(in_days - datetime.now(UTC) - timedelta(days=90)) < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "0d", "-1d", "d", "999999d", "90", "2027-13-01", "31.1.2027", "９０d"])
def test_expiry_that_is_neither_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="neither"):
        expiry(text)
