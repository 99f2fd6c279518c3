import subprocess
from collections.abc import Callable
from pathlib import Path

from taxonomy_service.offline import open_release
from taxonomy_service.services.compiled_files import compiled_name

Run = Callable[..., subprocess.CompletedProcess[str]]


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
