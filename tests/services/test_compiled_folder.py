import gc
import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Barrier

import msgspec
import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NotFound, UnreadableFile
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdicts import Question, VerdictWarning, WarningCode
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.offline import open_release
from taxonomy_service.services import compiled_folder
from taxonomy_service.services.compiled_files import ServedIndex, write_compiled
from taxonomy_service.services.compiled_folder import FIRST_PAUSE, SWEPT_EVERY, CompiledFolder
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import FoundRelease, find_release, load_index
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]
QUESTIONS = [
    Question("Laufschuh", "de", "running-shoe"),
    Question("CHAUSSURE DE SPORT", "fr", "running-shoe"),
    Question("koşu ayakkabisi", "tr"),
    Question("ランニングシューズ", "ja"),
    Question("حذاء جري", "ar", "sandal"),
    Question("flip flop", "en"),
    Question("זר", "he"),
]


class Clock:
    """A clock that goes when it is told to."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_folder(engine: Engine, tmp_path: Path, clock: Clock) -> Callable[[], CompiledFolder]:
    """Open the folder as another process does."""
    opening = partial(transaction, engine, writing=False)
    url = engine.url.render_as_string(hide_password=False)
    return lambda: CompiledFolder(tmp_path / "compiled", opening, url, clock=clock)


@pytest.fixture
def find(engine: Engine) -> Callable[..., FoundRelease]:
    def run(wanted: str | None = None) -> FoundRelease:
        with transaction(engine, writing=False) as store:
            return find_release(store, "shoes", wanted)

    return run


def answers(index: ReleaseIndex) -> list[bytes]:
    return [msgspec.json.encode(judge(index, question)) for question in QUESTIONS]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ".taxr")


@contextmanager
def no_room(most: int = 1_000) -> Iterator[None]:
    """Let no file of this process grow beyond some bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_missing_file_is_made_and_found_by_the_next_process(
    take: Take, shoes: str, new_folder: Callable[[], CompiledFolder], find: Callable[..., FoundRelease]
) -> None:
    take(shoes)
    first, second = new_folder().make(find()), new_folder().make(find())
    assert isinstance(first, ServedIndex)
    assert isinstance(second, ServedIndex)
    assert first.file.identity == second.file.identity
    assert first.file.is_as_opened()


@pytest.mark.parametrize("apart", [True, False])
def test_verdicts_from_the_file_are_those_from_memory_byte_for_byte(
    take: Take,
    shoes: str,
    new_folder: Callable[[], CompiledFolder],
    find: Callable[..., FoundRelease],
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    apart: bool,
) -> None:
    take(shoes)
    monkeypatch.setattr(compiled_folder, "APART", 0 if apart else 10_000)
    made = new_folder().make(find())
    assert isinstance(made, ServedIndex)
    with transaction(engine, writing=False) as store:
        assert answers(made) == answers(load_index(store, "shoes"))


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "another", "gone"])
def test_a_file_that_is_damaged_is_made_again(
    take: Take, shoes: str, new_folder: Callable[[], CompiledFolder], find: Callable[..., FoundRelease], damage: str
) -> None:
    take(shoes)
    take(shoes.replace("Laufschuh", "Rennschuh"))
    folder = new_folder()
    old = folder.make(find("1"))
    path = folder.keep_newest("shoes")
    whole = path.read_bytes()
    assert isinstance(old, ServedIndex)
    done = {
        "cut": whole[:-9],
        "empty": b"",
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]),
        "another": old.file.path.read_bytes(),
        "gone": None,
    }[damage]
    path.unlink()
    if done is not None:
        path.write_bytes(done)
    made = new_folder().make(find())
    assert judge(made, Question("Rennschuh", "de")).verdict == "preferred"
    assert path.read_bytes() == whole


def test_what_happens_to_a_file_in_use_is_noticed(
    take: Take, shoes: str, new_folder: Callable[[], CompiledFolder], find: Callable[..., FoundRelease]
) -> None:
    take(shoes)
    folder = new_folder()
    index = folder.make(find())
    assert isinstance(index, ServedIndex)
    assert not folder.is_lost(index)
    whole = index.file.path.read_bytes()
    index.file.path.unlink()
    assert folder.is_lost(index)
    index.file.path.write_bytes(whole)
    assert folder.is_lost(index), "it is another file"
    assert not folder.is_lost(folder.make(find()))


def test_without_room_on_the_disk_a_release_is_served_from_memory_and_the_file_made_later(
    take: Take,
    shoes: str,
    new_folder: Callable[[], CompiledFolder],
    find: Callable[..., FoundRelease],
    clock: Clock,
    tmp_path: Path,
) -> None:
    take(shoes)
    folder, found = new_folder(), find()
    with no_room(), capture_logs() as logs:
        index = folder.make(found)
        assert not folder.is_lost(index)
        folder.make(found)
    assert isinstance(index, LabelIndex)
    assert [(log["log_level"], "serving from memory" in log["event"]) for log in logs] == [("warning", True)]
    assert files(tmp_path / "compiled") == []
    assert not list((tmp_path / "compiled").glob("*.taxr.*")), "nothing half is left"
    clock.now += FIRST_PAUSE
    assert folder.is_lost(index)
    made = folder.make(found)
    assert isinstance(made, ServedIndex)
    assert answers(made) == answers(index)


