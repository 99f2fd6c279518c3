import gzip
import hashlib
import io
import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Actor
from taxonomy_service.domain.errors import (
    Conflict,
    DatabaseUnusable,
    Forbidden,
    Malformed,
    NothingToImport,
    TooLarge,
    UnreadableFile,
)
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.terms import SKOS, TYPE
from taxonomy_service.exchange.ntriples import canonical_text
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.services.imports import ImportLimits, ImportReport, VocabularyFile, import_file
from taxonomy_service.services.releases import list_releases, load_release, release_text
from taxonomy_service.store.draft import known_concept_ids, read_draft
from taxonomy_service.store.schema import require_current
from taxonomy_service.store.schemes import find_scheme, list_schemes
from taxonomy_service.store.session import open_engine, transaction
from tests.postgresql import hasty_url

if TYPE_CHECKING:
    from tests.services.conftest import Unesco

NewDatabase = Callable[..., str]
Take = Callable[..., ImportReport]
Rows = dict[str, list[tuple[object, ...]]]
Dump = Callable[[], Rows]
FAILING = {
    "sqlite": ["CREATE TRIGGER fail BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"],
    "postgresql": [
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
        "CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no()",
    ],
}
"""What lets every insert into a table fail."""
CHILD = Path(__file__).parent / "child.py"


def flat(*concepts: str, scheme: str = "urn:s", base: str = "https://example.org/a/") -> str:
    """A vocabulary without hierarchy: each concept is "name" or "name=form"."""
    lines = [f"<{scheme}> a <{SKOS}ConceptScheme> ."]
    for concept in concepts:
        name, _, form = concept.partition("=")
        lines.append(f"<{base}{name}> a <{SKOS}Concept> ; <{SKOS}inScheme> <{scheme}> .")
        lines.append(f'<{base}{name}> <{SKOS}prefLabel> "{form or name}"@en .')
    return "\n".join(lines)


def ids_in(engine: Engine, scheme: str) -> dict[str, str]:
    """The ids of the draft's concepts by IRI."""
    with transaction(engine, writing=False) as store:
        draft = read_draft(store, find_scheme(store, scheme).key)
    return {concept.iri: own for own, concept in draft.concepts.items()}


def test_first_import_makes_release_one(take: Take, shoes: str, engine: Engine) -> None:
    report = take(shoes)
    (entry,) = report.schemes
    assert (entry.id, entry.iri, entry.new, entry.concepts) == ("shoes", "https://example.org/shoes", True, 5)
    assert entry.languages == ("ar", "de", "en", "fr", "ja", "tr")
    assert entry.release is not None
    assert (entry.release.number, entry.release.version, entry.release.note) == (1, "2026-11", "import of shoes.ttl")
    assert (entry.release.concepts, entry.release.labels) == (entry.concepts, entry.labels)
    assert report.findings == ()
    with transaction(engine, writing=False) as store:
        assert list_releases(store, OPERATOR, "shoes") == [entry.release]


def test_release_hash_is_that_of_its_ntriples(take: Take, shoes: str, engine: Engine) -> None:
    (entry,) = take(shoes).schemes
    with transaction(engine, writing=False) as store:
        stored = release_text(store, "shoes")
        draft = read_draft(store, find_scheme(store, "shoes").key)
    assert entry.release is not None
    assert hashlib.sha256(stored.encode()).hexdigest() == entry.release.content_hash
    assert canonical_text(scheme_statements(draft)) == stored


def test_same_file_again_changes_nothing(take: Take, shoes: str, dump: Dump) -> None:
    take(shoes)
    before = dump()
    (entry,) = take(shoes).schemes
    assert not entry.difference
    assert (entry.new, entry.release) == (False, None)
    assert dump() == before


def test_same_content_in_another_format_and_under_another_name_changes_nothing(
    take: Take, shoes: str, dump: Dump, engine: Engine
) -> None:
    take(shoes)
    before = dump()
    with transaction(engine, writing=False) as store:
        stored = release_text(store, "shoes")
    assert take(stored, "other.nt").schemes[0].id == "shoes"
    assert dump() == before


