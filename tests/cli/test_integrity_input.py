import gzip
from pathlib import Path

import pytest
import typer

from taxonomy_service.cli.integrity_input import (
    misuse,
    names_a_file,
    open_prefixes,
    open_profile,
    open_register,
    open_vocabulary,
    parted,
)
from taxonomy_service.domain.errors import Malformed, NotFound, NothingToImport, UnreadableFile
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


def test_prefixes_are_those_of_a_file_plain_or_packed(tmp_path: Path) -> None:
    text = "@prefix ex: <http://x/> .\nprefix skos: <http://s#>\n# prefix no: <http://n/>\nex:a ex:b 'prefix z: <http://z/>' .\n"
    plain, packed = tmp_path / "a.ttl", tmp_path / "a.ttl.gz"
    plain.write_text(text)
    packed.write_bytes(gzip.compress(text.encode()))
    assert open_prefixes(plain) == open_prefixes(packed) == {"ex": "http://x/", "skos": "http://s#"}
    assert open_prefixes(Path("-")) == {}


def test_what_an_option_cannot_mean_is_misuse_and_what_is_not_there_is_not() -> None:
    with pytest.raises(typer.BadParameter, match="no such code"), misuse("--only"):
        raise Malformed("no such code")
    with pytest.raises(NotFound), misuse("--only"):
        raise NotFound("finding", "x")


def test_codes_after_only_are_the_same_however_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ways = [(["a.ttl", "S13"], ["S9"]), (["a.ttl"], ["S9,S13"]), (["a.ttl"], ["S9", "S13"])]
    assert [parted(*way) for way in ways] == [(["a.ttl"], ["S9", "S13"])] * 3
    assert parted(["a.ttl", "S13"], None) == (["a.ttl", "S13"], None)
    (tmp_path / "s13").touch()
    assert parted(["s13"], ["S9"]) == (["s13"], ["S9"])
