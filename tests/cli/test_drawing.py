from pathlib import Path

import pytest

from taxonomy_service.cli.drawing import draw
from taxonomy_service.domain.errors import NotFound, TaxonomyError
from tests.cli.conftest import Run

FOOTWEAR = Path(__file__).parents[2] / "vocabularies" / "footwear.ttl"


def test_a_picture_is_drawn_from_a_file_without_a_database(run: Run, tmp_path: Path) -> None:
    done = run("boundaries", "draw", str(FOOTWEAR), "running-shoe", "--output", "out.svg", "--reader", "fr")
    assert done.returncode == 0, done.stderr
    assert "the boundaries of running-shoe are drawn in out.svg" in done.stdout
    drawn = (tmp_path / "out.svg").read_text("utf-8")
    assert "chaussure de course" in drawn
    assert "allemand" in drawn


def test_the_terminal_gets_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    draw(str(FOOTWEAR), "running-shoe", None, "en")
    shown = capsys.readouterr().out
    assert "Boundaries of “running shoe”" in shown
    assert "German: “Laufschuh” covers the concept." in shown


@pytest.mark.parametrize(
    ("reader", "title", "word"),
    [
        ("de", "Begriffsgrenzen von „Laufschuh“", "genau"),
        ("fr", "Limites de «\u00a0chaussure de course\u00a0»", "exact"),
        ("es", "Límites de «zapatilla de running»", "exacta"),
    ],
)
def test_the_reader_of_a_picture_is_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader: str, title: str, word: str
) -> None:
    monkeypatch.setenv("LC_ALL", reader)
    draw(str(FOOTWEAR), "running-shoe")
    shown = capsys.readouterr().out
    assert title in shown
    assert f"= {word} " in shown


def test_a_page_has_the_picture_and_a_table(tmp_path: Path) -> None:
    draw(str(FOOTWEAR), "running-shoe", tmp_path / "out.html", "ar")
    page = (tmp_path / "out.html").read_text("utf-8")
    assert "<svg" in page
    assert "<table>" in page


@pytest.mark.parametrize(
    ("concept", "to", "error", "said"),
    [
        ("wellington", None, NotFound, "no concept in"),
        ("running-shoe", "out.pdf", TaxonomyError, r"must end in \.svg or \.html"),
        ("running-shoe", "none/out.svg", TaxonomyError, "cannot be written: No such file"),
    ],
)
def test_misuse_is_told(tmp_path: Path, concept: str, to: str | None, error: type[TaxonomyError], said: str) -> None:
    with pytest.raises(error, match=said):
        draw(str(FOOTWEAR), concept, tmp_path / to if to else None, "en")
