from collections.abc import Callable

from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]


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
