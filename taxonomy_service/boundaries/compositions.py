"""Compositions: labels put together from parts that the vocabulary's own labels show to belong together.

Where *running sock* is *Laufsocke* and *sock* is *Socke*, what the source puts before *sock* is *Lauf* in German; so
*running shoe* may be *Laufschuh*, *shoe* being *Schuh*. Links between parts (*Sicherheit-s-schuh*) and words between
them (*chaussure de course*) come along as the example has them. Nothing is put together that no example shows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy_service.boundaries.lexicon_words import compounds
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.boundaries.words import is_unspaced
from taxonomy_service.domain.languages import LanguageTag

_SHORTEST_PART = 3  # letters of a part in a compound of the source
_MOST_EXAMPLES = 60  # of an affix or a head; more would say the same
_LIKELY = 0.35  # of compositions above it two in three are the very label; see the benchmarks' notes


class Affix(NamedTuple):
    """What a form has before or after another form that it contains; one of the two is empty."""

    before: str
    after: str

    @property
    def joined(self) -> bool:
        """Whether it is written together with the other form."""
        return not (self.before.endswith((" ", "-")) or self.after.startswith((" ", "-")))

    @property
    def lasting(self) -> bool:
        """Whether it hardly agrees with the other form, as an adjective would: part of a compound, or several words."""
        return self.joined or len(self.after.split()) > 1


class Part(NamedTuple):
    """That the source's label of a concept is the label of another, the head, with an affix."""

    head: int
    affix: Affix


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the labels of the source are made of: the parts of each concept's label, the longest heads first.

    `examples` are concepts of each affix, with their heads; `composed` the concepts with each head; `ending` those
    whose label ends in some words that are no concept's label.
    """

    parts: Sequence[tuple[Part, ...]]
    examples: Mapping[Affix, Sequence[tuple[int, int]]]
    composed: Mapping[int, Sequence[int]]
    ending: Mapping[str, Sequence[int]]


Translate = Callable[[str], Sequence[str]]
"""Gives what references render words of the source by, in the language in question."""


class Head(NamedTuple):
    """A form that others are put together with: the label of a concept, or (None) what a reference gives for `words`.

    `composed` are the concepts that have it in the source.
    """

    form: str
    words: str
    concept: int | None
    composed: Sequence[int]


class Composition(NamedTuple):
    """A label put together: `head` with what `example` has around the label of `stem`.

    `chance` (0..1) is how usual the affix is for that of the source, times how usual the head's form is in others.
    """

    form: str
    head: Head
    example: int
    stem: int
    chance: float


def read_patterns(vocabulary: Vocabulary) -> Patterns:
    """Take the labels of the source apart where one contains another whole, at its beginning or end."""
    keys = vocabulary.keys.get(vocabulary.source, ())
    first = {key: i for i, key in reversed(list(enumerate(keys))) if key}
    parts = [tuple(_parts(key, first, vocabulary.source)) for key in keys]
    examples: dict[Affix, list[tuple[int, int]]] = defaultdict(list)
    composed: dict[int, list[int]] = defaultdict(list)
    for concept, own in enumerate(parts):
        for part in own:
            examples[part.affix].append((concept, part.head))
            composed[part.head].append(concept)
    ending: dict[str, list[int]] = defaultdict(list)
    for concept, key in enumerate(keys):
        for _, end in _ends(key):
            if end not in first:
                ending[end].append(concept)
    return Patterns(parts, examples, composed, ending)


def _ends(key: str) -> Iterator[tuple[str, str]]:
    """Yield a key cut at each space: what is before, with the space, and its end."""
    for at, sign in enumerate(key):
        if sign == " ":
            yield key[: at + 1], key[at + 1 :]


def _parts(key: str, first: Mapping[str, int], language: LanguageTag) -> Iterator[Part]:
    """Yield the parts of a key, the longest heads first."""
    anywhere = compounds(language) or is_unspaced(key)
    shortest = 1 if is_unspaced(key) else _SHORTEST_PART
    for length in range(len(key) - 1, 0, -1):
        before, end = key[: len(key) - length], key[len(key) - length :]
        if end in first and (before.endswith(" ") or (anywhere and min(length, len(before)) >= shortest)):
            yield Part(first[end], Affix(before, ""))
        start, after = key[:length], key[length:]
        if start in first and after.startswith(" "):
            yield Part(first[start], Affix("", after))


def compose(
    vocabulary: Vocabulary,
    patterns: Patterns,
    language: LanguageTag,
    concept: int,
    translate: Translate = lambda _: (),
) -> Composition | None:
    """Put a label together for a concept, the likeliest one; None where no examples make one likely.

    The concept's own label is no example, for it may be the wrong one.
    """
    made = (
        _composed(vocabulary, patterns, language, concept, pieces)
        for pieces in _heads(vocabulary, patterns, language, concept, translate)
    )
    best = max(filter(None, made), key=lambda composition: composition.chance, default=None)
    return best if best is not None and best.chance >= _LIKELY else None


def _heads(
    vocabulary: Vocabulary, patterns: Patterns, language: LanguageTag, concept: int, translate: Translate
) -> Iterator[tuple[Affix, Head]]:
    """Yield what the source's label of a concept is made of: affixes with heads, first those that are concepts."""
    keys, forms = vocabulary.keys[vocabulary.source], vocabulary.forms[language]
    for part in patterns.parts[concept]:
        if forms[part.head]:
            yield part.affix, Head(forms[part.head], keys[part.head], part.head, patterns.composed[part.head])
    for before, end in _ends(keys[concept]):
        affix = Affix(before, "")
        if end in patterns.ending and affix in patterns.examples:
            for form in translate(end):
                yield affix, Head(form, end, None, patterns.ending[end])