def test_newer_file_gives_the_difference_and_a_second_release(take: Take) -> None:
    take(flat("boot", "shoe", "sock"), "s.ttl")
    (entry,) = take(flat("boot=Boot", "shoe", "clog"), "s.ttl").schemes
    changes = entry.difference
    assert (changes.added, changes.removed) == (("clog",), ("sock",))
    assert [change.id for change in changes.changed] == ["boot"]
    assert ([label.form for label in changes.changed[0].labels_added], changes.labels_removed) == (["Boot"], 1)
    assert entry.release is not None
    assert entry.release.number == 2


def test_dry_run_says_the_same_and_writes_nothing(take: Take, shoes: str, dump: Dump) -> None:
    nothing = dump()
    planned = take(shoes, dry_run=True)
    assert dump() == nothing
    done = take(shoes)
    assert [(e.id, e.new, e.difference, e.release) for e in planned.schemes] == [
        (e.id, e.new, e.difference, None) for e in done.schemes
    ]
    before = dump()
    changed = take(shoes.replace("running shoe", "runner"), dry_run=True)
    assert [change.id for change in changed.schemes[0].difference.changed] == ["running-shoe"]
    assert dump() == before


def test_each_scheme_of_a_file_has_its_own_releases(take: Take, engine: Engine) -> None:
    both = flat("boot", scheme="urn:s:one") + flat("sock", scheme="urn:s:two", base="https://example.org/b/")
    assert [entry.id for entry in take(both, "both.ttl").schemes] == ["urn-s-one", "urn-s-two"]
    again = take(both.replace('"sock"', '"Socke"'), "both.ttl")
    assert [entry.release.number if entry.release else None for entry in again.schemes] == [None, 2]
    with transaction(engine, writing=False) as store:
        assert [(scheme.id, scheme.current) for scheme in list_schemes(store)] == [("urn-s-one", 1), ("urn-s-two", 2)]


def test_removed_id_is_not_given_to_another_concept_and_comes_back_with_its_own(take: Take, engine: Engine) -> None:
    a, b = "https://example.org/a/boot", "https://example.org/b/boot"
    take(flat("boot", "shoe"), "s.ttl")
    take(flat("shoe") + flat("boot", base="https://example.org/b/"), "s.ttl")
    given = ids_in(engine, "s")
    assert a not in given
    assert given[b].startswith("boot~")
    take(flat("boot", "shoe") + flat("boot", base="https://example.org/b/"), "s.ttl")
    assert ids_in(engine, "s") == given | {a: "boot"}
    take(flat("shoe"), "s.ttl")
    with transaction(engine, writing=False) as store:
        known = known_concept_ids(store, find_scheme(store, "s").key)
        assert {iri: known[iri] for iri in known if "boot" in iri} == {a: "boot", b: given[b]}
    with transaction(engine, writing=False) as store:
        ids = [{c.iri: own for own, c in load_release(store, "s", str(n)).scheme.concepts.items()} for n in (1, 2, 3)]
    assert [found.get(a) for found in ids] == ["boot", None, "boot"]  # type: ignore[call-overload]
    assert [found.get(b) for found in ids] == [None, given[b], given[b]]  # type: ignore[call-overload]


def test_several_files_in_one_transaction_are_all_or_nothing(engine: Engine, shoes: str, dump: Dump) -> None:
    nothing = dump()

    def run(*texts: str) -> None:
        with transaction(engine) as store:
            for number, content in enumerate(texts):
                file = VocabularyFile(io.BytesIO(content.encode()), f"f{number}.ttl", RdfFormat.TURTLE)
                import_file(store, OPERATOR, file)

    with pytest.raises(UnreadableFile, match=r"f2\.ttl"):
        run(shoes, flat("boot"), "<urn:cut> <off")
    assert dump() == nothing
    run(shoes, flat("boot"), shoes.replace("running shoe", "runner"))
    with transaction(engine, writing=False) as store:
        assert [(scheme.id, scheme.current) for scheme in list_schemes(store)] == [("f0", 2), ("f1", 1)]


