"""Lists planted in vocabularies of ours: a thing left out, or two names of one thing for which one word is right."""

from dataclasses import dataclass, replace
from functools import reduce
from itertools import product

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
PENALTY = 1.0
BOUND = 2.0  # log-odds: nearly all planted ones are told apart, which the shop's are not
SINGLE = 0.3  # of the languages that have two names of a thing, which say one alone
LEAVING, KEEPING = 0.6, 0.15  # of the lists, of which a language that leaves things out names one, and another language
ONE_FOR_BOTH = 0.15  # of the lists of two things, for which a language has one word


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


@dataclass(frozen=True)
class Said:
    """How a language says a list, what it calls the second thing, and how the list was spoilt or not ("" if whole)."""

    form: str
    other: str
    how: str = ""


def said(vocabulary: Vocabulary, language: LanguageTag, listed: Listed, leaving: float, rng) -> Said:
    """Let chance say whether a language keeps a list, leaves a thing out, or has one word for both.

    Such a word is the other thing's label too, or part of it.
    """
    own, whole, chance = vocabulary.forms[language], list_form(vocabulary, language, listed), rng.random()
    thing, other = own[listed.thing], own[listed.other] if listed.other is not None else ""
    if language == vocabulary.source or not thing:
        return Said(whole, other)
    if listed.other is None:
        return Said(thing, "", ONE_WORD) if not whole or chance < SINGLE else Said(whole, "")
    if chance < leaving:
        return Said(thing, other, LEFT_OUT)
    if other and chance < leaving + ONE_FOR_BOTH:
        return Said(thing, thing if rng.random() < 0.5 else f"{thing} {other}", ONE_WORD)
    return Said(whole, other)


def plant_lists(vocabulary: Vocabulary, seed: int) -> tuple[Vocabulary, dict[tuple[str, int], str]]:
    """Say lists in all languages; one in three of these is apt to leave things out."""
    rng = np.random.default_rng(seed)
    forms = {language: list(own) for language, own in vocabulary.forms.items()}
    kinds: dict[tuple[str, int], str] = {}
    judged = [language for language in vocabulary.languages if language != vocabulary.source]
    leaving = set(rng.choice(judged, max(1, len(judged) // 3), replace=False).tolist())
    for listed, language in product(chosen(vocabulary, rng), vocabulary.languages):
        told = said(vocabulary, language, listed, LEAVING if language in leaving else KEEPING, rng)
        forms[language][listed.concept] = told.form
        if listed.other is not None:
            forms[language][listed.other] = told.other
        if told.how:
            kinds[language, listed.concept] = told.how
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
    return {"names": list(LIST_KINDS), "kinds": list(LIST_KINDS.values()), "bound": BOUND} | {
        name: np.round(of, 5).tolist() for name, of in learned.items()
    }


def planted_lists() -> Sample:
    """Return the rows of the vocabularies to be tuned on."""
    return reduce(Sample.with_others, [list_rows(own_vocabulary(name), seed) for name in TUNED_ON for seed in SEEDS])


def told_apart(wrong: np.ndarray, confidence: np.ndarray) -> float:
    """Return how often (0..1) a label that leaves a thing out is suspected more than one that does not."""
    pairs = confidence[wrong][:, None] - confidence[~wrong]
    return float(((pairs > 0) + (pairs == 0) / 2).mean())