def _composed(
    vocabulary: Vocabulary, patterns: Patterns, language: LanguageTag, concept: int, pieces: tuple[Affix, Head]
) -> Composition | None:
    forms, (affix, head) = vocabulary.forms[language], pieces
    examples = [
        (other, stem)
        for other, stem in patterns.examples[affix][:_MOST_EXAMPLES]
        if other != concept and forms[other] and forms[stem]
    ]
    shown: dict[Affix, dict[int, int]] = defaultdict(dict)
    for other, stem in examples:
        if found := affix_of(forms[other], forms[stem], language):
            shown[found].setdefault(stem, other)
    usual, stems = max(shown.items(), key=lambda entry: len(entry[1]), default=(affix, {}))
    if len(stems) < (1 if usual.lasting else 2):
        return None
    stem, example = next(iter(stems.items()))
    chance = len(stems) / (len({stem for _, stem in examples}) + 1) * _usual_head(forms, language, concept, head)
    return Composition(put_together(head.form, usual, forms[example]), head, example, stem, chance)


def _usual_head(forms: Sequence[str], language: LanguageTag, concept: int, head: Head) -> float:
    """Return the share of the concepts with a head in the source, but for one, whose labels contain its form."""
    others = [other for other in head.composed[:_MOST_EXAMPLES] if other != concept and forms[other]]
    return sum(affix_of(forms[other], head.form, language) is not None for other in others) / (len(others) + 1)


def affix_of(whole: str, part: str, language: LanguageTag) -> Affix | None:
    """Return what a form has around another, None where it does not contain it or nothing is around.

    >>> affix_of("Laufsocke", "Socke", LanguageTag("de")), affix_of("chausson de danse", "chausson", LanguageTag("fr"))
    (Affix(before='Lauf', after=''), Affix(before='', after=' de danse'))
    """
    low, inner = whole.lower(), part.lower()
    if not inner or len(low) != len(whole) or len(inner) != len(part) or len(inner) >= len(low):
        return None
    if low.endswith(inner):
        affix = Affix(whole[: -len(part)], "")
        return affix if not affix.joined or compounds(language) or is_unspaced(affix.before) else None
    if low.startswith(inner):
        affix = Affix("", whole[len(part) :])
        return affix if not affix.joined or is_unspaced(affix.after) else None
    return None


def put_together(head: str, affix: Affix, example: str) -> str:
    """Put an affix around a head, whose first letter is as large or small as in the example.

    >>> put_together("Schuh", Affix("Lauf", ""), "Laufsocke")
    'Laufschuh'
    """
    if affix.before:
        inside = example[len(affix.before) :][:1]
        head = (head[:1].lower() if inside.islower() else head[:1].upper() if inside.isupper() else head[:1]) + head[1:]
    return f"{affix.before}{head}{affix.after}"