TURTLE, NT, XML, JSONLD = RdfFormat.TURTLE, RdfFormat.NTRIPLES, RdfFormat.RDFXML, RdfFormat.JSONLD
MANY = (
    "\n".join(f'<urn:a> <{SKOS}altLabel> "{number}"@en .' for number in range(60))
    + f"\n<urn:a> <{TYPE}> <{SKOS}Concept> ."
)
CASES: list[tuple[str, bytes, RdfFormat, type[Exception]]] = [
    ("cut off", flat("a", "b").encode()[:-20], TURTLE, UnreadableFile),
    ("cut off late", (flat(*map(str, range(500))) + "<urn:x> <urn:y> ").encode(), TURTLE, UnreadableFile),
    ("the wrong format", flat("a").encode(), XML, UnreadableFile),
    ("JSON as Turtle", b'{"@context": {}}', TURTLE, UnreadableFile),
    ("an HTML page", b"<!DOCTYPE html><html></html>", XML, UnreadableFile),
    ("not UTF-8", flat("a").encode().replace(b'"a"', b'"\xff\xfe"'), TURTLE, UnreadableFile),
    ("UTF-16", flat("a").encode("utf-16"), TURTLE, UnreadableFile),
    ("empty", b"", TURTLE, NothingToImport),
    ("only spaces", b" \n\n ", TURTLE, NothingToImport),
    ("no SKOS", b"<urn:a> <urn:b> <urn:c> .", NT, NothingToImport),
    ("a gzip bomb", gzip.compress(b"#" * 5_000_000, mtime=0), TURTLE, TooLarge),
    ("a huge literal", f'<urn:a> <{SKOS}note> "{"x" * 3_000_000}" .'.encode(), NT, TooLarge),
    ("damaged gzip", gzip.compress(flat("a").encode(), mtime=0)[:-12], TURTLE, UnreadableFile),
    ("too many labels", MANY.encode(), NT, TooLarge),
    ("a remote context", b'{"@context": "http://192.0.2.1/c", "@id": "urn:a"}', JSONLD, UnreadableFile),
]


