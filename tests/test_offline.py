import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from taxonomy_service.app import create_app
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.offline import Question, VerdictCode, open_release
from taxonomy_service.services.compiled_files import compile_to
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.settings import Settings
from taxonomy_service.store.session import open_engine, transaction

FOOTWEAR = Path(__file__).parents[1] / "vocabularies" / "footwear.ttl"
QUESTIONS = [
    {"label": "Laufschuh", "language": "de", "concept": "running-shoe"},
    {"label": "chaussure de sport", "language": "fr", "concept": "running-shoe"},
    {"label": "LAUFSCHUH"},
    {"label": "Laufshcuh", "language": "de-AT"},
    {"label": "ランニングシューズ", "language": "ja", "attributes": {}},
    {"label": "حذاء جري", "language": "ar", "concept": "boot"},
    {"label": "running shoe", "language": "pl"},
    {"label": "zzzzzz", "language": "xx", "concept": "none"},
    {"label": " ", "language": "en"},
    {"label": "shoe", "language": "not a tag"},
    {"label": "running-shoe"},
]
NewDatabase = Callable[..., str]


@pytest.fixture
def url(new_database: NewDatabase) -> str:
    made = new_database("offline")
    engine = open_engine(made)
    with transaction(engine) as store:
        content = io.BytesIO(FOOTWEAR.read_bytes())
        import_file(store, OPERATOR, VocabularyFile(content, "footwear.ttl", RdfFormat.TURTLE))
    engine.dispose()
    return made


@pytest.fixture
def compiled(url: str, tmp_path: Path) -> Path:
    engine = open_engine(url)
    with transaction(engine, writing=False) as store:
        compile_to(store, "footwear", tmp_path / "footwear.taxr")
    engine.dispose()
    return tmp_path / "footwear.taxr"


def test_verdicts_are_those_of_http_byte_for_byte(url: str, compiled: Path) -> None:
    release = open_release(compiled)
    with TestClient(create_app(Settings(database_url=url))) as client:
        for question in QUESTIONS:
            answer = client.post("/v1/schemes/footwear/validate", json=question)
            own = msgspec.json.encode(release.validate(**question))  # type: ignore[arg-type]
            assert own == answer.content, question
        body = {"items": QUESTIONS}
        batch = client.post("/v1/schemes/footwear/validate/batch", json=body).json()["verdicts"]
        asked = msgspec.convert(QUESTIONS, list[Question])
        assert json.loads(msgspec.json.encode(list(release.validate_all(asked)))) == batch


def test_columns_are_judged_as_their_rows_are(compiled: Path) -> None:
    release = open_release(compiled)
    labels = ["Laufschuh", "chaussure de sport", "ランニングシューズ", "Laufschuh", "zzz"]
    languages = ["de", "fr", None, "de", "not a tag"]
    concepts = ["running-shoe", "running-shoe", None, "boot", None]
    rows = zip(labels, languages, concepts, strict=True)
    expected = [release.validate(label, language=own, concept=claim, suggestions=0) for label, own, claim in rows]
    assert release.validate_many(labels, languages=languages, concepts=concepts) == expected
    assert [verdict.verdict for verdict in expected][-2:] == [VerdictCode.MISMATCH, VerdictCode.MALFORMED]
    german = release.validate_many(labels, languages="de", suggestions=3)
    assert german == [release.validate(label, language="de", suggestions=3) for label in labels]
    assert release.validate_many([]) == []
    with pytest.raises(ValueError, match="shorter"):
        release.validate_many(labels, languages=["de"])


def test_release_is_named_and_verdicts_have_codes(compiled: Path) -> None:
    release = open_release(str(compiled))
    verdict = release.validate("Laufschuh", language="de", concept="sandal")
    assert (verdict.verdict, verdict.release) == (VerdictCode.MISMATCH, release.name)
    assert release.name.scheme == "footwear"


def test_no_web_database_or_rdf_package_is_imported(compiled: Path) -> None:
    program = f"""
import json, sys
from taxonomy_service.offline import open_release
verdict = open_release({str(compiled)!r}).validate("Laufshcuh", language="de")
print(json.dumps([verdict.verdict, verdict.suggestions[0].label, sorted({{name.partition(".")[0] for name in sys.modules}})]))
"""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=compiled.parent,
    )
    verdict, suggested, modules = json.loads(done.stdout)
    assert (verdict, suggested) == ("unknown", "Laufschuh")
    heavy = (
        "fastapi starlette uvicorn pydantic sqlalchemy sqlmodel alembic sqlite3 psycopg rdflib pyoxigraph babel asyncio"
    )
    assert set(heavy.split()) & set(modules) == set()


def test_program_of_the_readme_says_what_it_says(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = FOOTWEAR.parents[1] / "README.md"
    (program,) = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    *before, mismatch, several = program.strip().splitlines()
    monkeypatch.chdir(compiled.parent)
    names: dict[str, object] = {}
    exec("\n".join(before), names)
    assert eval(mismatch, names) == "mismatch"
    assert eval(several, names) == ["preferred", "unknown"]


def test_file_that_is_absent_empty_or_damaged_is_told(compiled: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        open_release(tmp_path / "absent.taxr")
    (tmp_path / "empty.taxr").touch()
    with pytest.raises(UnreadableFile, match="empty"):
        open_release(tmp_path / "empty.taxr")
    whole = compiled.read_bytes()
    (tmp_path / "cut.taxr").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        open_release(tmp_path / "cut.taxr")


def test_file_replaced_while_it_is_open_goes_on_answering_from_the_old_release(compiled: Path) -> None:
    release = open_release(compiled)
    newer = compiled.with_name("newer")
    newer.write_bytes(b"another file")
    newer.replace(compiled)
    assert release.validate("Laufschuh", language="de").verdict == "preferred"
