import pytest

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import ReviseSettings
from taxonomy_service.domain.scheme_settings import SchemeSettings
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE
from taxonomy_service.services.editing import edit
from taxonomy_service.services.integrity import all_checks, check_draft
from taxonomy_service.services.profiles import scheme_profile, stored_profile
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store
from tests.services.conftest import Take

PT = LanguageTag("pt-BR")


def revise(store: Store, settings: SchemeSettings) -> None:
    edit(store, OPERATOR, "shoes", ChangeSet((ReviseSettings(settings),)))


def test_settings_become_severities_parameters_and_languages() -> None:
    profile = scheme_profile(
        SchemeSettings(
            (PT,), severities={"Q023": None, "Q060": Severity.ERROR}, parameters={"Q064": {"likeness": ("spelling",)}}
        )
    )
    checks = all_checks()
    assert not profile.setting(checks["Q023"]).enabled
    assert profile.setting(checks["Q060"]).severity is Severity.ERROR
    assert profile.setting(checks["Q064"]).severity is None
    assert profile.parameters(checks["Q064"]).strings("likeness") == ("spelling",)
    assert profile.parameters(checks["Q055"]).strings("languages") == ("pt-BR",)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (SchemeSettings(severities={"Q999": Severity.INFO}), "no check has the code Q999"),
        (SchemeSettings(parameters={"Q054": {"share": "viel"}}), r"Q054\.share must be a number"),
        (SchemeSettings(parameters={"Q054": {"部分": 1}}), "Q054 has no parameter '部分'"),
    ],
)
def test_settings_that_no_check_understands_are_not_taken(
    store: Store, take: Take, shoes: str, settings: SchemeSettings, said: str
) -> None:
    take(shoes)
    with pytest.raises(Malformed, match=said):
        revise(store, settings)
    assert stored_profile(store, find_scheme(store, "shoes")) == DEFAULT_PROFILE


def test_a_draft_is_checked_as_its_settings_say(store: Store, take: Take, shoes: str) -> None:
    take(shoes)
    before = check_draft(store, OPERATOR, "shoes")
    assert "Q023" in {finding.code for finding in before.findings}
    assert "Q055" in {gap.code for gap in before.not_checked}
    revise(store, SchemeSettings((PT,), severities={"Q023": None, "Q055": Severity.ERROR}))
    after = check_draft(store, OPERATOR, "shoes")
    assert "Q023" not in {finding.code for finding in after.findings}
    missing = [finding for finding in after.at_least(Severity.ERROR) if finding.code == "Q055"]
    assert {finding.language for finding in missing} == {"pt-BR"}
    assert len(missing) == 4, "every concept in use"
    assert "Q023" in {one.code for one in check_draft(store, OPERATOR, "shoes", DEFAULT_PROFILE).findings}
