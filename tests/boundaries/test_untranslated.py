from collections.abc import Callable

from taxonomy_service.boundaries.labels import all_labels
from taxonomy_service.boundaries.prepared import prepare
from taxonomy_service.boundaries.untranslated import untranslated_signals
from taxonomy_service.boundaries.vocabulary import Vocabulary
from taxonomy_service.domain.languages import LanguageTag

Furnish = Callable[..., Vocabulary]
Number = Callable[[Vocabulary, str], int]


def test_the_source_s_word_is_odd_where_no_other_label_is_the_source_s(furnish: Furnish, number: Number) -> None:
    made = furnish({("glass-table", "ja"): "Glass Tables"})
    signals = untranslated_signals(made, all_labels(prepare(made), LanguageTag("ja")))
    at = number(made, "glass-table")
    assert [i for i, same in enumerate(signals["untranslated"]) if same] == [at]
    assert 0.7 < signals["untranslated-odd"][at] < 0.8
    french = untranslated_signals(made, all_labels(prepare(made), LanguageTag("fr")))
    assert french["untranslated-odd"].max() == 0.75, "one French label is the source's: Tables"
