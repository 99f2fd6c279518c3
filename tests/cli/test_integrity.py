import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

DATA = Path(__file__).parents[1] / "data" / "integrity"
CLEAN = """@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:s a skos:ConceptScheme ; skos:prefLabel "Schuhe"@de, "buty"@pl ; skos:hasTopConcept :a .
:a a skos:Concept ; skos:prefLabel "Schuh"@de, "but"@pl .
:b a skos:Concept ; skos:inScheme :s ; skos:broader :a ; skos:prefLabel "Stiefel"@de, "kozak"@pl .
"""


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


def test_warnings_fail_only_where_that_is_asked_for(run: Run) -> None:
    path = str(DATA / "Q001" / "bad.ttl")
    assert run("check", path, "--only", "Q001").returncode == 0
    assert run("check", path, "--only", "Q001", "--fail-on", "warning").returncode == 1
    assert run("check", path, "--only", "S9", "--fail-on", "warning").returncode == 0


def test_json_has_the_agreed_shape(run: Run) -> None:
    done = run("check", str(DATA / "S14" / "bad.ttl"), "--format", "json", "--only", "S14", "S9", "--only", "s13,q024")
    report = json.loads(done.stdout)
    assert sorted(report) == ["findings", "not_checked", "statistics"]
    (finding,) = report["findings"]
    assert list(finding) == [
        "code", "severity", "subject", "related", "language", "label", "message", "proof", "fingerprint",
    ]  # fmt: skip
    assert (finding["code"], finding["language"], len(finding["proof"])) == ("S14", "de", 2)
    assert report["statistics"]["languages"]["ja"]["preferred"] == 1
    assert "languages" in next(gap["reason"] for gap in report["not_checked"] if gap["code"] == "Q024")


def test_csv_and_sarif_are_what_they_should_be(run: Run) -> None:
    path = DATA / "S14" / "bad.ttl"
    rows = list(csv.DictReader(io.StringIO(run("check", str(path), "--format", "csv", "--only", "S14").stdout)))
    assert [row["code"] for row in rows] == ["S14"]
    log = json.loads(run("check", str(path), "--format", "sarif", "--only", "S14").stdout)
    (result,) = log["runs"][0]["results"]
    line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert "Laufschuh" in path.read_text().split("\n")[line - 1]


def test_several_files_are_several_reports(run: Run, clean: Path) -> None:
    done = run("check", str(clean), str(DATA / "S9" / "bad.ttl"), "--format", "json")
    assert done.returncode == 1
    assert [len(report["findings"]) > 0 for report in json.loads(done.stdout)] == [False, True]
    assert len(json.loads(run("check", str(clean), str(clean), "--format", "sarif").stdout)["runs"]) == 2
    assert run("check", str(clean), str(clean), "--format", "csv").returncode == 2


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
    run: Run, clean: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    (tmp_path / "profile.toml").write_text('[Q998]\nseverity = "error"\n')
    named = {"CLEAN": str(clean), "PROFILE": str(tmp_path / "profile.toml")}
    done = run("check", *(named.get(argument, argument) for argument in arguments))
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_profile_sets_severities_and_parameters(run: Run, clean: Path, tmp_path: Path) -> None:
    for name, text in (
        ("p.toml", '[Q024]\nlanguages = ["de"]\nseverity = "error"\n'),
        ("p.json", '{"languages": ["de"], "Q024": {"severity": "error"}}'),
    ):
        (tmp_path / name).write_text(text)
        done = run("check", str(clean), "--profile", name, "--only", "Q024", "--format", "json")
        assert done.returncode == 1
        assert [finding["severity"] for finding in json.loads(done.stdout)["findings"]] == ["error", "error"]


def test_a_scheme_of_the_database_is_checked_by_its_id(shoes: Run) -> None:
    done = shoes("check", "shoes", "--format", "json", "--fail-on", "error")
    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)["statistics"]["concepts"] > 1
    unknown = shoes("check", "unknown")
    assert (unknown.returncode, "no scheme 'unknown'" in unknown.stderr) == (2, True)


def test_the_table_of_checks_is_complete(run: Run) -> None:
    rows = {row["code"]: row for row in json.loads(run("checks", "--format", "json").stdout)}
    assert {"S9", "S13", "S14", "S27", "S37", "S46"} <= rows.keys()
    assert rows["S27"]["qskos"] == "rc"
    assert rows["Q001"]["qskos"] is None
    assert rows["Q024"]["parameters"] == {"languages": []}
    assert rows["S9"]["skos"].startswith("S9")
    assert {"code", "name", "severity", "parameters", "skos", "qskos"} <= rows["S9"].keys()
    assert "Q001" in run("checks").stdout


@pytest.mark.parametrize(
    ("locale", "told", "name"),
    [
        ("de_DE.UTF-8", "nicht geprüft: Q024", "Konzept ohne Vorzugsbezeichnung"),
        ("fr_FR.UTF-8", "non vérifié : Q024", "Concept sans libellé préférentiel"),
        ("es_ES.UTF-8", "no comprobado: Q024", "Concepto sin etiqueta preferente"),
        ("tlh", "not checked: Q024", "Concept without a preferred label"),
    ],
)
def test_tables_are_told_in_the_readers_language(run: Run, clean: Path, locale: str, told: str, name: str) -> None:
    assert told in run("check", str(clean), LC_ALL=locale).stdout.replace("\u00a0", " ")
    assert name in run("checks", LC_ALL=locale).stdout
    page = run("check", str(clean), "--format", "html", LC_ALL=locale).stdout
    assert f">{told.partition(':')[0].capitalize().strip()}</h2>" in page.replace("\u00a0", " ")


def test_json_is_english_in_every_language(run: Run) -> None:
    bad = str(DATA / "S27" / "bad.ttl")
    english = run("check", bad, "--format", "json").stdout
    german = "de_DE.UTF-8"
    assert run("check", bad, "--format", "json", "--reader", "fr", LC_ALL=german).stdout == english
    assert "ist mit" in run("check", bad, LC_ALL=german).stdout
    assert "est associé à" in run("check", bad, "--reader", "fr", LC_ALL=german).stdout
    assert "is related to" in run("check", bad, "--reader", "tlh", LC_ALL=german).stdout
