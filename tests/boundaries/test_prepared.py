from collections.abc import Callable

from taxonomy_service.boundaries.prepared import prepare, with_forms
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
_THINGS = ("table", "chair", "lamp", "box", "bag", "shelf")


def test_every_language_is_learned_against_every_other(furnish: Furnish) -> None:
    prepared = prepare(furnish(languages=("de", "ja", "ar")))
    assert set(prepared.renderings) == {
        (LanguageTag(one), LanguageTag(other))
        for one in ("de", "ja", "ar")
        for other in ("de", "ja", "ar")
        if one != other
    }


def test_a_form_is_found_on_all_its_concepts(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-box", "ar"): "صناديق"})
    assert prepare(made).places[LanguageTag("ar")]["صناديق"] == tuple(
        sorted([number(made, "box"), number(made, "glass-box")])
    )


def test_witnesses_are_kept_for_all_languages_or_for_the_last_one_asked(furnish: Furnish) -> None:
    german, arabic = LanguageTag("de"), LanguageTag("ar")
    for lasting in (True, False):
        witnesses = prepare(furnish(), lasting=lasting).witnesses
        first = witnesses[german]
        assert witnesses[german] is first
        assert (witnesses[arabic].means != first.means).nnz > 0
        assert (witnesses[german] is first) is lasting
        assert (witnesses[german].means != first.means).nnz == 0


def test_forms_that_changed_stand_elsewhere_and_nothing_else_is_forgotten(furnish: Furnish, number: Number) -> None:
    made, ar = furnish({("glass-box", "ar"): "صناديق"}), LanguageTag("ar")
    box, glass, bag = (number(made, own) for own in ("box", "glass-box", "bag"))
    before = prepare(made)
    after = with_forms(before, ar, {glass: "صناديق شفافة", bag: "صناديق", box: ""})
    assert after.places[ar]["صناديق"] == (bag,)
    assert after.places[ar]["صناديق شفافة"] == (glass,)
    assert after.places[LanguageTag("de")] is before.places[LanguageTag("de")]
    assert before.places[ar]["صناديق"] == tuple(sorted([box, glass]))


def test_lists_are_told_from_names_of_things_by_the_source(furnish: Furnish) -> None:
    assert prepare(furnish()).names_things
    lists = {(thing, "en"): f"{thing.title()}s & Covers" for thing in _THINGS}
    assert not prepare(furnish(lists)).names_things
    assert prepare(furnish({(thing, "de"): f"{thing.title()} und Hüllen" for thing in _THINGS})).names_things
