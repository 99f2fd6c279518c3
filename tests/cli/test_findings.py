import csv
import io
import json
from pathlib import Path

import pytest

from taxonomy_service.services.finding_runs import keep_boundary_findings
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import open_engine, transaction
from tests.cli.conftest import Run
from tests.suspicions import suspicion


def test_findings_are_looked_for_listed_decided_on_and_taken_away(shoes: Run, tmp_path: Path) -> None:
    label = {"form": "Laufschuh", "language": "de", "kind": "preferred"}
    stated = {"operation": "revise-label", "concept": "running-shoe", "label": label, "equivalence": "narrower"}
    (tmp_path / "stated.json").write_text(json.dumps({"operations": [stated]}), encoding="utf-8")
    assert shoes("edit", "shoes", "stated.json", "--yes").returncode == 0
    done = shoes("findings", "detect", "shoes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("shoes: ")
    listed = json.loads(shoes("findings", "list", "shoes", "--format", "json").stdout)
    assert listed
    first = listed[0]
    table = shoes("findings", "list", "shoes", "--limit", "1").stdout
    assert first["fingerprint"][:12] in table
    assert f"findings: {len(listed)} (" in table
    refused = shoes("findings", "decide", "shoes", first["fingerprint"][:12], "dismissed")
    assert refused.returncode == 3
    assert "reason" in refused.stderr
    decided = shoes("findings", "decide", "shoes", first["fingerprint"][:12], "dismissed", "--reason", "弊社の語")
    assert decided.returncode == 0, decided.stderr
    assert f"{first['fingerprint'][:12]} is dismissed" in decided.stdout
    path = tmp_path / "findings.csv"
    assert shoes("findings", "export", "shoes", "--state", "dismissed", "--output", str(path)).returncode == 0
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert (row["fingerprint"], row["decision_reason"], row["author"]) == (first["fingerprint"], "弊社の語", "operator")


def test_wrong_wishes_are_told_in_a_sentence(shoes: Run) -> None:
    for arguments, code, said in (
        (("detect", "boots"), 2, "no scheme 'boots'"),
        (("detect", "shoes", "--language", "ko"), 2, "'ko'"),
        (("list", "shoes", "--language", "x_y"), 2, "not a well-formed language tag"),
        (("run-job", "nothing"), 2, "no job 'nothing'"),
    ):
        done = shoes("findings", *arguments)
        assert done.returncode == code, (arguments, done.stderr)
        assert said in done.stderr
        assert "Traceback" not in done.stderr


@pytest.fixture
def kept(shoes: Run, environment: dict[str, str]) -> Run:
    """The command, on a database with a finding on the French label."""
    engine = open_engine(environment["TAXONOMY_DATABASE_URL"])
    with transaction(engine) as store:
        keep_boundary_findings(store, find_scheme(store, "shoes"), [suspicion()], {})
    engine.dispose()
    return shoes


@pytest.mark.parametrize(
    ("locale", "told", "head"),
    [
        ("de", "umfasst anscheinend mehr", "Befund"),
        ("fr", "semble recouvrir plus", "constat"),
        ("es", "parece abarcar más", "hallazgo"),
        ("tlh", "seems to cover more", "finding"),
    ],
)
def test_a_list_is_told_in_the_readers_language(kept: Run, locale: str, told: str, head: str) -> None:
    table = kept("findings", "list", "shoes", LC_ALL=locale).stdout
    assert f"┃ {head} " in table
    assert told.split(maxsplit=1)[0] in table
    for_a_program = kept("findings", "list", "shoes", "--format", "json", LC_ALL=locale).stdout
    assert "seems to cover more" in for_a_program
    assert told in kept("findings", "export", "shoes", "--reader", locale).stdout
