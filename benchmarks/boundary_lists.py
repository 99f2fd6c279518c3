"""Lists planted in vocabularies of ours: a thing left out, or two names of one thing for which one word is right."""

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.boundary_planting import TUNED_ON, own_vocabulary, rows_of
from taxonomy_service.boundaries.detector import make_detector
from taxonomy_service.boundaries.scorer import IN_LIST
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag

SEEDS = range(3)
LEFT_OUT, ONE_WORD = "left out", "one word"
SINGLE = 0.3  # of the languages, which say a list by its first thing alone


@dataclass(frozen=True)
class Listed:
    """A concept that is made a list of two of its things, or of one thing's two names."""

    concept: int
    thing: int
    other: int | None


def chosen(vocabulary: Vocabulary, rng: np.random.Generator) -> list[Listed]:
    """Choose concepts with narrower ones, each to be made a list, both kinds as often as can be."""
    found: list[Listed] = []
    taken: set[int] = set()
    for concept in rng.permutation(vocabulary.size).tolist():
        things = [thing for thing in vocabulary.narrower[concept] if vocabulary.forms[vocabulary.source][thing]]
        near = {concept, *things}
        if len(things) < 2 or near & taken:
            continue
        named = [thing for thing in things if vocabulary.others[vocabulary.source].get(thing)]
        if named and len(found) % 2:
            found.append(Listed(concept, int(rng.choice(named)), None))
        else:
            one, other = rng.choice(things, 2, replace=False).tolist()
            found.append(Listed(concept, one, other))
        taken |= near
    return found


def list_form(vocabulary: Vocabulary, language: LanguageTag, listed: Listed) -> str:
    """Return both names, "" where the language has not both."""
    forms = vocabulary.forms[language]
    second = (
        next(iter(vocabulary.others[language].get(listed.thing, ())), "")
        if listed.other is None
        else forms[listed.other]
    )
    return f"{forms[listed.thing]} & {second}" if forms[listed.thing] and second else ""


def plant_lists(vocabulary: Vocabulary, seed: int) -> tuple[Vocabulary, dict[tuple[str, int], str]]:
    """Say the lists in all languages that can; in three of ten by the first thing alone, which is wrong or right."""
    rng = np.random.default_rng(seed)
    forms = {language: list(own) for language, own in vocabulary.forms.items()}
    kinds: dict[tuple[str, int], str] = {}
    for listed in chosen(vocabulary, rng):
        for language in vocabulary.languages:
            whole = list_form(vocabulary, language, listed)
            single = language != vocabulary.source and (not whole or rng.random() < SINGLE)
            forms[language][listed.concept] = vocabulary.forms[language][listed.thing] if single else whole
            if single and forms[language][listed.concept]:
                kinds[language, listed.concept] = ONE_WORD if listed.other is None else LEFT_OUT
    keys = {language: [comparison_key(form, language) for form in own] for language, own in forms.items()}
    return replace(vocabulary, forms=forms, keys=keys), kinds


def list_rows(vocabulary: Vocabulary, seed: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the signals of the labels that stand on a list and a thing, and whether another was left out."""
    planted, kinds = plant_lists(vocabulary, seed)
    signals, how = rows_of(make_detector(planted), kinds)
    on = (how != "") & (signals[IN_LIST] > 0)
    return {name: of[on] for name, of in signals.items()}, how[on] == LEFT_OUT


def planted_lists() -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the rows of the vocabularies to be tuned on."""
    rows = [list_rows(own_vocabulary(name), seed) for name in TUNED_ON for seed in SEEDS]
    signals = {name: np.concatenate([of[name] for of, _ in rows]) for name in rows[0][0]}
    return signals, np.concatenate([wrong for _, wrong in rows])


def told_apart(wrong: np.ndarray, confidence: np.ndarray) -> float:
    """Return how often (0..1) a label that leaves a thing out is suspected more than one that does not."""
    pairs = confidence[wrong][:, None] - confidence[~wrong]
    return float(((pairs > 0) + (pairs == 0) / 2).mean())
