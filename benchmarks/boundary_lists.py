"""Lists planted in vocabularies of ours: a thing left out, or two names of one thing for which one word is right."""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from benchmarks.boundary_planting import TUNED_ON, own_vocabulary, rows_of
from benchmarks.boundary_samples import Sample
from benchmarks.logistic import fit_binary
from taxonomy_service.boundaries.detector import make_detector
from taxonomy_service.boundaries.lists import LIST_SIGNALS
from taxonomy_service.boundaries.scorer import IN_LIST
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.languages import LanguageTag

SEEDS = range(3)
LEFT_OUT, ONE_WORD = "left out", "one word"
LIST_KINDS = {name: "structure" for name in LIST_SIGNALS if name != IN_LIST} | {
    "listed-alike": "profile",
    "listed-known": "profile",
    "collapse-drawn": "structure",
}
PENALTY = 5.0
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


def list_rows(vocabulary: Vocabulary, seed: int) -> Sample:
    """Return the signals of the labels that stand on a list and a thing, and whether another thing was left out."""
    planted, kinds = plant_lists(vocabulary, seed)
    signals, how = rows_of(make_detector(planted), kinds)
    on = signals[IN_LIST] > 0
    return Sample(signals, how == LEFT_OUT).only(on)


def list_weighing(lists: Sample) -> dict:
    """Learn what tells a thing left out of a list from one word for all of it."""
    rows = np.stack([lists.signals[name] for name in LIST_KINDS], axis=1)
    centre, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    weights, intercept = fit_binary(np.clip((rows - centre) / scale, -4, 4), lists.positive, PENALTY)
    learned = {"centre": centre, "scale": scale, "weights": weights, "intercept": intercept}
    return {"names": list(LIST_KINDS), "kinds": list(LIST_KINDS.values())} | {
        name: np.round(of, 5).tolist() for name, of in learned.items()
    }


def planted_lists() -> Sample:
    """Return the rows of the vocabularies to be tuned on."""
    return reduce(Sample.with_others, [list_rows(own_vocabulary(name), seed) for name in TUNED_ON for seed in SEEDS])


def told_apart(wrong: np.ndarray, confidence: np.ndarray) -> float:
    """Return how often (0..1) a label that leaves a thing out is suspected more than one that does not."""
    pairs = confidence[wrong][:, None] - confidence[~wrong]
    return float(((pairs > 0) + (pairs == 0) / 2).mean())