@pytest.mark.parametrize(("content", "form", "error"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_file_is_told_and_changes_nothing(
    take: Take, shoes: str, engine: Engine, dump: Dump, content: bytes, form: RdfFormat, error: type[Exception]
) -> None:
    take(shoes)
    before = dump()
    limits = ImportLimits(bytes=2_000_000, labels_per_concept=50)
    file = VocabularyFile(io.BytesIO(content), "bad.file", form)
    with pytest.raises(error, match=r"bad\.file|urn:a"), transaction(engine) as store:
        import_file(store, OPERATOR, file, limits=limits)
    assert dump() == before


@pytest.mark.parametrize(
    ("wanted", "content", "actor", "error", "message"),
    [
        ("boots", "SHOES", OPERATOR, Conflict, "is here already, as scheme 'shoes'"),
        ("shoes", flat("boot"), OPERATOR, Conflict, "there is a scheme 'shoes' with another IRI"),
        ("", flat("boot"), OPERATOR, Malformed, "cannot be a scheme's id"),
        ("a b", flat("boot"), OPERATOR, Malformed, "cannot be a scheme's id"),
        ("../x", flat("boot"), OPERATOR, Malformed, "cannot be a scheme's id"),
        ("x" * 101, flat("boot"), OPERATOR, Malformed, "cannot be a scheme's id"),
        ("two", flat("a") + flat("b", scheme="urn:t"), OPERATOR, NothingToImport, "the file holds 2 schemes"),
        (None, flat("boot"), ANONYMOUS, Forbidden, "anonymous may not administer"),
    ],
)
def test_import_that_is_refused_changes_nothing(
    take: Take,
    shoes: str,
    engine: Engine,
    dump: Dump,
    wanted: str | None,
    content: str,
    actor: Actor,
    error: type[Exception],
    message: str,
) -> None:
    take(shoes)
    before = dump()
    stream = io.BytesIO((shoes if content == "SHOES" else content).encode())
    with pytest.raises(error, match=message), transaction(engine) as store:
        import_file(store, actor, VocabularyFile(stream, "f.ttl", TURTLE, wanted))
    assert dump() == before


@pytest.mark.parametrize(
    "table", ["scheme", "resource", "resource_content", "label_node", "relation", "statement", "release"]
)
def test_error_in_the_middle_of_writing_takes_everything_back(
    take: Take, shoes: str, engine: Engine, dump: Dump, table: str
) -> None:
    take(shoes)
    with engine.begin() as connection:
        for statement in FAILING[engine.dialect.name]:
            connection.execute(text(statement.format(table=table)))
    before = dump()
    other = '\n<urn:maker> <urn:p> "靴屋"@ja .'
    second = shoes.replace("https://example.org/shoes", "https://example.org/more") + flat("boot") + other
    for changed in (shoes.replace("@en", "@en-GB").replace('"S', '"T') + flat("x") + other, second):
        with pytest.raises(DBAPIError):
            take(changed, "both.ttl")
        assert dump() == before


def test_full_disk_takes_everything_back(take: Take, shoes: str, engine: Engine, dump: Dump) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("a server's disk is not ours to fill")
    take(shoes)
    before = dump()

    def run() -> None:
        with transaction(engine) as store:
            pages = store.session.connection().execute(text("PRAGMA page_count")).scalar()
            store.session.connection().execute(text(f"PRAGMA max_page_count={pages}"))
            content = flat(*(f"c{number}" for number in range(3_000)))
            import_file(store, OPERATOR, VocabularyFile(io.BytesIO(content.encode()), "big.ttl", TURTLE))

    with pytest.raises(DatabaseUnusable, match="full"):
        run()
    assert dump() == before


def test_interruption_while_reading_takes_everything_back(take: Take, shoes: str, engine: Engine, dump: Dump) -> None:
    take(shoes)
    before = dump()

    def interrupt(count: int) -> None:
        if count >= 5_000:
            raise KeyboardInterrupt

    file = VocabularyFile(io.BytesIO(flat(*map(str, range(3_000))).encode()), "f.ttl", TURTLE)
    with pytest.raises(KeyboardInterrupt), transaction(engine) as store:
        import_file(store, OPERATOR, file, progress=interrupt)
    assert dump() == before


def test_progress_ends_with_the_number_of_statements(engine: Engine) -> None:
    counts: list[int] = []
    content = flat(*map(str, range(4_000)))
    with transaction(engine) as store:
        file = VocabularyFile(io.BytesIO(content.encode()), "f.ttl", TURTLE)
        report = import_file(store, OPERATOR, file, progress=counts.append)
    assert counts == [5_000, 10_000, 12_001]
    assert report.statements == 12_001


def test_legal_oddities_are_imported_and_told(take: Take) -> None:
    x, y = "<https://example.org/a/x>", "<https://example.org/a/y>"
    cycle = f"{x} <{SKOS}broader> {y} . {y} <{SKOS}broader> {x} ."
    both = f'<urn:s> a <{SKOS}Concept> ; <{SKOS}prefLabel> "the scheme"@en . <urn:s> <{SKOS}hiddenLabel> "  " .'
    report = take(flat("x", "y") + cycle + both, "odd.ttl")
    codes = {finding.code for finding in report.findings}
    assert {ImportCode.HIERARCHY_CYCLE, ImportCode.CONCEPT_AND_SCHEME, ImportCode.UNUSABLE_LABEL} <= codes
    assert not take(flat("x", "y") + cycle + both, "odd.ttl").schemes[0].difference


Graph = dict[str, set[tuple[str, str]]]


def _concepts(path: Path) -> Graph:
    """What a file states of each concept, read by nothing of ours."""
    stated: Graph = defaultdict(set)
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        stated[str(quad.subject)].add((str(quad.predicate), str(quad.object)))
    concept = (f"<{TYPE}>", f"<{SKOS}Concept>")
    return {subject.strip("<>"): rows for subject, rows in stated.items() if concept in rows}


def _labels(rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(p, o) for p, o in rows if p in {f"<{SKOS}{kind}Label>" for kind in ("pref", "alt", "hidden")}}


def test_difference_of_two_states_of_unesco_is_that_of_the_graphs(unesco: "Unesco", shared_data: Path) -> None:
    old, new = (_concepts(shared_data / "vocabularies" / f"unesco-{year}.ttl") for year in (2021, 2022))
    shared = old.keys() & new.keys()
    changed = {iri for iri in shared if old[iri] != new[iri]}
    ids = ids_in(unesco.engine, "unesco-2021")
    (entry,) = unesco.second.schemes
    changes = entry.difference
    assert set(changes.added) == {ids[iri] for iri in new.keys() - old.keys()}
    assert set(changes.removed) == {iri.rpartition("/")[2] for iri in old.keys() - new.keys()}
    assert {change.id for change in changes.changed} == {ids[iri] for iri in changed}
    assert changes.labels_added == sum(len(_labels(new[iri]) - _labels(old[iri])) for iri in changed)
    assert changes.labels_removed == sum(len(_labels(old[iri]) - _labels(new[iri])) for iri in changed)
    assert unesco.first.schemes[0].concepts == len(old)
    assert (entry.concepts, entry.new) == (len(new), False)
    assert entry.release is not None
    assert entry.release.number == 2


def _big(form: str, count: int = 1_500) -> str:
    concepts = flat(*(f"c{number}={form} {number}" for number in range(count)))
    links = (f"<https://example.org/a/c{n}> <{SKOS}broader> <https://example.org/a/c{n // 9}> ." for n in range(count))
    return "\n".join([concepts, *links])


def _child(url: str, file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(CHILD), url, str(file)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _piped(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def _go(child: subprocess.Popen[str]) -> None:
    assert _piped(child.stdout).readline() == "START\n", _piped(child.stderr).read()
    _piped(child.stdin).write("go\n")
    _piped(child.stdin).flush()


def _killed_after(child: subprocess.Popen[str], step: str, delay: float) -> None:
    with child:
        _go(child)
        assert any(line.strip() == step for line in _piped(child.stdout))
        time.sleep(delay)
        child.kill()


def _content(rows: Rows) -> Rows:
    """All tables without the moment of publication, which no two imports share."""
    return rows | {"release": [tuple(cell for n, cell in enumerate(row) if n != 5) for row in rows["release"]]}


def _settle(engine: Engine) -> None:
    """Let the server notice that its client is dead, and SQLite check its file."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            return
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        while connection.execute(others).scalar():
            connection.rollback()  # a transaction sees one state of the activity
            time.sleep(0.02)


@pytest.mark.parametrize(
    ("step", "longest"),
    [
        ("BEGIN", 0.3),
        ("DELETE", 0.02),
        ("INSERT", 0.1),
        ("RELEASE", 0.01),
        ("COMMIT", 0.01),
    ],
)
def test_killed_import_leaves_the_old_state_or_the_new_one_whole(
    take: Take, engine: Engine, dump: Dump, tmp_path: Path, step: str, longest: float
) -> None:
    url, file = engine.url.render_as_string(hide_password=False), tmp_path / "s.ttl"
    take(_big("old"), "s.ttl")
    file.write_text(_big("new"))
    before = _content(dump())
    engine.dispose()
    _killed_after(_child(url, file), step, random.uniform(0, longest))
    require_current(engine)
    _settle(engine)
    found = _content(dump())
    (entry,) = take(_big("new"), "s.ttl").schemes
    after = _content(dump())
    assert found in (before, after)
    assert (entry.release is not None) == (found == before)
    assert after["scheme"][0][3] == 2
    labels = [json.loads(str(row[1])) for row in after["resource_content"]]
    assert {form.partition(" ")[0] for ((form, *_),) in labels} == {"new"}


def test_imports_of_two_processes_at_once_follow_one_another(
    tmp_path: Path, shoes: str, new_database: NewDatabase
) -> None:
    files = {"boots.ttl": _big("boot"), "shoes.ttl": shoes}
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    url = new_database("raced", upgraded=False)  # the two make its tables at once, too
    children = [_child(url, tmp_path / name) for name in (*files, "boots.ttl")]
    for child in children:
        _go(child)
    for child in children:
        _, told = child.communicate(timeout=60)
        assert child.returncode == 0, told
    engine = open_engine(url)
    with transaction(engine, writing=False) as store:
        assert [(scheme.id, scheme.current) for scheme in list_schemes(store)] == [("boots", 1), ("shoes", 1)]
    engine.dispose()


def test_import_into_a_busy_database_says_to_try_again(take: Take, shoes: str, engine: Engine, dump: Dump) -> None:
    hasty = open_engine(hasty_url(engine))
    file = VocabularyFile(io.BytesIO(shoes.encode()), "shoes.ttl", TURTLE)
    with transaction(engine) as other:
        assert list_schemes(other) == []
        with pytest.raises(Conflict, match="try again"), transaction(hasty) as store:
            import_file(store, OPERATOR, file)
    hasty.dispose()
    assert dump()["scheme"] == []
    assert take(shoes).schemes[0].new