def test_a_disk_that_stays_full_is_tried_less_and_less_often(
    take: Take, shoes: str, new_folder: Callable[[], CompiledFolder], find: Callable[..., FoundRelease], clock: Clock
) -> None:
    take(shoes)
    folder, found = new_folder(), find()
    tried: list[int] = []
    with no_room(), capture_logs() as logs:
        for minute in range(16):
            folder.make(found)
            tried += [minute] if len(logs) > len(tried) else []
            clock.now += FIRST_PAUSE
    assert tried == [0, 1, 3, 7, 15]


def test_a_folder_that_cannot_be_made_costs_no_verdict(
    take: Take, shoes: str, new_folder: Callable[[], CompiledFolder], find: Callable[..., FoundRelease], tmp_path: Path
) -> None:
    take(shoes)
    (tmp_path / "compiled").write_text("a file stands where the folder should")
    index = new_folder().make(find())
    assert isinstance(index, LabelIndex)
    assert judge(index, QUESTIONS[0]).verdict == "preferred"
    with pytest.raises(OSError, match="compiled"):
        new_folder().keep_newest("shoes")


def test_a_process_that_fails_to_compile_is_told(
    take: Take,
    shoes: str,
    new_folder: Callable[[], CompiledFolder],
    find: Callable[..., FoundRelease],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take(shoes)
    monkeypatch.setattr(compiled_folder, "APART", 0)
    with no_room(), capture_logs() as logs:
        index = new_folder().make(find())
    assert isinstance(index, LabelIndex)
    assert "cannot be written: File too large" in logs[0]["error"]


def test_of_processes_that_miss_a_file_at_once_one_makes_it(
    take: Take,
    shoes: str,
    new_folder: Callable[[], CompiledFolder],
    find: Callable[..., FoundRelease],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take(shoes)
    found, barrier = find(), Barrier(4)
    written: list[Path] = []

    def count(index: LabelIndex, path: Path) -> None:
        written.append(path)
        write_compiled(index, path)

    def ask(folder: CompiledFolder) -> list[bytes]:
        barrier.wait()
        return answers(folder.make(found))

    monkeypatch.setattr("taxonomy_service.services.compiled_folder.write_compiled", count)
    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(ask, [new_folder() for _ in range(4)]))
    assert len(written) == 1
    assert given == [given[0]] * 4


def test_files_that_nobody_uses_are_removed_and_no_others(
    take: Take,
    shoes: str,
    new_folder: Callable[[], CompiledFolder],
    find: Callable[..., FoundRelease],
    clock: Clock,
    tmp_path: Path,
) -> None:
    forms = ("Laufschuh", "Rennschuh", "Joggingschuh")
    for form in forms:
        take(shoes.replace("Laufschuh", form))
    mine, other = new_folder(), new_folder()
    unused, used, newest = (mine.make(find(wanted)) for wanted in ("1", "2", "3"))
    held = other.make(find("2"))
    names = [path.name.split("-")[1] for path in files(tmp_path / "compiled")]
    assert names == ["1", "2", "3"]
    half = tmp_path / "compiled" / ".shoes-4-half.taxr.xyz"
    half.touch()
    newest_name, of_old_format = newest.name, tmp_path / "compiled" / "shoes-3-of-an-older-program-0.taxr"
    of_old_format.touch()
    del unused, used, newest
    gc.collect()

    def sweep(seconds: float) -> list[str]:
        clock.now += seconds
        mine.sweep([newest_name])
        return [path.name.split("-")[1] for path in files(tmp_path / "compiled")]

    assert sweep(SWEPT_EVERY) == ["1", "2", "3", "3"], "they are new"
    make_old(tmp_path / "compiled")
    assert sweep(SWEPT_EVERY / 2) == ["1", "2", "3", "3"], "it is too early to look again"
    assert sweep(SWEPT_EVERY / 2) == ["2", "3"]
    assert not half.exists()
    assert answers(held)
    del held
    gc.collect()
    assert sweep(SWEPT_EVERY) == ["3"]


def make_old(folder: Path) -> None:
    for path in folder.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))


def test_a_release_that_is_not_there_is_not_found(new_folder: Callable[[], CompiledFolder]) -> None:
    with pytest.raises(NotFound):
        new_folder().keep_newest("boots")


def test_the_file_of_the_newest_release_is_made_once(
    take: Take, shoes: str, new_folder: Callable[[], CompiledFolder]
) -> None:
    take(shoes)
    path = new_folder().keep_newest("shoes")
    made = path.stat()
    assert new_folder().keep_newest("shoes").stat() == made
    assert open_release(path).validate("Laufschuh", language="de").verdict == "preferred"


def test_other_warnings_beside_an_open_file_do_not_have_it_checked_again(
    take: Take, shoes: str, new_folder: Callable[[], CompiledFolder], find: Callable[..., FoundRelease]
) -> None:
    take(shoes)
    folder = new_folder()
    before = folder.make(find())
    assert isinstance(before, ServedIndex)
    path = before.file.path
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(12)
        file.write(bytes(4))  # another checksum: whoever compared it would refuse the file
    named = judge(before, Question("Laufschuh", "de")).concept
    assert named is not None
    warning = VerdictWarning(WarningCode.BOUNDARY, "幅")
    warned = {(ConceptId(named.id), "Laufschuh", LanguageTag("de")): (warning,)}
    after = folder.with_warnings(before, warned)
    assert judge(after, Question("Laufschuh", "de")).warnings == (warning,)
    assert judge(before, Question("Laufschuh", "de")).warnings == ()
    with pytest.raises(UnreadableFile):
        open_release(path)
