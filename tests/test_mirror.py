"""The tests mirror the package: `a/b.py` is tested by `tests/a/test_b.py`."""

from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_module_has_its_test_and_every_test_its_module() -> None:
    package = ROOT / "taxonomy_service"
    modules = {
        path.relative_to(package)
        for path in package.rglob("*.py")
        if not path.name.startswith("__") and "migrations" not in path.parts
    }
    tests = {path.relative_to(ROOT / "tests") for path in (ROOT / "tests").glob("*/**/test_*.py")}
    tests |= {Path(f"test_{module}.py") for module in ("app", "offline", "settings", "spark")}
    mirrored = {module.with_name(f"test_{module.name}") for module in modules}
    assert sorted(map(str, mirrored - tests)) == [], "modules without a test"
    assert sorted(map(str, tests - mirrored)) == [], "tests without a module"
