from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.settings import changes_settings, settings_of
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.givens import GivenNode, GivenStatement
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.operations import Restate, Restore, ReviseSettings
from taxonomy_service.domain.scheme_settings import ApprovalPolicy, SchemeSettings
from taxonomy_service.domain.stating import JSON, SETTINGS
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


def test_only_what_changes_settings_is_for_an_administrator() -> None:
    stated = GivenStatement("urn:s", SETTINGS, GivenNode("{}", literal=True, datatype=JSON))
    noted = GivenStatement("urn:s", "urn:p", GivenNode("आकार", literal=True, language=LanguageTag("hi")))
    given = (
        ReviseSettings(SchemeSettings()),
        Restate(added=(stated,)),
        Restate((stated,)),
        Restate((noted,), (noted,)),
    )
    assert [changes_settings(one) for one in given] == [True, True, True, False]
    assert not changes_settings(Restore("clog"))
