"""How each server is filled, started and asked which concept a label names."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from benchmarks.peers.environments import program
from benchmarks.peers.vocabulary import Row, iri


@dataclass(frozen=True)
class Files:
    """The vocabulary as files, and a folder to work in."""

    folder: Path
    turtle: Path
    table: Path


@dataclass(frozen=True)
class Server:
    """`prepare` fills the store, `command` starts it on a port, `request` asks, `names` stands in a right answer."""

    name: str
    prepare: Callable[[Files, int], None]
    command: Callable[[Files, int], list[str]]
    request: Callable[[Row], bytes]
    names: Callable[[Row], str]


def _get(path: str, accept: str = "application/json") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nAccept: {accept}\r\n\r\n".encode()


def _post(path: str, body: bytes, kind: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{{port}}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    )
    return f"{head}\r\n".encode() + body


def _run(files: Files, *command: str) -> None:
    subprocess.run(command, check=True, cwd=files.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


# --- ours


def _import_ours(files: Files, _port: int) -> None:
    os.environ["TAXONOMY_DATABASE_URL"] = f"sqlite:///{files.folder}/ours.db"
    _run(files, sys.executable, "-m", "taxonomy_service", "import", str(files.turtle), "--scheme", "generated")


def _serve_ours(_files: Files, port: int) -> list[str]:
    return [sys.executable, "-m", "taxonomy_service", "serve", "--port", str(port)]


def _ask_ours(row: Row) -> bytes:
    body = json.dumps({"label": row.form, "language": row.language}).encode()
    return _post("/v1/schemes/generated/validate", body, "application/json")


# --- SPARQL


def _sparql(row: Row) -> str:
    skos = "http://www.w3.org/2004/02/skos/core#"
    return f'PREFIX skos: <{skos}> SELECT ?c {{ ?c skos:prefLabel|skos:altLabel "{row.form}"@{row.language} }}'


def _load_oxigraph(files: Files, _port: int) -> None:
    _run(files, program("oxigraph", "oxigraph"), "load", "-l", str(files.folder / "oxigraph"), "-f", str(files.turtle))


def _serve_oxigraph(files: Files, port: int) -> list[str]:
    own = program("oxigraph", "oxigraph")
    return [own, "serve-read-only", "-l", str(files.folder / "oxigraph"), "-b", f"127.0.0.1:{port}"]


def _ask_oxigraph(row: Row) -> bytes:
    return _get(f"/query?query={quote(_sparql(row))}", "application/sparql-results+json")


def _serve_endpoint(files: Files, port: int) -> list[str]:
    own = program("rdflib-endpoint", "rdflib-endpoint")
    return [own, "serve", "--store", "Oxigraph", "--host", "127.0.0.1", "--port", str(port), str(files.turtle)]


def _ask_endpoint(row: Row) -> bytes:
    return _get(f"/?query={quote(_sparql(row))}", "application/sparql-results+json")


# --- reconciliation


def _load_reconcile(files: Files, port: int) -> None:
    settings = files.folder / "reconcile.cfg"
    database = files.folder / "reconcile.db"
    settings.write_text(
        f'SERVER_NAME = "127.0.0.1:{port}"\nDATABASE = "{database}"\nCSVKWARGS = {{"delimiter": "\\t"}}\n'
    )
    _run(
        files,
        program("csv-reconcile", "csv-reconcile"),
        "init",
        "--config",
        str(settings),
        str(files.table),
        "id",
        "form",
    )


def _serve_reconcile(_files: Files, _port: int) -> list[str]:
    return [program("csv-reconcile", "csv-reconcile"), "serve"]


def _ask_reconcile(row: Row) -> bytes:
    queries = json.dumps({"q0": {"query": row.form}})
    return _post("/reconcile", urlencode({"queries": queries}).encode(), "application/x-www-form-urlencoded")


# --- Atramhasis

_SETTINGS = """
[app:main]
use = egg:atramhasis
sqlalchemy.url = sqlite:///{folder}/atramhasis.sqlite
atramhasis.session_factory.secret = benchmark
atramhasis.dump_location = {folder}/dumps
atramhasis.url = http://127.0.0.1:{port}
available_languages = en nl fr
layout.focus_conceptschemes =
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
"""


def _load_atramhasis(files: Files, port: int) -> None:
    (files.folder / "atramhasis.ini").write_text(_SETTINGS.format(folder=files.folder, port=port))
    script = str(Path(__file__).parent / "atramhasis_rows.py")
    _run(files, program("atramhasis", "python"), script, str(files.table), str(files.folder / "atramhasis.sqlite"))


def _serve_atramhasis(files: Files, _port: int) -> list[str]:
    return [program("atramhasis", "pserve"), str(files.folder / "atramhasis.ini")]


def _ask_atramhasis(row: Row) -> bytes:
    query = urlencode({"label": row.form, "language": row.language, "type": "concept"})
    return _get(f"/conceptschemes/GENERATED/c?{query}")


def _iri(row: Row) -> str:
    return f'{iri(row.concept)}"'


def _nothing(_files: Files, _port: int) -> None:
    """Some servers read the file as they start."""


OURS = Server("ours", _import_ours, _serve_ours, _ask_ours, lambda row: f'"c{row.concept}"')
PEERS = [
    Server("oxigraph serve", _load_oxigraph, _serve_oxigraph, _ask_oxigraph, _iri),
    Server("rdflib-endpoint", _nothing, _serve_endpoint, _ask_endpoint, _iri),
    Server(
        "csv-reconcile",
        _load_reconcile,
        _serve_reconcile,
        _ask_reconcile,
        lambda row: f'"c{row.concept}-{row.language}"',
    ),
    Server("Atramhasis", _load_atramhasis, _serve_atramhasis, _ask_atramhasis, _iri),
]
