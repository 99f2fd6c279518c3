"""Write docs/checks/: `python docs/build.py`, or `make docs`."""

import tomllib
from pathlib import Path

from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.integrity.pages import Example, all_pages
from taxonomy_service.integrity.profiles import read_profile
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "checks"
DATA = ROOT / "tests" / "data" / "integrity"
_LARGEST = 1 << 20  # bytes of an example


def example(code: str) -> Example:
    """Return the example files of a check."""
    folder = DATA / code
    profile = folder / "profile.toml"
    stated = profile.read_text(encoding="utf-8") if profile.exists() else ""
    with (folder / "bad.ttl").open("rb") as stream:
        view = View(read_statements(stream, "bad.ttl", RdfFormat.TURTLE, limit=_LARGEST))
    texts = [(folder / name).read_text(encoding="utf-8") for name in ("bad.ttl", "good.ttl")]
    return Example(texts[0], texts[1], view, read_profile(tomllib.loads(stated), CHECKS), stated)


def main() -> None:
    """Write all pages, and remove those of checks that are no more."""
    pages = all_pages({code: example(code) for code in CHECKS})
    PAGES.mkdir(exist_ok=True)
    for path in PAGES.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (PAGES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
