"""Language tags (BCP 47): canonical form, matching, direction, and names.

`LanguageTag` is a `str` in canonical form, made only by `parse_language_tag`; `UNTAGGED` marks a literal without a tag.
"""

from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import langcodes

from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.language_tags import UNTAGGED, LanguageTag

__all__ = ["UNTAGGED", "LanguageTag"]

LONGEST_TAG = 64  # characters; RFC 5646 §4.4.1 asks for at least 35

# fmt: off
_RIGHT_TO_LEFT_SCRIPTS = frozenset([
    "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Elym", "Hatr", "Hebr", "Hung", "Lydi", "Mand", "Mani",
    "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli", "Phlp", "Phnx", "Prti",
    "Rohg", "Samr", "Sarb", "Sogd", "Sogo", "Syrc", "Thaa", "Yezi",
])
# fmt: on
_LARGE_SUBTAGS = {"nb": "no", "nn": "no", "cmn": "zh", "yue": "zh", "arb": "ar", "pes": "fa", "prs": "fa", "zsm": "ms"}


class LanguageRung(StrEnum):
    """Why a label in this language was served for the language asked (RFC 4647 §3)."""

    EXACT = "exact"
    RANGE = "range"
    FALLBACK = "fallback"
    UNTAGGED = "untagged"


class Resolution(NamedTuple):
    """The language found for the one wanted, and on which rung."""

    language: LanguageTag
    rung: LanguageRung


@lru_cache(maxsize=4096)
def parse_language_tag(text: str) -> LanguageTag:
    """Return the canonical form of a well-formed tag (RFC 5646 §4.5).

    At most 64 characters. Raises InvalidLanguageTag for anything else, the empty string and POSIX names (`en_US`)
    included.

    >>> parse_language_tag("pt-br"), parse_language_tag("ZH-hant-tw"), parse_language_tag("iw")
    ('pt-BR', 'zh-Hant-TW', 'he')
    """
    language = primary_subtag(text)  # langcodes would let digits pass
    if len(text) > LONGEST_TAG or "_" in text or not text.isascii() or not language.isalpha():
        raise InvalidLanguageTag(text)
    try:
        tag = langcodes.standardize_tag(text)
    except ValueError as error:
        raise InvalidLanguageTag(text) from error
    try:
        langcodes.standardize_tag(tag)
    except ValueError:  # langcodes puts an extended language that it does not know behind the region
        tag = _in_usual_case(text)
    return LanguageTag(tag)


def _in_usual_case(text: str) -> str:
    """Return a tag in the case that RFC 5646 §2.1.1 recommends."""
    shown: list[str] = []
    for subtag in text.lower().split("-"):
        first = not shown or len(shown[-1]) == 1
        shown.append(subtag if first else {2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag))
    return "-".join(shown)


def primary_subtag(tag: str) -> str:
    """Return what stands before the first hyphen: the language, or `x` of a tag for private use.

    >>> primary_subtag("zh-Hant-TW")
    'zh'
    """
    return tag.partition("-")[0]


@lru_cache(maxsize=4096)
def is_registered(tag: LanguageTag) -> bool:
    """Say whether every subtag stands in the IANA registry (a "valid" tag, RFC 5646 §2.2.9).

    >>> is_registered(LanguageTag("pt-BR")), is_registered(LanguageTag("xx-Zork"))
    (True, False)
    """
    return bool(langcodes.tag_is_valid(tag))


@lru_cache(maxsize=4096)
def lookup_chain(tag: LanguageTag) -> tuple[LanguageTag, ...]:
    """Return the tag and its ever shorter forms, longest first (lookup, RFC 4647 §3.4).

    A last entry is the macrolanguage where practice writes it for the language (nb → no, cmn → zh).

    >>> lookup_chain(LanguageTag("zh-Hant-TW")), lookup_chain(LanguageTag("nb"))
    (('zh-Hant-TW', 'zh-Hant', 'zh'), ('nb', 'no'))
    """
    subtags = tag.split("-")
    chain = []
    while subtags:
        chain.append(LanguageTag("-".join(subtags)))
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:  # a singleton never ends a tag
            subtags.pop()
    if chain and chain[-1] in _LARGE_SUBTAGS:
        chain.append(LanguageTag(_LARGE_SUBTAGS[chain[-1]]))
    return tuple(chain)


@lru_cache(maxsize=4096)
def script_of(tag: LanguageTag) -> str:
    """Return the ISO 15924 code of the script the language is usually written in ("Zyyy" where unknown).

    >>> script_of(LanguageTag("zh-TW")), script_of(LanguageTag("sr")), script_of(LanguageTag("ur"))
    ('Hant', 'Cyrl', 'Arab')
    """
    return _likely_script_and_territory(tag)[0]


@lru_cache(maxsize=4096)
def _likely_script_and_territory(tag: LanguageTag) -> tuple[str, str]:
    if primary_subtag(tag) in {UNTAGGED, "und", "x"}:  # CLDR takes an unknown language for English
        return (langcodes.Language.get(tag).script or "Zyyy" if tag.startswith("und-") else "Zyyy", "")
    likely = langcodes.Language.get(tag).maximize()
    return (likely.script or "Zyyy", likely.territory or "")


