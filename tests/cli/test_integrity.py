import csv
import gc
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from taxonomy_service.cli.command import main
from tests.cli.conftest import SHOES, Run

DATA = Path(__file__).parents[1] / "data" / "integrity"
CLEAN = """@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:s a skos:ConceptScheme ; skos:prefLabel "Schuhe"@de, "buty"@pl ; skos:hasTopConcept :a .
:a a skos:Concept ; skos:prefLabel "Schuh"@de, "but"@pl .
:b a skos:Concept ; skos:inScheme :s ; skos:broader :a ; skos:prefLabel "Stiefel"@de, "kozak"@pl .
"""


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


Call = Callable[..., Done]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Run the command in this process, since starting one takes longer than all that is looked at here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAXONOMY_DATABASE_URL", f"sqlite:///{tmp_path / 'cli.db'}")

    def run_here(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["taxonomy-service", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Done(code if isinstance(code, int) else 0, *capsys.readouterr())

    yield run_here
    gc.enable()


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.ttl"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def test_a_clean_file_ends_with_0_and_an_error_with_1_without_any_database(
    run: Run, clean: Path, tmp_path: Path
) -> None:
    assert run("check", str(clean)).returncode == 0
    broken = run("check", str(DATA / "S27" / "bad.ttl"))
    assert broken.returncode == 1, broken.stderr
    assert "error S27" in broken.stdout
    assert not (tmp_path / "cli.db").exists()


def test_warnings_fail_only_where_that_is_asked_for(call: Call) -> None:
    path = str(DATA / "Q001" / "bad.ttl")
    assert call("check", path, "--only", "Q001").returncode == 0
    assert call("check", path, "--only", "Q001", "--fail-on", "warning").returncode == 1
    assert call("check", path, "--only", "S9", "--fail-on", "warning").returncode == 0


def test_json_has_the_agreed_shape(call: Call) -> None:
    done = call("check", str(DATA / "S14" / "bad.ttl"), "--format", "json", "--only", "S14", "S9", "--only", "s13,q024")
    report = json.loads(done.stdout)
    assert sorted(report) == ["findings", "not_checked", "statistics"]
    (finding,) = report["findings"]
    assert list(finding) == [
        "code", "severity", "subject", "related", "language", "label", "message", "proof", "fingerprint",
    ]  # fmt: skip
    assert (finding["code"], finding["language"], len(finding["proof"])) == ("S14", "de", 2)
    assert report["statistics"]["languages"]["ja"]["preferred"] == 1
    assert "languages" in next(gap["reason"] for gap in report["not_checked"] if gap["code"] == "Q024")


def test_csv_and_sarif_are_what_they_should_be(call: Call) -> None:
    path = DATA / "S14" / "bad.ttl"
    rows = list(csv.DictReader(io.StringIO(call("check", str(path), "--format", "csv", "--only", "S14").stdout)))
    assert [row["code"] for row in rows] == ["S14"]
    log = json.loads(call("check", str(path), "--format", "sarif", "--only", "S14").stdout)
    (result,) = log["runs"][0]["results"]
    line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert "Laufschuh" in path.read_text().split("\n")[line - 1]


def test_several_files_are_several_reports(call: Call, clean: Path) -> None:
    done = call("check", str(clean), str(DATA / "S9" / "bad.ttl"), "--format", "json")
    assert done.returncode == 1
    assert [len(report["findings"]) > 0 for report in json.loads(done.stdout)] == [False, True]
    assert len(json.loads(call("check", str(clean), str(clean), "--format", "sarif").stdout)["runs"]) == 2
    assert call("check", str(clean), str(clean), "--format", "csv").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("nowhere.ttl",), 3, "No such file"),
        (("folder/nowhere",), 3, "cannot tell the format"),
        ((".",), 3, "this is a folder"),
        (("https://example.org/shoes.ttl",), 2, "save it as a file first"),
        (("CLEAN", "--only", "Q999"), 2, "Q999"),
        (("CLEAN", "--format", "xml"), 2, "xml"),
        (("CLEAN", "--fail-on", "never"), 2, "never"),
        (("--only", "S9", "S13"), 2, "name a file"),
        ((), 2, "FILE_OR_SCHEME"),
        (("CLEAN", "--profile", "PROFILE"), 2, "'Q998' is neither"),
        (("CLEAN", "--profile", "nowhere.toml"), 3, "No such file"),
        (("CLEAN", "--profile", "CLEAN"), 3, "clean.ttl"),
        (("CLEAN", "--input-format", "rdfxml"), 3, "this is not XML"),
        (("no-such-scheme",), 2, "there is no file 'no-such-scheme'"),
        (("CLEAN", "--only", "S9", "Q998"), 2, "Q998"),
        (("nowhere", "--input-format", "turtle"), 3, "No such file"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    call: Call, clean: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    (tmp_path / "profile.toml").write_text('[Q998]\nseverity = "error"\n')
    named = {"CLEAN": str(clean), "PROFILE": str(tmp_path / "profile.toml")}
    done = call("check", *(named.get(argument, argument) for argument in arguments))
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_profile_sets_severities_and_parameters(call: Call, clean: Path, tmp_path: Path) -> None:
    for name, text in (
        ("p.toml", '[Q024]\nlanguages = ["de"]\nseverity = "error"\n'),
        ("p.json", '{"languages": ["de"], "Q024": {"severity": "error"}}'),
    ):
        (tmp_path / name).write_text(text)
        done = call("check", str(clean), "--profile", name, "--only", "Q024", "--format", "json")
        assert done.returncode == 1
        assert [finding["severity"] for finding in json.loads(done.stdout)["findings"]] == ["error", "error"]


def test_a_scheme_of_the_database_is_checked_by_its_id(call: Call) -> None:
    assert call("import", str(SHOES)).returncode == 0
    done = call("check", "shoes", "--format", "json", "--fail-on", "error")
    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)["statistics"]["concepts"] > 1
    unknown = call("check", "unknown")
    assert (unknown.returncode, "no scheme 'unknown'" in unknown.stderr) == (2, True)


