from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import Malformed, NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.terms import SKOS
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.services import reading
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.reading import (
    Page,
    TreeNode,
    ancestors_of,
    collections_with,
    completions,
    find_concept,
    label_of,
    page_of,
    similar,
    tree_of,
)
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]
Compile = Callable[..., LabelIndex]
EN, DE, FR, AR, JA, TR = map(LanguageTag, ("en", "de", "fr", "ar", "ja", "tr"))


@pytest.fixture
def compiled(take: Take, engine: Engine) -> Compile:
    """Compile concepts given as "name" or "name<broader name", with more statements."""

    def run(*concepts: str, more: str = "") -> LabelIndex:
        lines = []
        for concept in concepts:
            name, _, broader = concept.partition("<")
            lines.append(f'<urn:x/{name}> a <{SKOS}Concept> ; <{SKOS}prefLabel> "{name}"@en .')
            if broader:
                lines.append(f"<urn:x/{name}> <{SKOS}broader> <urn:x/{broader}> .")
        take(f"<urn:s> a <{SKOS}ConceptScheme> ." + "\n".join(lines) + more, "made.ttl")
        with transaction(engine, writing=False) as store:
            return compile_release(load_release(store, "made"))

    return run


@pytest.mark.parametrize("name", ["running-shoe", "https://example.org/shoes/running-shoe"])
def test_concept_is_found_by_id_and_iri(index: LabelIndex, name: str) -> None:
    assert find_concept(index, name).id == "running-shoe"


def test_concept_is_found_by_its_notation(index: LabelIndex) -> None:
    assert find_concept(index, "S1").id == "sports-shoe"


@pytest.mark.parametrize(
    "name", ["", "no", "running shoe", "s1", "Running-Shoe", "https://example.org/shoes", "x" * 5_000]
)
def test_other_names_are_no_concept(index: LabelIndex, name: str) -> None:
    with pytest.raises(NotFound, match="concept in shoes"):
        find_concept(index, name)


def test_notation_of_several_concepts_is_refused_with_their_names(compiled: Compile) -> None:
    index = compiled("a", "b", "c", more=f'<urn:x/a> <{SKOS}notation> "1" . <urn:x/b> <{SKOS}notation> "1" .')
    with pytest.raises(Malformed, match="several concepts: a, b") as told:
        find_concept(index, "1")
    assert told.value.data["concepts"] == ["a", "b"]


def test_id_goes_before_iri_and_iri_before_notation(compiled: Compile) -> None:
    more = f'<urn:x/b> <{SKOS}notation> "a", "urn:x/a" .'
    index = compiled("a", "b", more=more)
    assert find_concept(index, "a").id == "a"
    assert find_concept(index, "urn:x/a").id == "a"


@pytest.mark.parametrize(
    ("asked", "form", "rung"),
    [
        ("ja", "ランニングシューズ", "exact"),
        ("de-CH", "Laufschuh", "range"),
        ("fr-CA", "chaussure de course", "range"),
        ("th", "running shoe", "fallback"),
        ("tr", "koşu ayakkabısı", "exact"),
    ],
)
def test_label_comes_down_the_language_ladder(index: LabelIndex, asked: str, form: str, rung: str) -> None:
    label = label_of(index, ConceptId("running-shoe"), LanguageTag(asked))
    assert label is not None
    assert (label.form, label.rung) == (form, rung)


def test_concept_without_labels_has_none(compiled: Compile) -> None:
    index = compiled(more=f"<urn:x/bare> a <{SKOS}Concept> .")
    assert label_of(index, ConceptId("bare"), EN) is None


def test_pages_follow_one_another_without_gap_or_repetition() -> None:
    ids = [ConceptId(text) for text in ["靴", "b", "A", "حذاء", "z", "y", "ß", "c"]]
    seen: list[str] = []
    after: str | None = None
    for _ in range(3):
        page = page_of(ids, after, 3)
        assert page.total == 8
        seen.extend(page.items)
        after = page.next_after
    assert (seen, after) == (sorted(ids), None)


def test_page_ends_where_the_list_does() -> None:
    ids = [ConceptId("a"), ConceptId("b")]
    assert page_of(ids, None, 2) == Page((ConceptId("a"), ConceptId("b")), None, 2)
    assert page_of(ids, "b", 2) == Page((), None, 2)
    assert page_of([], None, 2) == Page((), None, 0)


def test_page_goes_on_after_an_id_that_is_there_no_more() -> None:
    assert page_of([ConceptId("a"), ConceptId("c")], "b", 5).items == ("c",)


def test_ancestors_come_nearest_first_each_once(compiled: Compile) -> None:
    index = compiled("e<d", "d<b", "d<c", "b<a", "c<a", "a")
    assert ancestors_of(index, ConceptId("e")) == [("d", 1), ("b", 2), ("c", 2), ("a", 3)]
    assert ancestors_of(index, ConceptId("a")) == []


def test_ancestors_in_a_cycle_come_once_and_end(compiled: Compile) -> None:
    index = compiled("a<b", "b<c", "c<a")
    assert ancestors_of(index, ConceptId("a")) == [("b", 1), ("c", 2)]


def _shown(nodes: tuple[TreeNode, ...]) -> str:
    return " ".join(
        node.concept + (f"({_shown(node.narrower)})" if node.narrower else "") + (f"+{node.more}" if node.more else "")
        for node in nodes
    )


