"""Which language the words of a form belong to, told by how a vocabulary's other labels use them."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from taxonomy_service.domain.languages import LanguageTag, primary_subtag

_EDGES: Final = ".,;:()[]/\"'«»„“”&+–-"
_SHORTEST: Final = 3  # letters; shorter words stand in too many languages to say anything
_LEAST_SEEN: Final = 3  # labels of a language beside the one judged that use a word of it
# Words that join others and that hardly any other language has: enough to tell the language of a form that has one.
_JOINING: Final = {
    "en": "and of for with without the from other",
    "de": "und für mit ohne aus vom zum zur sonstige andere nach",
    "nl": "en voor met zonder van het overige andere",
    "fr": "et pour avec sans des du les aux autres",
    "es": "y para con los las del otros otras",
    "pt": "e para com sem dos das outros outras",
    "it": "e per con senza degli delle della dei altri altre",
    "pl": "i dla ze bez oraz inne",
    "da": "og til med uden andre",
    "sv": "och för med utan andra",
    "no": "og til med uten andre",
    "fi": "ja tai ilman muut",
    "cs": "a pro bez nebo ostatní",
    "tr": "ve için ile diğer",
    "ru": "и для без или прочие",
    "uk": "та для без або інші",
}


class Wording:
    """The labels of one language as one text, in which words are looked up; to be made of comparison keys."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._text = " ".join(keys)
        self._counts = Counter(self._text.split())

    def uses(self, word: str) -> int:
        """Return how often a word stands in the labels."""
        return self._counts[word]

    def holds(self, stem: str, beside: str) -> bool:
        """Say whether a stem stands anywhere, within longer words too, beside in one form."""
        return self._text.count(stem) > beside.casefold().count(stem)


def words_of_form(form: str) -> list[str]:
    """Return the words of a form that are long enough to tell a language, case folded.

    >>> words_of_form("12 V Ladegeräte (& Zubehör)")
    ['ladegeräte', 'zubehör']
    """
    words = [word.strip(_EDGES) for word in form.casefold().split()]
    return [word for word in words if len(word) >= _SHORTEST and not word[0].isdigit()]


def joining_words(form: str, language: LanguageTag, other: LanguageTag) -> list[str]:
    """Return the words of a form that join others in a language, and do not in another.

    >>> joining_words("Toys for dogs", LanguageTag("en-GB"), LanguageTag("de"))
    ['for']
    """
    own = _JOINING.get(primary_subtag(language).lower(), "").split()
    its = _JOINING.get(primary_subtag(other).lower(), "").split()
    return [word for word in form.casefold().split()[1:-1] if word in own and word not in its]


def are_foreign(words: Collection[str], form: str, own: Wording, other: Wording) -> bool:
    """Say whether words belong to another language: it uses one of them often, and none of them stands in the own.

    In the own language a word counts as known where its stem stands in any other label, so that compounds, plurals and
    cases of a loanword (*Golf*, *Golfschläger*) let it pass. A form of one word says too little.
    """
    if len(words) < 2 or max(other.uses(word) for word in words) <= _LEAST_SEEN:
        return False
    return not any(own.uses(word) > 1 or own.holds(_stem(word), form) for word in words)


def _stem(word: str) -> str:
    return word if len(word) <= 4 else word[: max(4, len(word) - 2)]
