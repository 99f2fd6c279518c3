import json
import re

import pytest

from tests.cli.conftest import Run


def test_a_role_is_granted_used_and_taken_back(shoes: Run) -> None:
    done = shoes("grant", "Jörg", "linguist", "--scheme", "shoes", "--languages", "de, gsw")
    assert done.returncode == 0, done.stderr
    found = re.fullmatch(
        r"Jörg \((\w{16})\) is linguist in scheme shoes for de, gsw\nkey \w{12}, shown only now: (tsk_\S+)\n",
        done.stdout,
    )
    assert found, done.stdout
    me = shoes("whoami", TAXONOMY_KEY=found[2])
    assert me.stdout == f"Jörg ({found[1]}): linguist:shoes:de,gsw\n"
    again = shoes("grant", "Jörg", "reviewer")
    assert "tsk_" not in again.stdout
    assert f"Jörg ({found[1]}) is reviewer in all schemes for all languages" in again.stdout
    taken = shoes("revoke", "Jörg", "linguist", "--scheme", "shoes")
    assert "is no longer linguist in scheme shoes for de, gsw" in taken.stdout
    (listed,) = json.loads(shoes("actors", "--format", "json").stdout)
    assert (listed["name"], listed["grants"]) == ("Jörg", ["reviewer:*:*"])


def test_an_actor_of_tokens_gets_no_key(shoes: Run) -> None:
    issuer = ("--issuer", "https://login.example.org", "--subject", "00u1")
    done = shoes("grant", "Ayşe", "publisher", *issuer)
    assert (done.returncode, "tsk_" in done.stdout) == (0, False)
    table = shoes("actors").stdout
    assert "Ayşe" in table
    assert "00u1" in table


def test_an_erased_actor_is_a_number(shoes: Run) -> None:
    key = shoes("grant", "Ayşe", "reader").stdout.split()[-1]
    done = shoes("erase", "Ayşe")
    assert (done.returncode, "their keys open nothing" in done.stdout) == (0, True)
    assert "Ayşe" not in shoes("actors").stdout
    assert "(erased)" in shoes("actors").stdout
    refused = shoes("whoami", TAXONOMY_KEY=key)
    assert (refused.returncode, "was revoked" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["grant", "Jörg", "king"], 2, "'king'"),
        (["grant", "Jörg", "linguist", "--scheme", "boots"], 2, "no scheme 'boots'"),
        (["grant", "Jörg", "linguist", "--languages", "de_AT"], 2, "language tag"),
        (["grant", "Jörg", "admin", "--languages", "de"], 3, "admin cannot be limited"),
        (["grant", " ", "reader"], 3, "visible characters"),
        (["grant", "Jörg", "reader", "--subject", "00u1"], 3, "needs the issuer"),
        (["grant", "Jörg", "reader", "--expires", "soon"], 3, "90d"),
        (["revoke", "Jörg"], 2, "revoke ACTOR ROLE"),
        (["revoke", "Jörg", "reader"], 2, "no actor 'Jörg'"),
        (["erase", "Jörg"], 2, "no actor 'Jörg'"),
    ],
)
def test_misuse_is_told_and_changes_nothing(shoes: Run, arguments: list[str], code: int, said: str) -> None:
    done = shoes(*arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert said in done.stderr
    assert json.loads(shoes("actors", "--format", "json").stdout) == []