@pytest.mark.parametrize(("depth", "shown"), [(0, "a+2 f"), (1, "a(b+1 c) f"), (2, "a(b(d) c) f"), (9, "a(b(d) c) f")])
def test_tree_is_as_deep_as_asked_and_tells_what_is_below(compiled: Compile, depth: int, shown: str) -> None:
    index = compiled("a", "b<a", "c<a", "d<b", "f")
    assert _shown(tree_of(index, None, depth)) == shown


def test_tree_of_one_concept(compiled: Compile) -> None:
    index = compiled("a", "b<a", "c<b")
    assert _shown(tree_of(index, ConceptId("b"), 5)) == "b(c)"


def test_concept_with_two_broader_ones_stands_below_both(compiled: Compile) -> None:
    index = compiled("a", "b", "c<a", "c<b", "d<c")
    assert _shown(tree_of(index, None, 5)) == "a(c(d)) b(c(d))"


def test_tree_ends_where_a_cycle_closes(compiled: Compile) -> None:
    index = compiled("a<c", "b<a", "c<b", "c<c")
    assert _shown(tree_of(index, ConceptId("a"), 20)) == "a(b(c+2))"


def test_tree_has_a_most_depth(compiled: Compile) -> None:
    index = compiled("n0", *(f"n{number}<n{number - 1}" for number in range(1, 30)))
    shown = _shown(tree_of(index, ConceptId("n0"), 1_000))
    assert f"n{reading.DEEPEST_TREE}+1" in shown
    assert f"n{reading.DEEPEST_TREE + 1}" not in shown


def _size(nodes: tuple[TreeNode, ...]) -> int:
    return sum(1 + _size(node.narrower) for node in nodes)


def test_tree_has_a_most_size_and_fills_the_upper_levels_first(
    compiled: Compile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_TREE_NODES", 6)
    index = compiled("a", "b", "c<a", "d<a", "e<b", "f<b", "g<c", "h<c", "i<d")
    tree = tree_of(index, None, 9)
    assert _size(tree) == 6
    assert _shown(tree) == "a(c+2 d+1) b(e f)"
    monkeypatch.setattr(reading, "MOST_TREE_NODES", 3)
    assert _shown(tree_of(index, None, 9)) == "a(c+2)+1 b+2"
    monkeypatch.setattr(reading, "MOST_TREE_NODES", 1)
    assert _shown(tree_of(index, None, 9)) == "a+2"


def test_tree_of_a_hostile_lattice_ends_soon(compiled: Compile) -> None:
    levels = [f"n{level}-{own}<n{level - 1}-{up}" for level in range(1, 9) for own in range(6) for up in range(6)]
    index = compiled(*(f"n0-{own}" for own in range(6)), *levels)
    assert _size(tree_of(index, None, 20)) == reading.MOST_TREE_NODES


def test_collections_that_hold_a_concept_ordered_or_not(index: LabelIndex) -> None:
    found = {
        own: [group.id for group in collections_with(index, index.scheme.concepts[ConceptId(own)])]
        for own in ("sandal", "running-shoe", "shoe")
    }
    assert found == {"sandal": ["summer"], "running-shoe": ["sizes"], "shoe": ["sizes"]}


def _completed(index: LabelIndex, text: str, language: LanguageTag, limit: int = 10) -> list[str]:
    return [entry.form for entry in completions(index, text, language, limit)]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("run", EN, ["running shoe"]),
        ("SHOE", EN, ["shoe", "sports shoe", "running shoe"]),
        ("ラン", JA, ["ランニングシューズ"]),
        ("シューズ", JA, ["スポーツシューズ", "ランニングシューズ"]),
        ("ﾗﾝﾆﾝｸﾞ", JA, ["ランニングシューズ"]),
        ("حذ", AR, ["حذاء", "حذاء جري", "حذاء رياضي"]),
        ("حِذَاء", AR, ["حذاء", "حذاء جري", "حذاء رياضي"]),
        ("رياض", AR, ["حذاء رياضي"]),
        ("KOŞU", TR, ["koşu ayakkabısı"]),
        ("iskar", TR, ["İskarpin"]),
        ("Iskar", TR, []),
        ("lauf", LanguageTag("de-AT"), ["Laufschuh"]),
        ("zzz", EN, []),
    ],
)
def test_completion_in_many_scripts(index: LabelIndex, text: str, language: LanguageTag, found: list[str]) -> None:
    assert _completed(index, text, language) == found


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u064e\u0640", "\u00ad\t"])
def test_nothing_completes_a_text_without_a_letter(index: LabelIndex, text: str) -> None:
    assert _completed(index, text, AR) == []
    assert similar(index, text, AR, 5) == ()


def test_completions_are_no_more_than_asked_and_no_hidden_labels(index: LabelIndex) -> None:
    assert _completed(index, "s", EN, 2) == ["shoe", "sandal"]
    assert "sport shoe" not in _completed(index, "sport", EN)


def test_similar_labels_forgive_slips(index: LabelIndex) -> None:
    assert similar(index, "Laufschu", DE, 1)[0].concept.id == "running-shoe"
    assert similar(index, "ランニングシュース", JA, 1)[0].label == "ランニングシューズ"
    assert [found.label for found in similar(index, "sporting shoe", EN, 2)] == ["sports shoe", "jogging shoe"]
