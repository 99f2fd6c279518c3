import json
from pathlib import Path
from typing import Any

import pytest

from taxonomy_service.domain.access import Action, Role
from tests.cli.conftest import Run

LABEL = {"form": "chaussure de jogging", "language": "fr", "kind": "alternative"}
GERMAN = {"form": "Joggingschuh", "language": "de", "kind": "alternative"}


def _change_set(*labels: dict[str, str]) -> dict[str, Any]:
    operations = [{"operation": "add-label", "concept": "running-shoe", "label": label} for label in labels]
    return {"comment": "l’usage", "operations": operations}


@pytest.fixture
def french(tmp_path: Path) -> str:
    path = tmp_path / "français.json"
    path.write_text(json.dumps(_change_set(LABEL)), encoding="utf-8")
    return str(path)


@pytest.fixture
def both(tmp_path: Path) -> str:
    path = tmp_path / "both.json"
    path.write_text(json.dumps(_change_set(LABEL, GERMAN)), encoding="utf-8")
    return str(path)


def test_a_proposal_is_made_discussed_approved_and_in_the_draft(
    shoes: Run, people: dict[str, str], french: str
) -> None:
    made = shoes("proposals", "make", "shoes", french, TAXONOMY_KEY=people["Cem"])
    assert made.returncode == 0, made.stderr
    assert made.stdout == "proposal 1 of shoes “l’usage” is open (etag p1-1)\n  fr: waiting\n"
    said = shoes("proposals", "remark", "shoes", "1", "voir la norme", TAXONOMY_KEY=people["Léa"])
    assert said.returncode == 0, said.stderr
    page = shoes("proposals", "show", "shoes", "1", TAXONOMY_KEY=people["René"]).stdout
    assert "~ running-shoe: + 'chaussure de jogging'@fr (alternative)" in page
    assert "voir la norme" in page
    assert "Léa" in page
    done = shoes("proposals", "opinion", "shoes", "1", "approve", "--language", "FR", TAXONOMY_KEY=people["René"])
    assert "is accepted" in done.stdout
    assert "no longer allows" not in shoes("proposals", "show", "shoes", "1").stdout
    listed = json.loads(shoes("proposals", "list", "shoes", "--format", "json").stdout)
    assert [(shape["number"], shape["state"], shape["standings"]) for shape in listed] == [
        (1, "accepted", {"fr": "approved"})
    ]
    assert "nothing was written" in shoes("undo", "shoes", "2").stdout


def test_a_decision_is_given_in_every_language_that_waits_for_one(
    shoes: Run, people: dict[str, str], both: str
) -> None:
    shoes("proposals", "make", "shoes", both, TAXONOMY_KEY=people["Cem"])
    german = shoes("proposals", "decide", "shoes", "1", "approve", TAXONOMY_KEY=people["Ute"]).stdout
    assert "is open" in german
    assert "de: approved, fr: waiting" in german
    again = shoes("proposals", "decide", "shoes", "1", "approve", TAXONOMY_KEY=people["Ute"])
    assert (again.returncode, "nothing of proposal 1 waits for your opinion" in again.stderr) == (2, True)
    assert "is accepted" in shoes("proposals", "decide", "shoes", "1", "approve", TAXONOMY_KEY=people["Zoë"]).stdout


def test_a_decision_of_somebody_for_all_languages_settles_them_together(
    shoes: Run, people: dict[str, str], both: str
) -> None:
    shoes("proposals", "make", "shoes", both, TAXONOMY_KEY=people["Cem"])
    done = shoes("proposals", "decide", "shoes", "1", "send-back", "--reason", "autre mot", TAXONOMY_KEY=people["Zoë"])
    assert "is sent-back" in done.stdout
    page = json.loads(shoes("proposals", "show", "shoes", "1", "--format", "json").stdout)
    assert page["events"][-1]["text"] == "autre mot"
    assert page["refused"] is None
    assert [change["id"] for change in page["outcome"]["changes"]] == ["running-shoe"]


