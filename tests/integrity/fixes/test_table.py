import pytest

from taxonomy_service.integrity.fixes.fix import Choices, Keep
from taxonomy_service.integrity.fixes.mending import mend
from taxonomy_service.integrity.fixes.table import FIXES
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View
from tests.integrity.conftest import DATA, view_of_file

CHOSEN = Choices(
    keep=Keep.SHORTEST,
    cut=frozenset(),
    attach_to=None,
)


def test_every_fix_belongs_to_a_check_and_says_what_it_does() -> None:
    assert FIXES.keys() <= CHECKS.keys()
    assert all(str(fix.does) and (fix.needs is None or str(fix.needs).startswith("--")) for fix in FIXES.values())


@pytest.mark.parametrize("code", [code for code, fix in FIXES.items() if fix.needs is None or code == "S14"])
def test_a_mended_bad_file_is_found_clean_and_a_second_run_finds_nothing_to_mend(code: str) -> None:
    rows = list(view_of_file(DATA / "integrity" / code / "bad.ttl"))
    only = {code: FIXES[code]}
    done = mend(rows, only, CHOSEN)
    assert done.difference
    assert done.left == ()
    after = [row for row in rows if row not in done.difference.removed] + sorted(done.difference.added)
    assert run_checks(View(after), CHECKS, only={code}).findings == ()
    assert not mend(after, only, CHOSEN).difference
