import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.languages import (
    UNTAGGED,
    LanguageTag,
    direction,
    display_name,
    is_registered,
    language_ladder,
    lookup_chain,
    parse_language_tag,
    same_language,
    script_of,
    sorted_tags,
)


def tags(*texts: str) -> frozenset[LanguageTag]:
    return frozenset(LanguageTag(text) for text in texts)


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("pt-br", "pt-BR"),
        ("PT-BR", "pt-BR"),
        ("iw", "he"),
        ("zh-cmn-hans", "zh-Hans"),
        ("sr-latn", "sr-Latn"),
        ("de-de-1996", "de-DE-1996"),
        ("i-klingon", "tlh"),
        ("en-x-foo", "en-x-foo"),
    ],
)
def test_tags_are_put_in_canonical_form(raw: str, canonical: str) -> None:
    assert parse_language_tag(raw) == canonical


@pytest.mark.parametrize(
    "raw", ["", " ", "en_US", "a", "deutschlandia", "en-", "-en", "日本語", "e n", "en--US", "x" * 99, "1234", "en\n"]
)
def test_what_is_not_well_formed_is_refused(raw: str) -> None:
    with pytest.raises(InvalidLanguageTag):
        parse_language_tag(raw)


@given(st.text(st.characters(), max_size=70) | st.from_regex(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8}){0,5}", fullmatch=True))
def test_any_text_is_a_tag_with_names_and_a_ladder_or_is_refused(raw: str) -> None:
    try:
        tag = parse_language_tag(raw)
    except InvalidLanguageTag:
        return
    assert parse_language_tag(tag) == tag
    assert display_name(tag)
    assert direction(tag) in {"ltr", "rtl"}
    assert language_ladder(tag, tags(tag, "en"))[0] == (tag, "exact")


@given(st.text(st.sampled_from("abcdezhrst-0123ABZ"), max_size=20))
def test_a_canonical_tag_is_canonical(raw: str) -> None:
    try:
        tag = parse_language_tag(raw)
    except InvalidLanguageTag:
        return
    assert parse_language_tag(tag) == tag


def test_an_extended_language_that_nobody_knows_stays_before_the_region() -> None:
    assert parse_language_tag("AA-aaa-000") == "aa-aaa-000" == parse_language_tag("aa-aaa-000")
    assert parse_language_tag("zh-cmn-hans-cn") == "zh-Hans-CN"
    with pytest.raises(InvalidLanguageTag):
        parse_language_tag("aa-000-aaa")


def test_an_unregistered_tag_is_known_as_such() -> None:
    assert is_registered(LanguageTag("de-CH"))
    assert not is_registered(LanguageTag("xx"))


def test_the_lookup_chain_ends_no_tag_with_a_singleton() -> None:
    assert lookup_chain(LanguageTag("zh-Hant-CN-x-private1-private2")) == (
        "zh-Hant-CN-x-private1-private2",
        "zh-Hant-CN-x-private1",
        "zh-Hant-CN",
        "zh-Hant",
        "zh",
    )


@pytest.mark.parametrize(
    ("wanted", "available", "expected"),
    [
        ("de-CH", ["de", "en"], ["de:range"]),
        ("pt", ["pt-PT", "pt-BR"], ["pt-BR:range", "pt-PT:range"]),
        ("zh", ["zh-TW", "zh-CN"], ["zh-CN:range", "zh-TW:range"]),
        ("zh-Hans", ["zh-CN", "zh-TW"], ["zh-CN:range", "zh-TW:range"]),
        ("nb", ["no", "en"], ["no:range"]),
        ("no", ["nb", "nn"], ["nb:range", "nn:range"]),
        ("no", ["nb-NO", "sv"], ["nb-NO:range"]),
        ("zh-CN", ["zh-Hant", "zh-Hans"], ["zh-Hans:range", "zh-Hant:range"]),
        ("zh-TW", ["zh", "zh-Hans", "zh-Hant"], ["zh-Hant:range", "zh:range", "zh-Hans:range"]),
        ("zh-HK", ["zh-CN", "zh-TW"], ["zh-TW:range", "zh-CN:range"]),
        ("sr-ME", ["sr", "sr-Latn"], ["sr-Latn:range", "sr:range"]),
        ("en-GB", ["en-AU", "en-US"], ["en-US:range", "en-AU:range"]),
        ("pt-BR", ["pt", "pt-PT", "es"], ["pt:range", "pt-PT:range"]),
        ("de-CH-1901", ["de-AT", "de-CH", "de"], ["de-CH:range", "de:range", "de-AT:range"]),
        ("cmn", ["zh", "yue"], ["zh:range", "yue:range"]),
        ("x-ours", ["en", "x-ours"], ["x-ours:exact"]),
        ("", ["en", ""], [":exact"]),
        ("fr", ["fr", "fr-CA", ""], ["fr:exact", "fr-CA:range", ":untagged"]),
        ("ja", ["en", ""], [":untagged"]),
    ],
)
def test_the_ladder_goes_from_the_nearest_language_down(wanted: str, available: list[str], expected: list[str]) -> None:
    ladder = language_ladder(LanguageTag(wanted), tags(*available))
    assert [f"{step.language}:{step.rung}" for step in ladder] == expected


def test_fallbacks_come_after_the_own_language_and_before_untagged() -> None:
    ladder = language_ladder(LanguageTag("gsw"), tags("de", "en", ""), (LanguageTag("de-CH"), LanguageTag("en")))
    assert [f"{step.language}:{step.rung}" for step in ladder] == ["de:fallback", "en:fallback", ":untagged"]


def test_a_fallback_reaches_the_varieties_of_its_language() -> None:
    ladder = language_ladder(LanguageTag("gl"), tags("pt-PT", "en"), (LanguageTag("pt-BR"),))
    assert ladder == (("pt-PT", "fallback"),)


@pytest.mark.parametrize(
    ("tag", "reader", "name"),
    [
        ("zh-Hant", "en", "Chinese (Traditional)"),
        ("nb", "pl", "norweski (bokmål)"),
        ("de", "pt-BR", "alemão"),
        ("ja", "ar", "اليابانية"),
        ("und", "en", "Unknown language"),
        ("arb", "en", "arb"),
        ("en-x-foo", "en", "en-x-foo"),
        ("", "en", ""),
        ("de", "nonsense", "de"),
    ],
)
def test_a_language_is_named_for_its_reader_or_by_its_tag(tag: str, reader: str, name: str) -> None:
    assert display_name(LanguageTag(tag), reader) == name


@pytest.mark.parametrize(
    ("tag", "script"),
    [("zh-HK", "Hant"), ("zh", "Hans"), ("tr", "Latn"), ("und", "Zyyy"), ("und-Arab", "Arab"), ("x-ours", "Zyyy")],
)
def test_a_language_has_its_usual_script(tag: str, script: str) -> None:
    assert script_of(LanguageTag(tag)) == script


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ur", "rtl"),
        ("yi", "rtl"),
        ("dv", "rtl"),
        ("ja", "ltr"),
        ("tr", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_language_has_a_direction(tag: str, expected: str) -> None:
    assert direction(LanguageTag(tag)) == expected


def test_languages_have_names_scripts_and_kin() -> None:
    assert display_name(LanguageTag("ar"), "de") == "Arabisch"
    assert display_name(LanguageTag("xx-Zork")) == "xx-Zork"
    assert script_of(LanguageTag("hi")) == "Deva"
    assert script_of(UNTAGGED) == "Zyyy"
    assert same_language(LanguageTag("nb"), LanguageTag("no"))
    assert sorted_tags(tags("", "fr", "de")) == ["de", "fr", ""]
