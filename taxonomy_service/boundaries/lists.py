"""Lists: whether a word that stands for several things at once leaves one of them out.

*Curtains & Drapes* is rightly *Rideaux*; *Cement, Mortar & Concrete Mixes* is not *Zement*. Both words stand on one of
the things listed as well, so that the form alone does not tell the two cases apart.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from taxonomy_service.boundaries.collapses import Collapse, collapses
from taxonomy_service.boundaries.labels import Labels
from taxonomy_service.boundaries.lengths import measure
from taxonomy_service.boundaries.prepared import Prepared
from taxonomy_service.boundaries.renderings import account, likeness
from taxonomy_service.boundaries.scorer import IN_LIST
from taxonomy_service.boundaries.units import FloatArray
from taxonomy_service.boundaries.vocabulary import Place
from taxonomy_service.domain.languages import LanguageTag

LIST_SIGNALS = (
    IN_LIST,
    "listed",
    "listed-alike",
    "listed-known",
    "listed-within",
    "listed-twice",
    "listed-kept",
    "listed-stopped",
    "listed-elsewhere",
    "listed-above",
    "listed-beside",
)


def list_signals(prepared: Prepared, labels: Labels) -> dict[str, FloatArray]:
    """Say of labels that stand on a list and on one of its things what speaks for and against a thing left out.

    `listed` is 1 for them. How alike (0..1) the words left out are to those kept, by what renders both (`-alike`); how
    far the label accounts for them (`-known`); whether it is part of the label of another thing (`-within`) or stands
    on several (`-twice`); the habits of the language (`-kept`, `-stopped`); what share of the others keep this list
    (`-elsewhere`). Of a label on a thing, `-above` and `-beside` say that it stands on the list too, or on another
    thing of the same list.
    """
    values = {name: np.zeros(len(labels.concepts)) for name in LIST_SIGNALS}
    if labels.language != prepared.vocabulary.source:
        parts = measure(labels.keys).coordinations
        for row, (concept, key) in enumerate(zip(labels.concepts.tolist(), labels.keys, strict=True)):
            found = collapses(prepared, labels.language, concept, key)
            for name, value in _told(prepared, labels, row, _Shared(found, parts[row])) if found else ():
                values[name][row] = value
    return values


class _Shared(NamedTuple):
    """The other concepts that have a label's form, and how many coordinations the form has itself."""

    found: Sequence[Collapse]
    parts: float


def _told(prepared: Prepared, labels: Labels, row: int, shared: _Shared) -> Iterator[tuple[str, float]]:
    concept, broader = int(labels.concepts[row]), prepared.vocabulary.broader
    below = [of.other for of in shared.found if of.place is Place.BELOW]
    if below and _lists(prepared, concept, shared):
        yield IN_LIST, 1
        habit = prepared.habits[labels.language]
        yield "listed", 1
        yield "listed-twice", float(len(below) > 1)
        yield "listed-within", float(_within(prepared, labels, row, below))
        yield "listed-kept", habit.kept
        yield "listed-stopped", habit.stopped
        yield "listed-elsewhere", _elsewhere(prepared, labels.language, concept)
        yield from _left_out(prepared, labels, row, below)
        return
    above = any(of.place is Place.ABOVE and _lists(prepared, of.other, shared) for of in shared.found)
    lists = {of for of in broader[concept] if _lists(prepared, of, shared)}
    beside = not above and any(lists.intersection(broader[of.other]) for of in shared.found)
    yield IN_LIST, float(above or beside)
    yield "listed-above", float(above)
    yield "listed-beside", float(beside)


def _lists(prepared: Prepared, concept: int, shared: _Shared) -> bool:
    """Say whether the source names more things than the form does."""
    return bool(prepared.measures[prepared.vocabulary.source].coordinations[concept] > shared.parts)


def _said(prepared: Prepared, concept: int) -> set[int]:
    """Return the units of a label of the source."""
    return set(prepared.units[prepared.vocabulary.source].rows[concept].indices.tolist())


def _within(prepared: Prepared, labels: Labels, row: int, below: Sequence[int]) -> bool:
    """Say whether the form is part of the label of another thing, which is not only one kind of those named."""
    keys, said = prepared.vocabulary.keys[labels.language], [_said(prepared, thing) for thing in below]
    return any(
        labels.keys[row] in keys[other] and not any(words <= _said(prepared, other) for words in said)
        for other in prepared.vocabulary.narrower[int(labels.concepts[row])]
        if other not in below
    )


def _left_out(prepared: Prepared, labels: Labels, row: int, below: Sequence[int]) -> Iterator[tuple[str, float]]:
    """Yield what is known of the source's words that the things named do not have."""
    concept, language, source = int(labels.concepts[row]), labels.language, prepared.vocabulary.source
    there = prepared.units[source].rows[concept]
    named = set().union(*(_said(prepared, thing) for thing in below))
    left = [at for at, unit in enumerate(there.indices.tolist()) if unit not in named]
    kept = [unit for unit in there.indices.tolist() if unit in named]
    if not left:
        return
    before = (there, prepared.units[language].rows[concept]) if labels.changed else None
    share = account(prepared.renderings[source, language], there, labels.units[row], before).share
    alike = [max((_likeness(prepared, int(there.indices[at]), unit) for unit in kept), default=0.0) for at in left]
    yield "listed-known", float(share[left].mean())
    yield "listed-alike", sum(alike) / len(alike)


def _likeness(prepared: Prepared, one: int, other: int) -> float:
    """Return how alike (0..1) two words of the source are, by what renders them in all languages that know both."""
    source = prepared.vocabulary.source
    found = [likeness(of, one, other) for (tag, _), of in prepared.renderings.items() if tag == source]
    known = [alike for alike in found if alike is not None]
    return sum(known) / len(known) if known else 0.0


def _elsewhere(prepared: Prepared, language: LanguageTag, concept: int) -> float:
    """Return the share of the other languages but the source that name several things too."""
    told = [
        float(prepared.measures[other].coordinations[concept] > 0)
        for other in prepared.vocabulary.languages
        if other not in (language, prepared.vocabulary.source) and prepared.present[other][concept]
    ]
    return sum(told) / len(told) if told else 0.0
