import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.boundaries.lexicon_words import compound_parts, compounds, segments
from taxonomy_service.domain.languages import LanguageTag

KNOWN = {"lauf", "schuhe", "was", "ser", "wasser", "fahrzeuge", "arbeit", "schutz", "kind", "wagen", "hunde", "leine"}


def parts(word: str) -> tuple[str, str] | None:
    return compound_parts(word, KNOWN.__contains__, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("laufschuhe", ("lauf", "schuhe")),
        ("wasserfahrzeuge", ("wasser", "fahrzeuge")),
        ("arbeitsschutz", ("arbeit", "schutz")),
        ("kinderwagen", ("kind", "wagen")),
        ("hundeleine", ("hunde", "leine")),
        ("laufband", None),
        ("schuhe", None),
        ("", None),
    ],
)
def test_a_compound_is_cut_where_both_parts_are_known_and_neither_is_short(
    word: str, cut: tuple[str, str] | None
) -> None:
    assert parts(word) == cut


def test_only_the_last_part_is_inflected() -> None:
    inflected = {"schuh", "schuhe", "schuhen", "lauf", "laufs"}
    assert compound_parts("laufschuhen", {"lauf"}.__contains__, inflected.__contains__) == ("lauf", "schuhen")
    assert compound_parts("schuhenlauf", {"lauf"}.__contains__, inflected.__contains__) is None


def test_languages_that_write_compounds_as_one_word_are_told() -> None:
    assert [compounds(LanguageTag(tag)) for tag in ("de-AT", "nb", "fr", "ja")] == [True, True, False, False]


def test_the_longest_known_words_win() -> None:
    known = {"電動", "電", "動", "薪割", "水上スキー", "スキー"}
    assert segments("電動薪割機", known.__contains__) == ("電動", "薪割", "機")
    assert segments("水上スキー", known.__contains__) == ("水上スキー",)
    assert segments("謎", known.__contains__) == ("謎",)


@given(st.text(alphabet="靴子供用", max_size=12))
def test_segments_put_together_are_the_run(run: str) -> None:
    assert "".join(segments(run, {"靴", "子供", "供用靴"}.__contains__)) == run
