import errno
import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.verdicts import Question, ReleaseName
from taxonomy_service.matching.compiled_format import FORMAT
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.offline import open_release
from taxonomy_service.services.compiled_files import (
    ServedIndex,
    building,
    compile_to,
    compiled_name,
    keep_compiled,
    open_compiled,
    release_prefix,
    sweep,
    write_compiled,
)
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]


def _compile(engine: Engine, path: Path, wanted: str | None = None) -> ReleaseName:
    with transaction(engine, writing=False) as store:
        return compile_to(store, "shoes", path, wanted)


def _keep(engine: Engine, folder: Path, wanted: str | None = None) -> Path:
    with transaction(engine, writing=False) as store:
        return keep_compiled(store, "shoes", folder, wanted)


def _verdict(path: Path, label: str, language: str) -> str:
    return open_release(path).validate(label, language=language).verdict.value


def test_newest_release_is_compiled_or_the_one_asked_for(
    take: Take, engine: Engine, shoes: str, tmp_path: Path
) -> None:
    take(shoes)
    take(shoes.replace("Laufschuh", "Rennschuh"))
    newest, first = tmp_path / "newest.taxr", tmp_path / "first.taxr"
    assert _compile(engine, newest).number == 2
    assert _compile(engine, first, "1").number == 1
    assert _verdict(newest, "Rennschuh", "de") == "preferred"
    assert _verdict(first, "Rennschuh", "de") == "unknown"
    assert open_release(newest).name == _compile(engine, tmp_path / "again.taxr")
    assert (tmp_path / "again.taxr").read_bytes() == newest.read_bytes()
    with pytest.raises(NotFound):
        _compile(engine, newest, "9")


def test_kept_file_is_used_as_long_as_it_is_whole_and_new(
    take: Take, engine: Engine, shoes: str, tmp_path: Path
) -> None:
    take(shoes)
    path = _keep(engine, tmp_path / "kept")
    made = path.stat().st_ino
    assert _keep(engine, tmp_path / "kept").stat().st_ino == made
    whole = path.read_bytes()
    old = whole[:4] + (FORMAT - 1).to_bytes(4, "little") + whole[8:]
    for damaged in (b"", whole[:-1], whole[:2_000], whole.replace(b"Laufschuh", b"Kaufschuh"), old):
        path.unlink()
        path.write_bytes(damaged)
        assert _keep(engine, tmp_path / "kept").read_bytes() == whole
    take(shoes.replace("Laufschuh", "Rennschuh"))
    renewed = _keep(engine, tmp_path / "kept")
    assert renewed != path
    assert renewed.name == compiled_name(open_release(renewed).name, {}, {})
    assert _verdict(renewed, "Rennschuh", "de") == "preferred"
    assert _keep(engine, tmp_path / "kept", "1") == path


def test_file_of_another_release_under_the_right_name_is_not_taken(
    take: Take, engine: Engine, shoes: str, tmp_path: Path
) -> None:
    take(shoes)
    take(shoes.replace("Laufschuh", "Rennschuh"))
    path = _keep(engine, tmp_path)
    _compile(engine, path, "1")
    assert _verdict(_keep(engine, tmp_path), "Rennschuh", "de") == "preferred"


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_full_disk_leaves_the_old_file_and_no_half_one(
    index: LabelIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    path = folder / "shoes.taxr"
    write_compiled(index, path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="No space"):
            write_compiled(index, path)
    else:
        full = Path("/dev/full")
        if not full.exists():
            pytest.skip("this system has no device that is always full")
        monkeypatch.setattr("tempfile.mkstemp", lambda **_: (os.open(full, os.O_WRONLY), str(folder / ".half")))
        (folder / ".half").touch()
        with pytest.raises(OSError, match="No space"):
            write_compiled(index, path)
    assert [entry.name for entry in folder.iterdir()] == ["shoes.taxr"]
    assert path.read_bytes() == before


def test_the_same_content_under_other_ids_is_another_file(index: LabelIndex) -> None:
    names = {
        compiled_name(index.name, {}, ids)
        for ids in ({}, {Iri("urn:a"): ConceptId("a")}, {Iri("urn:a"): ConceptId("b")})
    }
    assert len(names) == 3
    assert all(name.startswith(release_prefix(index.name)) for name in names)


@pytest.mark.parametrize("scheme", ["靴" * 100, "s" * 100, "обувь-" * 16])
def test_a_long_id_of_a_scheme_makes_no_name_that_is_too_long(index: LabelIndex, scheme: str, tmp_path: Path) -> None:
    name = ReleaseName(scheme, 123_456_789, None, index.name.content_hash)
    path = tmp_path / compiled_name(name, {}, {})
    write_compiled(index, path)
    assert open_compiled(path, index.name, {}) is not None
    assert open_compiled(path, name, {}) is None, "it is of another release"
    with building(tmp_path, scheme):
        pass


def test_a_file_counts_as_used_as_long_as_its_index_is(index: LabelIndex, tmp_path: Path) -> None:
    path = tmp_path / "shoes.taxr"
    write_compiled(index, path)
    opened = open_compiled(path, index.name, {})
    again = ServedIndex(opened.file, {}) if opened else None
    del opened
    gc.collect()
    sweep(tmp_path, (), younger=time.time() + 1)
    assert path.exists()
    assert again is not None
    assert msgspec.json.encode(judge(again, Question("靴", "ja"))) == msgspec.json.encode(
        judge(index, Question("靴", "ja"))
    )
    del again
    gc.collect()
    sweep(tmp_path, (), younger=time.time() + 1)
    assert not path.exists()
