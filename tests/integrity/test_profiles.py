import pytest

from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.findings import Severity
from taxonomy_service.integrity.profiles import Profile, read_profile
from taxonomy_service.integrity.running import run_checks
from taxonomy_service.integrity.table import CHECKS
from tests.integrity.conftest import MakeView


def test_a_profile_changes_severities_and_parameters_and_switches_checks_off(make_view: MakeView) -> None:
    data = {"Q001": {"severity": "error"}, "Q025": {"severity": "off"}, "Q024": {"languages": ["ja"]}}
    done = run_checks(
        make_view(":a a skos:Concept ."), CHECKS, read_profile(data, CHECKS), only={"Q001", "Q024", "Q025"}
    )
    assert {finding.code: finding.severity for finding in done.findings} == {
        "Q001": Severity.ERROR,
        "Q024": Severity.WARNING,
    }
    assert {gap.code for gap in done.gaps if "profile" in str(gap.reason)} == {"Q025"}


def test_languages_are_canonical_and_stand_once() -> None:
    profile = read_profile({"Q055": {"languages": ["pt-br", "PT-BR", "ZH-hant"]}}, CHECKS)
    assert profile.parameters(CHECKS["Q055"]).strings("languages") == ("pt-BR", "zh-Hant")


def test_a_common_parameter_reaches_the_checks_that_know_it_and_yields_to_their_own() -> None:
    profile = read_profile({"languages": ["de"], "Q024": {"languages": ["fr"]}}, CHECKS)
    assert profile.parameters(CHECKS["Q024"]).strings("languages") == ("fr",)
    assert Profile(common={"languages": ("de",)}).parameters(CHECKS["Q024"]).strings("languages") == ("de",)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"Q999": {"severity": "error"}}, "'Q999' is neither"),
        ({"Q001": {"severity": "fatal"}}, "error, warning, info, off"),
        ({"Q001": {"severity": ["error"]}}, "error, warning, info, off"),
        ({"Q001": {"languages": ["de"]}}, "Q001 has no parameter 'languages'"),
        ({"Q024": {"languages": "de"}}, "a list of texts"),
        ({"Q024": {"languages": [1]}}, "a list of texts"),
        ({"Q001": "error"}, "a table of settings"),
        ({"languages": 3}, "a list of texts"),
        ({"Q064": {"likeness": ["spelling", "rhyme"]}}, "some of spelling, .* not 'rhyme'"),
        ({"likeness": ["rhyme"]}, "not 'rhyme'"),
        ({"languages": ["ja", "kein tag"]}, "languages: .*kein tag"),
    ],
)
def test_a_mistake_in_a_profile_is_named(data: dict[str, object], told: str) -> None:
    with pytest.raises(Malformed, match=told):
        read_profile(data, CHECKS)