def test_the_table_of_checks_is_complete(call: Call) -> None:
    rows = {row["code"]: row for row in json.loads(call("checks", "--format", "json").stdout)}
    assert {"S9", "S13", "S14", "S27", "S37", "S46"} <= rows.keys()
    assert rows["S27"]["qskos"] == "rc"
    assert rows["Q001"]["qskos"] is None
    assert rows["Q024"]["parameters"] == {"languages": []}
    assert rows["S9"]["skos"].startswith("S9")
    assert {"code", "name", "severity", "parameters", "skos", "qskos"} <= rows["S9"].keys()
    assert "Q001" in call("checks").stdout


@pytest.mark.parametrize(
    ("locale", "told", "name"),
    [
        ("de_DE.UTF-8", "nicht geprüft: Q024", "Konzept ohne Vorzugsbezeichnung"),
        ("fr_FR.UTF-8", "non vérifié : Q024", "Concept sans libellé préférentiel"),
        ("es_ES.UTF-8", "no comprobado: Q024", "Concepto sin etiqueta preferente"),
        ("tlh", "not checked: Q024", "Concept without a preferred label"),
    ],
)
def test_tables_are_told_in_the_readers_language(
    call: Call, clean: Path, monkeypatch: pytest.MonkeyPatch, locale: str, told: str, name: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert told in call("check", str(clean)).stdout.replace("\u00a0", " ")
    assert name in call("checks").stdout
    page = call("check", str(clean), "--format", "html").stdout
    assert f">{told.partition(':')[0].capitalize().strip()}</h2>" in page.replace("\u00a0", " ")


def test_json_is_english_in_every_language(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = str(DATA / "S27" / "bad.ttl")
    english = call("check", bad, "--format", "json").stdout
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert call("check", bad, "--format", "json", "--reader", "fr").stdout == english
    assert "ist mit" in call("check", bad).stdout
    assert "est associé à" in call("check", bad, "--reader", "fr").stdout
    assert "is related to" in call("check", bad, "--reader", "tlh").stdout