def test_a_table_of_translations_can_be_proposed_and_revised(
    shoes: Run, people: dict[str, str], french: str, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    assert shoes("translate", "shoes", "pl", str(table)).returncode == 0
    text = table.read_text(encoding="utf-8-sig")
    header, *rows = text.splitlines()
    place = header.split(",").index("label")
    filled = []
    for row in rows:
        cells = row.split(",")
        if cells[0] == "tennis-shoe":
            cells[place] = "but tenisowy"
        filled.append(",".join(cells))
    table.write_text("\n".join([header, *filled]), encoding="utf-8")
    made = shoes("proposals", "make", "shoes", str(table), "--comment", "po polsku", TAXONOMY_KEY=people["Cem"])
    assert "“po polsku” is open" in made.stdout, made.stderr
    assert "but tenisowy" in shoes("proposals", "show", "shoes", "1").stdout
    revised = shoes("proposals", "revise", "shoes", "1", french, "--seen", "p1-1", TAXONOMY_KEY=people["Cem"])
    assert "fr: waiting" in revised.stdout
    stale = shoes("proposals", "withdraw", "shoes", "1", "--seen", "p1-1", TAXONOMY_KEY=people["Cem"])
    assert (stale.returncode, "has changed since" in stale.stderr) == (2, True)
    assert "is withdrawn" in shoes("proposals", "withdraw", "shoes", "1", TAXONOMY_KEY=people["Cem"]).stdout


def test_what_the_draft_no_longer_allows_is_said(shoes: Run, people: dict[str, str], french: str) -> None:
    shoes("proposals", "make", "shoes", french, TAXONOMY_KEY=people["Cem"])
    assert shoes("edit", "shoes", french, "--yes").returncode == 0
    assert "the draft no longer allows it: " in shoes("proposals", "show", "shoes", "1").stdout


MISUSE = [
    ("Rima", ["list", "shoes"], 2, "may not inspect"),
    ("Cem", ["opinion", "shoes", "1", "approve", "--language", "fr"], 2, "may not approve"),
    ("Ute", ["opinion", "shoes", "1", "approve", "--language", "fr"], 2, "may not approve"),
    ("Zoë", ["opinion", "shoes", "1", "approve", "--language", "pl"], 2, "no language in proposal 1 'pl'"),
    ("Zoë", ["opinion", "shoes", "1", "perhaps"], 2, "perhaps"),
    ("Zoë", ["withdraw", "shoes", "1"], 2, "may not administer"),
    ("Zoë", ["show", "shoes", "9"], 2, "no proposal of shoes '9'"),
    ("Zoë", ["list", "boots"], 2, "boots"),
    ("Cem", ["make", "shoes", "/nowhere.json"], 3, "nowhere"),
]


def test_misuse_is_one_sentence_and_a_code(shoes: Run, people: dict[str, str], french: str) -> None:
    shoes("proposals", "make", "shoes", french, TAXONOMY_KEY=people["Cem"])
    for who, arguments, code, said in MISUSE:
        done = shoes("proposals", *arguments, TAXONOMY_KEY=people[who])
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
        assert said in done.stderr, arguments
    assert json.loads(shoes("proposals", "list", "shoes", "--format", "json").stdout)[0]["state"] == "open"


def test_nobody_approves_what_they_proposed(shoes: Run, people: dict[str, str], french: str) -> None:
    shoes("proposals", "make", "shoes", french, TAXONOMY_KEY=people["Zoë"])
    done = shoes("proposals", "decide", "shoes", "1", "approve", TAXONOMY_KEY=people["Zoë"])
    assert (done.returncode, "nobody approves a change of their own" in done.stderr) == (2, True)


def test_every_role_may_do_with_proposals_what_its_actions_say(shoes: Run, french: str, both: str) -> None:
    shoes("proposals", "make", "shoes", both)
    commands = {
        Action.INSPECT: (["list", "shoes"], ["show", "shoes", "1"]),
        Action.PROPOSE: (
            ["make", "shoes", french],
            ["remark", "shoes", "1", "?"],
        ),
        Action.APPROVE: (["opinion", "shoes", "1", "approve", "--language", "de"],),
    }
    for role in Role:
        for languages in ((), ("--languages", "fr")) if role is not Role.ADMIN else ((),):
            granted = shoes("grant", f"{role}{languages}", role, "--scheme", "shoes", *languages).stdout
            for action, calls in commands.items():
                for call in calls:
                    done = shoes("proposals", *call, TAXONOMY_KEY=granted.split()[-1])
                    in_its_languages = action is not Action.APPROVE or not languages
                    allowed = action in role.actions and in_its_languages
                    assert ("may not" in done.stderr) is not allowed, (role, languages, call, done.stderr)