def direction(tag: LanguageTag) -> str:
    """Return "rtl" or "ltr", as HTML's `dir` wants it.

    >>> [direction(LanguageTag(tag)) for tag in ("ar", "he", "az-Arab", "az", "")]
    ['rtl', 'rtl', 'rtl', 'ltr', 'ltr']
    """
    return "rtl" if script_of(tag) in _RIGHT_TO_LEFT_SCRIPTS else "ltr"


@lru_cache(maxsize=4096)
def display_name(tag: LanguageTag, reader: str = "en") -> str:
    """Name the language in the reader's language (both BCP 47); the tag itself where CLDR has no name.

    >>> display_name(LanguageTag("pt-BR")), display_name(LanguageTag("de"), "fr")
    ('Portuguese (Brazil)', 'allemand')
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  its data take 0.1 s that most commands need not spend

    try:
        names = Locale.parse(reader, sep="-")
        named = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    if named.language != primary_subtag(tag):  # CLDR takes `arb` for Arabic as in Egypt, `und` for English
        return str(names.languages.get(tag, tag))
    return named.get_display_name(names) or tag


def shown_amount(amount: int, reader: str = "en") -> str:
    """Write a number of things as the reader's language does.

    >>> shown_amount(10_000), shown_amount(10_000, "de")
    ('10,000', '10.000')
    """
    if primary_subtag(reader) == "en":
        return f"{amount:,}"
    from babel.numbers import format_decimal  # noqa: PLC0415  as above

    return str(format_decimal(amount, locale=reader.replace("-", "_")))


@lru_cache(maxsize=8192)
def language_ladder(
    wanted: LanguageTag, available: frozenset[LanguageTag], fallbacks: tuple[LanguageTag, ...] = ()
) -> tuple[Resolution, ...]:
    """Return the available languages to try for the one wanted, best first, each with its rung.

    The tag itself; its shorter forms (RFC 4647 §3.4) and the longer ones of the same language (§3.3.1), those in the
    script of the one wanted first (range); the scheme's fallbacks, likewise; literals without a tag. One resolver for
    reading and for matching.

    >>> tags = frozenset(map(LanguageTag, ["de", "en", "de-AT"]))
    >>> [step.language for step in language_ladder(LanguageTag("de-CH"), tags, (LanguageTag("en"),))]
    ['de', 'de-AT', 'en']
    """
    steps: dict[LanguageTag, LanguageRung] = {}
    if wanted != UNTAGGED:
        if wanted in available:
            steps[wanted] = LanguageRung.EXACT
        for tag in _kin(wanted, available):
            steps.setdefault(tag, LanguageRung.RANGE)
    for fallback in fallbacks:
        for tag in _kin(fallback, available):
            steps.setdefault(tag, LanguageRung.FALLBACK)
    if UNTAGGED in available:
        steps.setdefault(UNTAGGED, LanguageRung.EXACT if wanted == UNTAGGED else LanguageRung.UNTAGGED)
    return tuple(Resolution(language, rung) for language, rung in steps.items())


@lru_cache(maxsize=4096)
def _kin(wanted: LanguageTag, available: frozenset[LanguageTag]) -> tuple[LanguageTag, ...]:
    """Return the available varieties of a language, the wanted one's nearest first."""
    script, territory = _likely_script_and_territory(wanted)
    usual = _likely_script_and_territory(LanguageTag(primary_subtag(wanted)))[1]

    def distance(tag: LanguageTag) -> tuple[bool, bool, bool, str]:
        own_script, own_territory = _likely_script_and_territory(tag)
        return (own_script != script, own_territory != territory, own_territory != usual, tag)

    found: dict[LanguageTag, None] = {}
    for shorter in lookup_chain(wanted):
        longer = (tag for tag in available if _is_variety(tag, shorter))
        found |= dict.fromkeys([shorter, *sorted(longer, key=distance)])
    kin = [tag for tag in found if tag in available]
    return tuple(sorted(kin, key=lambda tag: _likely_script_and_territory(tag)[0] != script))


def _is_variety(tag: LanguageTag, of: LanguageTag) -> bool:
    return tag.startswith(of + "-") or _LARGE_SUBTAGS.get(primary_subtag(tag)) == of


def same_language(one: LanguageTag, other: LanguageTag) -> bool:
    """Say whether two tags name varieties of one language (pt-BR and pt-PT; nb and no).

    >>> same_language(LanguageTag("pt-BR"), LanguageTag("pt-PT")), same_language(LanguageTag("de"), LanguageTag("nl"))
    (True, False)
    """
    return lookup_chain(one)[-1:] == lookup_chain(other)[-1:]


def sorted_tags(tags: Collection[LanguageTag]) -> list[LanguageTag]:
    """Return tags in code point order, the untagged last."""
    return sorted(tags, key=lambda tag: (tag == UNTAGGED, tag))
