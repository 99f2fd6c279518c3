from collections.abc import Callable

from taxonomy_service.boundaries.cases import Case
from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.signals import OutsideWitnesses, read_signals
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]
AR, EN, FR = map(LanguageTag, ("ar", "en", "fr"))


def test_a_case_quotes_its_label_and_other_concepts_by_the_source_else_by_any_language(
    furnish: Furnish, number: Number
) -> None:
    vocabulary = furnish(
        {("bag", "en"): "", ("bag", "ar"): "", **{("box", tag): "" for tag in ("en", "de", "fr", "ja")}}
    )
    prepared, at = prepare(vocabulary), number(vocabulary, "glass-lamp")
    signals = read_signals(prepared, OutsideWitnesses(), all_labels(prepared, FR))
    case = Case(prepared, OutsideWitnesses(), signals, signals.labels.concepts.tolist().index(at), None)
    assert (case.concept, case.language, case.quoted) == (at, FR, Literal("Lampes en verre", FR))
    assert case.told(number(vocabulary, "lamp")) == Literal("Lamps", EN)
    assert case.told(number(vocabulary, "bag")) == Literal("Taschen", LanguageTag("de"))
    assert case.told(number(vocabulary, "box")) == Literal("صناديق", AR)
