import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from taxonomy_service.integrity.fixes.table import FIXES
from taxonomy_service.integrity.pages import all_pages, check_page
from taxonomy_service.integrity.table import CHECKS

BUILD = Path(__file__).parents[2] / "docs" / "build.py"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", BUILD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_in_docs_are_up_to_date(build: ModuleType) -> None:
    pages = all_pages({code: build.example(code) for code in CHECKS})
    written = {path.name: path.read_text(encoding="utf-8") for path in build.PAGES.glob("*.md")}
    assert sorted(written) == sorted(pages), "run `make docs`"
    assert [name for name in pages if written[name] != pages[name]] == [], "run `make docs`"


def test_a_page_says_why_shows_what_is_told_and_how_it_is_mended(build: ModuleType) -> None:
    page = check_page(CHECKS["Q074"], build.example("Q074"))
    assert str(CHECKS["Q074"].why) in page
    assert "white space out of place: U+0020 SPACE" in page
    assert str(FIXES["Q074"].does) in page
    assert "--only Q074" in page


def test_a_check_that_needs_a_profile_shows_one_and_one_without_a_fix_says_who_decides(build: ModuleType) -> None:
    assert 'languages = ["de", "pl"]' in check_page(CHECKS["Q055"], build.example("Q055"))
    assert "No safe fix is known" in check_page(CHECKS["Q060"], build.example("Q060"))
