"""Mistakes as people and machines make them in the classes of an image data set, planted one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.boundary_planting import Planted
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.lexicon_words import compound_parts, compounds
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.boundaries.words import is_unspaced, runs
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag, primary_subtag

SHARE = 0.06
_HEAD_FIRST = frozenset({"ar", "es", "fr", "he", "it", "pl", "pt", "ro"})
_LEAST_WEIGHT = 0.5  # of a translation that is put instead: what a person would find first


@dataclass(frozen=True)
class Place:
    """The label that is to be spoilt, and what may be asked for it."""

    vocabulary: Vocabulary
    lexicon: Lexicon
    language: LanguageTag
    concept: int

    @property
    def form(self) -> str:
        return self.vocabulary.forms[self.language][self.concept]

    @property
    def source(self) -> str:
        return self.vocabulary.forms[self.vocabulary.source][self.concept]

    @property
    def right(self) -> set[str]:
        """The keys that the concept rightly has in this language."""
        own = self.vocabulary.keys[self.language][self.concept]
        return {own, *self.vocabulary.stated[self.language].get(self.concept, ())}


def _kin(place: Place) -> list[int]:
    up = place.vocabulary.broader[place.concept]
    beside = [other for above in up for other in place.vocabulary.narrower[above]]
    near = dict.fromkeys([*up, *place.vocabulary.narrower[place.concept], *beside])
    return [other for other in near if other != place.concept]


def swapped(place: Place) -> list[str]:
    """The label of a concept next to it: the only kind that makes one form stand on two concepts."""
    return [place.vocabulary.forms[place.language][other] for other in _kin(place)]


def other_name(place: Place) -> list[str]:
    """Another name of a concept next to it, which stands nowhere else."""
    return [form for other in _kin(place) for form in place.vocabulary.others[place.language].get(other, ())]


def head_alone(place: Place) -> list[str]:
    """The label without what narrows it down: Brille, not Sonnenbrille; chaussure, not chaussure de sport."""
    said = runs(place.form)
    if len(said) > 1:
        return [said[0] if primary_subtag(place.language) in _HEAD_FIRST else said[-1]]

    def knows(part: str) -> bool:
        return place.lexicon.knows(part, place.language)

    key = comparison_key(place.form, place.language)
    if is_unspaced(key):
        return [key[cut:] for cut in range(1, len(key)) if knows(key[:cut]) and knows(key[cut:])][:1]
    cut = compound_parts(key, knows, knows) if compounds(place.language) else None
    return [cut[1].capitalize() if place.form[0].isupper() else cut[1]] if cut else []


def _rendered(place: Place, form: str) -> list[str]:
    found = place.lexicon.translations(form, place.vocabulary.source, place.language)
    return [place.lexicon.written(key, place.language) for key, weight in found.items() if weight >= _LEAST_WEIGHT]


def hypernym(place: Place) -> list[str]:
    """What a wider word of English is called."""
    wider = place.lexicon.broader_forms(place.source, place.vocabulary.source, steps=1)
    return [form for word in wider for form in _rendered(place, word)[:1]]


def other_sense(place: Place) -> list[str]:
    """A rendering of the English word that shares no other translation with the right label."""
    lexicon, source = place.lexicon, place.vocabulary.source
    word = comparison_key(place.source, source)
    rights = {back for key in place.right for back in lexicon.translations(key, place.language, source)} - {word}
    return [
        form
        for form in _rendered(place, place.source)
        if len(runs(form)) == 1 and not rights & set(lexicon.translations(form, place.language, source))
    ]


def word_by_word(place: Place) -> list[str]:
    """Each word of a compound rendered by itself."""
    parts = [_rendered(place, word)[:1] for word in runs(place.source)]
    whole = " ".join(part[0] for part in parts if part)
    return [whole] if len(parts) > 1 and all(parts) else []


def english(place: Place) -> list[str]:
    return [place.source]


KINDS: dict[str, tuple[Callable[[Place], Sequence[str]], float]] = {
    "head alone": (head_alone, 0.25),
    "other sense": (other_sense, 0.25),
    "hypernym": (hypernym, 0.2),
    "other name of a neighbour": (other_name, 0.15),
    "label of a neighbour": (swapped, 0.05),
    "word by word": (word_by_word, 0.05),
    "English": (english, 0.05),
}


def mistake(place: Place, kind: str, rng: np.random.Generator) -> str:
    """Return a form that the concept should not have, "" where none of the kind can be made."""
    found = [form for form in KINDS[kind][0](place) if form and comparison_key(form, place.language) not in place.right]
    return str(rng.choice(found)) if found else ""


def plant_naturally(vocabulary: Vocabulary, lexicon: Lexicon, seed: int, share: float = SHARE) -> Planted:
    """Spoil a share of the labels, each kind as often as the weights say where it can be made."""
    rng = np.random.default_rng(seed)
    forms = {language: list(own) for language, own in vocabulary.forms.items()}
    judged = [tag for tag in vocabulary.languages if tag != vocabulary.source]
    places = [(tag, i) for tag in judged for i in range(vocabulary.size) if forms[tag][i]]
    wanted, weights = round(share * len(places)), [weight for _, weight in KINDS.values()]
    kinds: dict[tuple[str, int], str] = {}
    for at in rng.permutation(len(places)).tolist():
        if len(kinds) >= wanted:
            break
        language, concept = places[at]
        kind = str(rng.choice(list(KINDS), p=weights))
        if form := mistake(Place(vocabulary, lexicon, language, concept), kind, rng):
            forms[language][concept] = form
            kinds[language, concept] = kind
    keys = {language: [comparison_key(form, language) for form in own] for language, own in forms.items()}
    return Planted(replace(vocabulary, forms=forms, keys=keys), kinds)
