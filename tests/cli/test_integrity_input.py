from pathlib import Path

import pytest
import typer

from taxonomy_service.cli.integrity_input import names_a_file, open_profile, open_register, open_vocabulary
from taxonomy_service.domain.errors import NothingToImport, UnreadableFile
from taxonomy_service.exchange.rdf import RdfFormat


def test_a_file_is_meant_where_it_is_there_or_its_name_says_so(tmp_path: Path) -> None:
    here = tmp_path / "shoes"
    here.touch()
    assert all(names_a_file(name) for name in ("-", "a/b", "a.ttl", "a.ttl.gz", str(here)))
    assert not names_a_file("shoes-of-mine")


def test_a_profile_is_toml_or_json_and_its_faults_are_told(tmp_path: Path) -> None:
    assert not open_profile(None).settings
    good, json_file = tmp_path / "p.toml", tmp_path / "p.json"
    good.write_text('languages = ["pl"]')
    json_file.write_text('{"languages": ["pl"]}')
    assert open_profile(good) == open_profile(json_file)
    good.write_text("languages = [")
    with pytest.raises(UnreadableFile):
        open_profile(good)
    good.write_text("nonsense = 1")
    with pytest.raises(typer.BadParameter):
        open_profile(good)


def test_no_register_is_an_empty_one_and_a_missing_file_is_not() -> None:
    assert open_register(None) == {}
    with pytest.raises(UnreadableFile):
        open_register(Path("nowhere.toml"))


def test_a_vocabulary_comes_with_its_format(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text('<http://x/a> <http://x/p> "\u9774"@ja .\n', encoding="utf-8")
    statements, known = open_vocabulary(path, None)
    assert (len(statements), known) == (1, RdfFormat.NTRIPLES)
    path.write_text("# nothing\n")
    with pytest.raises(NothingToImport):
        open_vocabulary(path, None)
