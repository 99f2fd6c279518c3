from pathlib import Path

from taxonomy_service.offline import open_release
from taxonomy_service.services.compiled_files import compiled_name
from tests.cli.conftest import SHOES, Run


def test_compiled_file_validates(shoes: Run, tmp_path: Path) -> None:
    done = shoes("compile", "shoes", "--output", "shoes.taxr")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("compiled shoes: shoes.taxr, ")
    assert open_release(tmp_path / "shoes.taxr").validate("Laufschuh", language="de").verdict == "preferred"


def test_folder_gets_a_file_named_after_the_release(shoes: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    assert shoes("compile", "shoes", "--output", "kept").returncode == 0
    (made,) = (tmp_path / "kept").iterdir()
    name = open_release(made).name
    assert made.name == compiled_name(name, {}, {})
    assert made.name.startswith(f"shoes-1-{name.content_hash[:16]}-")


def test_what_cannot_be_compiled_or_written_is_told(shoes: Run, tmp_path: Path) -> None:
    for arguments, said in (
        (("nix", "--output", "x.taxr"), "no scheme 'nix'"),
        (("shoes", "--output", "x.taxr", "--release", "9"), "no release of shoes '9'"),
        (("shoes", "--output", "no/such/folder/x.taxr"), "cannot be written"),
    ):
        done = shoes("compile", *arguments)
        assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert not (tmp_path / "x.taxr").exists()


def test_a_release_is_compiled_for_the_servers_of_this_machine(shoes: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    (tmp_path / "shoes.ttl").write_text(changed, encoding="utf-8")
    assert shoes("import", "shoes.ttl", TAXONOMY_COMPILED_FOLDER=str(kept)).returncode == 0
    (made,) = kept.glob("*.taxr")
    assert open_release(made).validate("Rennschuh", language="de").verdict == "preferred"


def test_a_release_that_cannot_be_compiled_is_released_all_the_same(shoes: Run, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("no folder")
    changed = SHOES.read_text(encoding="utf-8").replace('"Laufschuh"@de', '"Rennschuh"@de')
    (tmp_path / "shoes.ttl").write_text(changed, encoding="utf-8")
    done = shoes("import", "shoes.ttl", TAXONOMY_COMPILED_FOLDER=str(tmp_path / "kept"))
    assert (done.returncode, "release 2" in done.stdout) == (0, True)
    assert "shoes is released, but not compiled" in done.stderr


def test_a_file_may_do_without_warnings(shoes: Run, tmp_path: Path) -> None:
    done = shoes("compile", "shoes", "--output", "plain.taxr", "--without-warnings")
    assert done.returncode == 0, done.stderr
    assert open_release(tmp_path / "plain.taxr").index.warnings == {}
