"""Language tags (BCP 47): canonical form, matching, direction, and names.

`LanguageTag` is a `str` in canonical form, made only by `parse_language_tag`; `UNTAGGED` marks a literal without a tag.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, NewType

import langcodes

from taxonomy_service.domain.errors import InvalidLanguageTag

LanguageTag = NewType("LanguageTag", str)

UNTAGGED = LanguageTag("")
LONGEST_TAG = 64  # characters; RFC 5646 §4.4.1 asks for at least 35

_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    ["Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Elym", "Hatr", "Hebr", "Hung", "Lydi", "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli", "Phlp", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sogd", "Sogo", "Syrc", "Thaa", "Yezi"]
)
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

    Raises InvalidLanguageTag for anything else, the empty string and POSIX names (`en_US`) included.

    >>> parse_language_tag("pt-br"), parse_language_tag("ZH-hant-tw"), parse_language_tag("iw")
    ('pt-BR', 'zh-Hant-TW', 'he')
    """
    if not text or len(text) > LONGEST_TAG or "_" in text or not text.isascii():
        raise InvalidLanguageTag(text)
    try:
        return LanguageTag(langcodes.standardize_tag(text))
    except ValueError as error:
        raise InvalidLanguageTag(text) from error


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
    if tag == UNTAGGED:
        return "Zyyy"
    return langcodes.Language.get(tag).maximize().script or "Zyyy"


def direction(tag: LanguageTag) -> str:
    """Return "rtl" or "ltr", as HTML's `dir` wants it.

    >>> direction(LanguageTag("ar")), direction(LanguageTag("he")), direction(LanguageTag("az-Arab")), direction(UNTAGGED)
    ('rtl', 'rtl', 'rtl', 'ltr')
    """
    return "rtl" if script_of(tag) in _RIGHT_TO_LEFT_SCRIPTS else "ltr"


@lru_cache(maxsize=4096)
def display_name(tag: LanguageTag, reader: str = "en") -> str:
    """Name the language in the reader's language; the tag itself where CLDR has no name.

    >>> display_name(LanguageTag("pt-BR")), display_name(LanguageTag("de"), "fr")
    ('Portuguese (Brazil)', 'allemand')
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  its data take 0.1 s that most commands need not spend

    try:
        return Locale.parse(tag, sep="-").get_display_name(reader) or tag
    except (UnknownLocaleError, ValueError):
        return tag


@lru_cache(maxsize=4096)
def _narrower_tags(wanted: LanguageTag, available: frozenset[LanguageTag]) -> tuple[LanguageTag, ...]:
    """Return the available tags that the wanted one is a prefix of, likeliest first (filtering, RFC 4647 §3.3.1)."""
    prefix = wanted + "-"
    likely = langcodes.Language.get(wanted).maximize()
    found = (tag for tag in available if tag.startswith(prefix) or _LARGE_SUBTAGS.get(tag) == wanted)

    def unlikeliness(tag: LanguageTag) -> tuple[int, str]:
        own = langcodes.Language.get(tag).maximize()
        return ((own.script != likely.script) * 2 + (own.territory != likely.territory), tag)

    return tuple(sorted(found, key=unlikeliness))


@lru_cache(maxsize=8192)
def language_ladder(
    wanted: LanguageTag, available: frozenset[LanguageTag], fallbacks: tuple[LanguageTag, ...] = ()
) -> tuple[Resolution, ...]:
    """Return the available languages to try for the one wanted, best first, each with its rung.

    The tag itself; its shorter forms and the longer ones of the same language (range); the scheme's fallbacks;
    literals without a tag. One resolver for reading and for matching.

    >>> ladder = language_ladder(LanguageTag("de-CH"), frozenset(map(LanguageTag, ["de", "en", "de-AT"])), (LanguageTag("en"),))
    >>> [(step.language, step.rung.value) for step in ladder]
    [('de', 'range'), ('de-AT', 'range'), ('en', 'fallback')]
    """
    steps: dict[LanguageTag, LanguageRung] = {}

    def add(tags: Iterable[LanguageTag], rung: LanguageRung) -> None:
        for tag in tags:
            if tag in available:
                steps.setdefault(tag, rung)

    if wanted != UNTAGGED:
        add([wanted], LanguageRung.EXACT)
        for tag in lookup_chain(wanted):
            add([tag, *_narrower_tags(tag, available)], LanguageRung.RANGE)
    for fallback in fallbacks:
        add([fallback, *lookup_chain(fallback), *_narrower_tags(fallback, available)], LanguageRung.FALLBACK)
    add([UNTAGGED], LanguageRung.EXACT if wanted == UNTAGGED else LanguageRung.UNTAGGED)
    return tuple(Resolution(language, rung) for language, rung in steps.items())


def same_language(one: LanguageTag, other: LanguageTag) -> bool:
    """Say whether two tags name varieties of one language (pt-BR and pt-PT; nb and no).

    >>> same_language(LanguageTag("pt-BR"), LanguageTag("pt-PT")), same_language(LanguageTag("de"), LanguageTag("nl"))
    (True, False)
    """
    return lookup_chain(one)[-1:] == lookup_chain(other)[-1:]


def sorted_tags(tags: Collection[LanguageTag]) -> list[LanguageTag]:
    """Return tags in code point order, the untagged last."""
    return sorted(tags, key=lambda tag: (tag == UNTAGGED, tag))
