from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.access import (
    ANONYMOUS,
    NOBODY,
    OPERATOR,
    Action,
    Actor,
    Grant,
    Role,
    allowed_schemes,
    make_grant,
    may,
    parse_grant,
    require,
)
from taxonomy_service.domain.errors import Forbidden, InvalidLanguageTag, Malformed, Unauthenticated
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import tell
from taxonomy_service.domain.readers import reader_of
from taxonomy_service.domain.schemes import SchemeId

GERMAN_LINGUIST = Actor("k1", "Jörg", (Grant(Role.LINGUIST, SchemeId("footwear"), (LanguageTag("de"),)),))
ALLOWED = {
    Role.READER: "read",
    Role.ANNOTATOR: "read validate",
    Role.CONTRIBUTOR: "read validate inspect propose",
    Role.LINGUIST: "read validate inspect propose edit",
    Role.REVIEWER: "read validate inspect propose approve",
    Role.PUBLISHER: "read validate inspect publish",
    Role.ADMIN: "read validate inspect propose edit approve publish administer",
}
IN_GERMAN = {None: True, "de": True, "de-AT": True, "gsw": False, "fr": False, "ar": False}
"""Whether a grant for German holds in a language; None is what has no language."""


@pytest.mark.parametrize(("role", "action", "language"), list(product(Role, Action, IN_GERMAN)))
def test_every_role_allows_its_actions_in_its_scheme_and_languages_and_nothing_else(
    role: Role, action: Action, language: str | None
) -> None:
    tag = None if language is None else LanguageTag(language)
    allowed = action.value in ALLOWED[role].split()
    for languages, holds in (((LanguageTag("de"),), IN_GERMAN[language]), (None, True)):
        in_one = Actor("a", "Ayşe", (Grant(role, SchemeId("footwear"), languages),))
        in_all = Actor("a", "Ayşe", (Grant(role, None, languages),))
        assert may(in_one, action, "footwear", tag) is (allowed and holds)
        assert may(in_all, action, "footwear", tag) is (allowed and holds)
        assert may(in_all, action, None, tag) is (allowed and holds)
        assert not may(in_one, action, "road-scene", tag)
        assert not may(in_one, action, None, tag)


def test_grants_add_up_and_do_not_mix() -> None:
    german, french = (LanguageTag("de"),), (LanguageTag("fr"),)
    both = Actor("a", "Zoë", (Grant(Role.LINGUIST, None, german), Grant(Role.REVIEWER, None, french)))
    allowed = [
        (action.value, tag)
        for action in (Action.EDIT, Action.APPROVE)
        for tag in ("de", "fr")
        if may(both, action, "s", LanguageTag(tag))
    ]
    assert allowed == [("edit", "de"), ("approve", "fr")]


@pytest.mark.parametrize("action", list(Action))
def test_an_admin_may_do_everything(action: Action) -> None:
    require(OPERATOR, action)
    require(OPERATOR, action, "footwear", LanguageTag("ar"))


def test_somebody_unknown_may_read_and_validate_only_and_nothing_where_that_is_off() -> None:
    allowed = [action for action in Action if may(ANONYMOUS, action, "footwear", LanguageTag("pl"))]
    assert allowed == [Action.READ, Action.VALIDATE]
    assert not [action for action in Action if may(NOBODY, action, "footwear")]


def test_a_refusal_says_who_may_not_do_what_and_where() -> None:
    with pytest.raises(Forbidden, match="Jörg may not edit in scheme footwear in language fr") as caught:
        require(GERMAN_LINGUIST, Action.EDIT, "footwear", LanguageTag("fr"))
    assert dict(caught.value.data) == {"actor": "Jörg", "action": "edit", "scheme": "footwear", "language": "fr"}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize(("scheme", "language"), [(None, None), ("shoes", None), (None, "ar"), ("shoes", "ar")])
def test_every_refusal_is_a_sentence_in_the_reader_s_language(
    action: Action, scheme: str | None, language: str | None
) -> None:
    tag = None if language is None else LanguageTag(language)
    with pytest.raises(Forbidden) as caught:
        require(Actor("x", "Zoë"), action, scheme, tag)
    told = tell(caught.value.said, reader_of(LanguageTag("de")))
    assert told.startswith(f"Zoë may not {action.value}")
    assert ("Arabisch (ar)" in told, "shoes" in told) == (language is not None, scheme is not None)


@pytest.mark.parametrize("actor", [ANONYMOUS, NOBODY])
def test_who_says_nothing_of_themselves_is_told_to(actor: Actor) -> None:
    with pytest.raises(Unauthenticated, match=r"anonymous may not edit in scheme footwear; .* 'Authorization: Bearer'"):
        require(actor, Action.EDIT, "footwear")


def test_schemes_are_told_apart_by_what_is_allowed_in_them() -> None:
    schemes = ["footwear", "road-scene"]
    assert allowed_schemes(OPERATOR, Action.EDIT, schemes) == schemes
    assert allowed_schemes(GERMAN_LINGUIST, Action.EDIT, schemes) == ["footwear"]
    assert allowed_schemes(GERMAN_LINGUIST, Action.READ, ["road-scene"]) == []
    with pytest.raises(Forbidden):
        allowed_schemes(GERMAN_LINGUIST, Action.PUBLISH, schemes)
    with pytest.raises(Unauthenticated):
        allowed_schemes(NOBODY, Action.READ, [])


@pytest.mark.parametrize(
    ("text", "grant"),
    [
        ("admin", Grant(Role.ADMIN)),
        ("reader:*", Grant(Role.READER)),
        ("linguist:footwear:de", Grant(Role.LINGUIST, SchemeId("footwear"), (LanguageTag("de"),))),
        ("reviewer:*:pt-br,AR,ar", Grant(Role.REVIEWER, None, (LanguageTag("ar"), LanguageTag("pt-BR")))),
    ],
)
def test_a_grant_is_read_from_text(text: str, grant: Grant) -> None:
    assert parse_grant(text) == grant


@pytest.mark.parametrize(
    "text", ["", "root", "Linguist", "linguist:", "linguist::de", "linguist:a:de:fr", "admin:*:de", "x" * 10_000]
)
def test_text_that_is_no_grant_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_grant(text)


@pytest.mark.parametrize("text", ["linguist:a:", "linguist:a:de,", "linguist:a:de_AT"])
def test_a_language_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidLanguageTag):
        parse_grant(text)


TAGS = st.sampled_from(
    [LanguageTag(tag) for tag in ("ar", "de", "fr", "he", "hi", "ja", "pl", "pt-BR", "tr", "zh-Hant")]
)
SCHEMES = st.none() | st.from_regex(r"[\w.~-]{1,100}", fullmatch=True)


@given(
    st.sampled_from([role for role in Role if role is not Role.ADMIN]), SCHEMES, st.none() | st.sets(TAGS, min_size=1)
)
def test_a_grant_is_read_as_it_is_written(role: Role, scheme: str | None, languages: set[LanguageTag] | None) -> None:
    grant = make_grant(role, scheme, None if languages is None else tuple(languages))
    assert parse_grant(str(grant)) == grant
