import pytest

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Action, Actor, Grant, Role, may, require
from taxonomy_service.domain.errors import Forbidden
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import SchemeId

GERMAN_LINGUIST = Actor("k1", "Jörg", (Grant(Role.LINGUIST, SchemeId("footwear"), (LanguageTag("de"),)),))


@pytest.mark.parametrize("action", list(Action))
def test_an_admin_may_do_everything(action: Action) -> None:
    require(OPERATOR, action)
    require(OPERATOR, action, "footwear", LanguageTag("ar"))


def test_somebody_unknown_may_read_and_validate_only() -> None:
    allowed = [action for action in Action if may(ANONYMOUS, action, "footwear", LanguageTag("pl"))]
    assert allowed == [Action.READ, Action.VALIDATE]


@pytest.mark.parametrize(
    ("scheme", "language", "allowed"),
    [
        ("footwear", "de", True),
        ("footwear", "de-AT", True),
        ("footwear", None, True),
        ("footwear", "fr", False),
        ("road-scene", "de", False),
        (None, "de", False),
    ],
)
def test_a_grant_holds_in_its_scheme_and_languages(scheme: str | None, language: str | None, allowed: bool) -> None:
    tag = LanguageTag(language) if language else None
    assert may(GERMAN_LINGUIST, Action.EDIT, scheme, tag) is allowed
    assert not may(GERMAN_LINGUIST, Action.APPROVE, scheme, tag)


def test_a_refusal_says_who_may_not_do_what_and_where() -> None:
    with pytest.raises(Forbidden, match="Jörg may not edit in scheme footwear in language fr") as caught:
        require(GERMAN_LINGUIST, Action.EDIT, "footwear", LanguageTag("fr"))
    assert dict(caught.value.data) == {"actor": "Jörg", "action": "edit", "scheme": "footwear", "language": "fr"}
