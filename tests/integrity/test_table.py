import re
import tomllib
from pathlib import Path

import pytest

from taxonomy_service.integrity.profiles import DEFAULT_PROFILE, Profile, read_profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import DATA, view_of_file


def _profile(folder: Path) -> Profile:
    path = folder / "profile.toml"
    return read_profile(tomllib.loads(path.read_text()), CHECKS) if path.exists() else DEFAULT_PROFILE


@pytest.mark.parametrize("code", CHECKS)
def test_each_check_finds_its_bad_file_and_is_silent_on_its_good_one(code: str) -> None:
    folder = DATA / "integrity" / code
    profile = _profile(folder)
    bad = run_checks(view_of_file(folder / "bad.ttl"), CHECKS, profile, only={code})
    good = run_checks(view_of_file(folder / "good.ttl"), CHECKS, profile, only={code})
    assert bad.findings, "the bad file must be found"
    assert {finding.code for finding in bad.findings} == {code}
    assert not good.findings, [str(finding.message) for finding in good.findings]
    for finding in bad.findings:
        assert finding.proof, "a finding proves itself"
        assert str(finding.message)


def test_codes_are_well_formed_and_every_folder_of_data_has_its_check() -> None:
    assert all(re.fullmatch(r"S\d{1,2}|Q0\d\d", code) for code in CHECKS)
    assert sorted(path.name for path in (DATA / "integrity").iterdir() if path.is_dir()) == sorted(CHECKS)


def test_every_check_says_why_it_matters_and_needs_only_parameters_that_it_has() -> None:
    for check in CHECKS.values():
        assert str(check.why).endswith(".")
        assert str(check.name)
        assert set(check.needs) <= set(check.parameters)
