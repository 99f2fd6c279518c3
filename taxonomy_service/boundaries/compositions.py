"""Compositions: labels put together from parts that the vocabulary's own labels show to belong together.

Where *running sock* is *Laufsocke* and *sock* is *Socke*, what the source puts before *sock* is *Lauf* in German; so
*running shoe* may be *Laufschuh*, *shoe* being *Schuh*. Links between parts (*Sicherheit-s-schuh*) and words between
them (*chaussure de course*) come along as the example has them. Nothing is put together that no example shows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


class Part(NamedTuple):
    """That the source's label of a concept is the label of another, the head, with an affix."""

    head: int
    affix: Affix


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the labels of the source are made of: the parts of each concept's label, the longest heads first.

    `examples` are concepts of each affix, with their heads; `composed` the concepts with each head.
    """

    parts: Sequence[tuple[Part, ...]]
    examples: Mapping[Affix, Sequence[tuple[int, int]]]
    composed: Mapping[int, Sequence[int]]


class Composition(NamedTuple):
    """A label put together: the label of `head` with what `example` has around the label of `stem`.

    `chance` (0..1) is how usual the affix is for that of the source, times how usual the head's label is in others.
    """

    form: str
    head: int
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
    return Patterns(parts, examples, composed)


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


def compose(vocabulary: Vocabulary, patterns: Patterns, language: LanguageTag, concept: int) -> Composition | None:
    """Put a label together for a concept, the likeliest one; None where no examples make one likely.

    The concept's own label is no example, for it may be the wrong one.
    """
    made = (_composed(vocabulary, patterns, language, concept, part) for part in patterns.parts[concept])
    best = max(filter(None, made), key=lambda composition: composition.chance, default=None)
    return best if best is not None and best.chance >= _LIKELY else None


def _composed(
    vocabulary: Vocabulary, patterns: Patterns, language: LanguageTag, concept: int, part: Part
) -> Composition | None:
    forms = vocabulary.forms[language]
    examples = [
        (other, stem)
        for other, stem in patterns.examples[part.affix][:_MOST_EXAMPLES]
        if other != concept and forms[other] and forms[stem]
    ]
    shown: dict[Affix, dict[int, int]] = defaultdict(dict)
    for other, stem in examples:
        if affix := affix_of(forms[other], forms[stem], language):
            shown[affix].setdefault(stem, other)
    if not shown or not forms[part.head]:
        return None
    affix, found = max(shown.items(), key=lambda entry: len(entry[1]))
    usual = len(found) / (len({stem for _, stem in examples}) + 1)
    stem, example = next(iter(found.items()))
    chance = usual * _usual_head(forms, patterns, language, (concept, part.head))
    return Composition(put_together(forms[part.head], affix, forms[example]), part.head, example, stem, chance)


def _usual_head(forms: Sequence[str], patterns: Patterns, language: LanguageTag, composed: tuple[int, int]) -> float:
    """Return the share of the concepts with a head, but for one, whose labels contain the head's label."""
    concept, head = composed
    others = [other for other in patterns.composed[head][:_MOST_EXAMPLES] if other != concept and forms[other]]
    return sum(affix_of(forms[other], forms[head], language) is not None for other in others) / (len(others) + 1)


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
        inside = example[len(affix.before) :]
        if inside[:1].islower():
            head = head[:1].lower() + head[1:]
    return f"{affix.before}{head}{affix.after}"
