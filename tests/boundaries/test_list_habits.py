from collections.abc import Callable

import pytest

from taxonomy_service.boundaries.lengths import measure
from taxonomy_service.boundaries.list_habits import ListHabit, read_habits
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Iri

Furnish = Callable[..., Vocabulary]
DE, EN, FR = LanguageTag("de"), LanguageTag("en"), LanguageTag("fr")
THINGS = ("table", "chair", "lamp", "box", "bag", "shelf", "mirror", "bottle")


def habits(made: Vocabulary) -> dict[LanguageTag, ListHabit]:
    return read_habits(made, {language: measure(keys) for language, keys in made.keys.items()})


def lists(made: Vocabulary, language: LanguageTag) -> dict[tuple[str, str], str]:
    """Let every thing of a vocabulary be listed with another."""
    number = {iri.rpartition("/")[2]: i for i, iri in enumerate(made.iris)}
    return {(own, language): f"{made.forms[language][number[own]]} / X" for own in THINGS}


def test_a_language_that_leaves_things_out_keeps_fewer_lists_and_stops_at_things(furnish: Furnish) -> None:
    plain = furnish()
    stopping = {(f"glass-{own}", "de"): plain.forms[DE][list(plain.iris).index(iri)] for own, iri in _iris(plain)}
    made = furnish(lists(plain, EN) | lists(plain, FR) | stopping)
    told = habits(made)
    share = len(THINGS) / (len(THINGS) + 20)
    assert told[DE].stopped == pytest.approx(share)
    assert told[FR].kept > 0 > told[DE].kept


def test_without_lists_there_is_no_habit(furnish: Furnish) -> None:
    assert set(habits(furnish()).values()) == {ListHabit(0.0, 0.0)}


def test_one_language_alone_has_no_habit(furnish: Furnish) -> None:
    assert habits(furnish(languages=("en",))) == {}


def _iris(made: Vocabulary) -> list[tuple[str, Iri]]:
    return [(own, iri) for iri in made.iris if (own := iri.rpartition("/")[2]) in THINGS]
