from pathlib import Path

import pytest

from tests.cli.conftest import Run

BAD = """@prefix ex: <http://x/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:a a skos:Concept ; skos:prefLabel "حذاء "@ar, "靴"@ja, "ブーツ"@ja .
ex:b skos:broader ex:c . ex:c skos:broader ex:b .
"""


def test_the_difference_is_shown_first_and_written_when_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "shoes.ttl"
    file.write_text(BAD, encoding="utf-8")
    shown = run("fix", "shoes.ttl")
    assert shown.returncode == 1
    assert '- <http://x/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "حذاء "@ar .' in shown.stdout
    assert "left to you: S14" in shown.stdout
    assert file.read_text(encoding="utf-8") == BAD
    written = run("fix", "shoes.ttl", "--output", "shoes.ttl", "--keep", "shortest", "--cut", "http://x/b http://x/c")
    assert written.returncode == 0, written.stderr
    assert '"حذاء"@ar' in file.read_text(encoding="utf-8")
    again = run("fix", "shoes.ttl", "--dry-run")
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "nothing to mend")
    assert "--cut" in run("fix").stdout


@pytest.mark.parametrize(
    ("locale", "does", "left"),
    [
        ("de", "die Buchstaben zusammensetzen (NFC)", "bleibt Ihnen überlassen: S14"),
        ("fr", "composer les lettres (NFC)", "à vous de décider : S14"),
        ("es", "componer las letras (NFC)", "queda a su criterio: S14"),
        ("tlh", "compose the letters (NFC)", "left to you: S14"),
    ],
)
def test_what_is_mended_is_told_in_the_readers_language(
    run: Run, tmp_path: Path, locale: str, does: str, left: str
) -> None:
    file = tmp_path / "shoes.ttl"
    file.write_text(BAD, encoding="utf-8")
    assert does in run("fix", LC_ALL=locale).stdout
    assert left in run("fix", str(file), LC_ALL=locale).stdout.replace("\u00a0", " ")


def test_misuse_is_told_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(BAD, encoding="utf-8")
    assert run("fix", "a.ttl", "--dry-run", "--output", "b.ttl").returncode == 2
    assert "two concepts" in run("fix", "a.ttl", "--cut", "http://x/b").stderr
    refused = run("fix", "missing.ttl", "--output", "b.rdf")
    assert (refused.returncode, "ntriples" in refused.stderr) == (2, True)
    assert run("fix", "missing.ttl").returncode == 3
    assert not (tmp_path / "b.rdf").exists()


SCHEME = (
    BAD
    + """
<http://x/s> a skos:ConceptScheme ; skos:prefLabel "Schuhe"@de .
ex:a skos:inScheme <http://x/s> . ex:b skos:inScheme <http://x/s> . ex:c skos:inScheme <http://x/s> .
"""
)


def test_a_draft_is_previewed_and_mended_as_a_change_set(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "shoes.ttl"
    file.write_text(SCHEME.replace(', "ブーツ"@ja', ""), encoding="utf-8")
    assert run("import", str(file), "--scheme", "shoes").returncode == 0
    tried = run("fix", "shoes", "--cut", "b c")
    assert (tried.returncode, tried.stdout.splitlines()[-1]) == (1, "nothing was written (--yes does it)")
    assert '- <http://x/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "حذاء "@ar .' in tried.stdout
    assert run("fix", "shoes", "--cut", "b sandalia").stderr.strip() == "error: no concept in shoes 'sandalia'"
    done = run("fix", "shoes", "--cut", "b c", "--yes")
    assert (done.returncode, "done as change set" in done.stdout) == (0, True), done.stderr
    assert "mended 1 × Q004" in done.stdout
    assert run("fix", "shoes", "--yes").stdout.splitlines()[-1] == "nothing to mend"


def test_what_is_for_files_is_refused_for_schemes_and_the_other_way_round(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(BAD, encoding="utf-8")
    assert "--output" in run("fix", str(tmp_path / "a.ttl"), "--yes").stderr
    refused = run("fix", "shoes", "--output", "b.ttl")
    assert (refused.returncode, "a scheme has settings" in refused.stderr) == (2, True)
    assert "there is no file 'boots'" in run("fix", "boots").stderr
