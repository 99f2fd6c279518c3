from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.settings import settings_of
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import ReviseSettings
from taxonomy_service.domain.scheme_settings import ApprovalPolicy, SchemeSettings
from tests.domain.conftest import Do


def test_settings_nobody_stated_are_the_defaults(draft: Draft) -> None:
    assert settings_of(draft) == SchemeSettings()


def test_settings_come_back_with_canonical_tags(do: Do, draft: Draft) -> None:
    given = SchemeSettings(
        (LanguageTag("DE"), LanguageTag("pt-br"), LanguageTag("de")),
        severities={"S14": Severity.ERROR, "Q001": None},
        approval=ApprovalPolicy((LanguageTag("FR"),), opinions=0),
    )
    do(ReviseSettings(given))
    read = settings_of(draft)
    assert read.required_languages == ("de", "pt-BR")
    assert read.approval == ApprovalPolicy((LanguageTag("fr"),), opinions=1)
    assert read.severities == given.severities
