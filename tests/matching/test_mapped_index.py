from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taxonomy_service.domain.concepts import Concept, ConceptId, Relation, RelationKind
from taxonomy_service.domain.forms import comparison_key, variant_key
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.releases import Release
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal
from taxonomy_service.domain.verdicts import Question, VerdictWarning, WarningCode
from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.release_index import MOST_COMPARED
from taxonomy_service.matching.suggestions import complete, suggest

VOCABULARIES = Path(__file__).parents[2] / "vocabularies"
TAGS = [
    "en",
    "de",
    "fr",
    "ar",
    "ja",
    "pl",
    "tr",
    "he",
    "hi",
    "zh",
    "zh-TW",
    "pt",
    "nl",
    "en-GB",
    "xx",
    "not a tag",
    "",
    None,
]
CLAIMS = [None, "running", "sports", "shoe", "bench", "S1", "old", "round", "http://x/tennis", "nothing"]


def _mapped(index: LabelIndex) -> MappedIndex:
    return MappedIndex(b"".join(compiled_blocks(index)), "x.taxr")


@pytest.fixture(scope="module")
def mapped(shoes: LabelIndex) -> MappedIndex:
    return _mapped(shoes)


@pytest.fixture(scope="module")
def footwear(make_scheme_index: Callable[[Path], LabelIndex]) -> LabelIndex:
    return make_scheme_index(VOCABULARIES / "footwear.ttl")


def _alike(index: LabelIndex, mapped: MappedIndex, question: Question, suggestions: int = 5) -> None:
    expected = msgspec.json.encode(judge(index, question, suggestions=suggestions))
    assert msgspec.json.encode(judge(mapped, question, suggestions=suggestions)) == expected


def _questions(index: LabelIndex) -> Iterator[Question]:
    forms = sorted({label.form for concept in index.scheme.concepts.values() for label in concept.labels})
    forms += [
        *map(str.upper, forms),
        *index.identifiers,
        "",
        " ",
        "running-shoe",
        "Laufshcuh",
        "\u202e",
        "x" * 1_001,
    ]
    claims = cycle(CLAIMS)  # of which there are not as many as languages: all pairs come up
    for form, tag in product(forms, TAGS):
        yield Question(form, tag, next(claims))


def test_every_label_gets_the_same_verdict_byte_for_byte_whatever_is_asked(
    shoes: LabelIndex, mapped: MappedIndex
) -> None:
    for question in _questions(shoes):
        _alike(shoes, mapped, question, suggestions=0)


@given(data=st.data())
def test_misspelt_labels_get_the_same_verdict_and_suggestions(
    data: st.DataObject, footwear: LabelIndex, footwear_mapped: MappedIndex
) -> None:
    concept = data.draw(st.sampled_from(list(footwear.scheme.concepts.values())))
    label = data.draw(st.sampled_from(concept.labels))
    place = data.draw(st.integers(0, len(label.form)))
    written = data.draw(st.sampled_from(["", "x", "\u0301", "-", " ", "\u200d", "ß"]))
    cut = data.draw(st.integers(0, 2))
    form = label.form[:place] + written + label.form[place + cut :]
    language = data.draw(st.sampled_from([str(label.language), None, "en", "ja", "ar", "pt-BR", "tr"]))
    attributes = data.draw(st.none() | st.just({}) | st.just({"occlusion": "none", "pose": ["x", 1]}))
    claim = data.draw(st.none() | st.sampled_from([*footwear.scheme.concepts]) | st.just("none"))
    _alike(footwear, footwear_mapped, Question(form, language, claim, attributes))


@pytest.fixture(scope="module")
def footwear_mapped(footwear: LabelIndex) -> MappedIndex:
    return _mapped(footwear)


@pytest.mark.parametrize("text", ["s", "sho", "خ", "حذاء", "靴", "シ", "bu", "zzz"])
def test_completions_and_suggestions_are_the_same(shoes: LabelIndex, mapped: MappedIndex, text: str) -> None:
    for tag in shoes.languages:
        assert complete(mapped, text, tag, 20) == complete(shoes, text, tag, 20)
        assert suggest(mapped, text, tag, 20) == suggest(shoes, text, tag, 20)
    assert suggest(mapped, text, None, 20) == suggest(shoes, text, None, 20)


def test_suggestions_of_a_large_language_come_from_the_letters_in_the_file(
    make_index: Callable[[str], LabelIndex],
) -> None:
    count = MOST_COMPARED + 500
    body = " ".join(
        f':n{i} a skos:Concept ; skos:prefLabel "Schuh {i * 7919:x}"@de, "靴 {i}"@ja .' for i in range(count)
    )
    index = make_index(body)
    mapped = _mapped(index)
    for written, tag in (
        ("Shcuh 3ac4e", "de"),
        ("schuh 1eef0f", "de-AT"),
        ("靴 2040靴", "ja"),
        ("靴　2o4", "de"),
        ("zzz", None),
    ):
        question = Question(written, tag)
        _alike(index, mapped, question)
        assert bool(judge(mapped, question).suggestions) is (written != "zzz")


def test_text_that_is_no_unicode_is_judged_alike(shoes: LabelIndex, mapped: MappedIndex) -> None:
    for question in (Question("\ud800"), Question("shoe", "en", "\ud800"), Question("a\udfff", "ja", "shoe")):
        assert judge(mapped, question) == judge(shoes, question)


def test_warnings_on_labels_are_carried(shoes: LabelIndex) -> None:
    warning = VerdictWarning(WarningCode.BOUNDARY, "sports shoes, rather", allowed=("أحذية", "靴"))
    second = VerdictWarning(WarningCode.NOT_APPROVED, "nobody looked")
    carried = {(ConceptId("sports"), "chaussure de sport", LanguageTag("fr")): (warning, second)}
    warned = replace(shoes, warnings=carried)
    mapped = _mapped(warned)
    question = Question("Chaussure de sport", "fr", "running")
    assert judge(mapped, question).warnings == (warning, second)
    _alike(warned, mapped, question)
    assert mapped.warnings == carried


def test_warnings_that_stand_beside_the_file_are_heeded_and_those_in_it_are_not(shoes: LabelIndex) -> None:
    carried = {(ConceptId("running"), "حذاء جري", LanguageTag("ar")): (VerdictWarning(WarningCode.BOUNDARY, "بعيد"),)}
    warned = replace(shoes, warnings=carried)
    question = Question("حذاء جري", "ar")
    for index, other in ((shoes, warned), (warned, shoes)):
        mapped = _mapped(index)
        mapped.warnings = other.warnings
        _alike(other, mapped, question)
        assert len(judge(mapped, question).warnings) == len(other.warnings)


def test_concept_that_is_not_there_has_no_preferred_labels(mapped: MappedIndex) -> None:
    with pytest.raises(KeyError):
        mapped.preferred["nothing"]  # type: ignore[index]


FORMS = [
    "I",
    "i",
    "ı",
    "İ",
    "ß",
    "SS",
    "ss",
    "Schuh",
    "schuh",
    "靴",
    "靴 紐",
    "靴紐",
    "حذاء",
    "حِذاء",
    "جوتا",
    "a-b",
    "ab",
    "á b",
    "x\n",
]
SPOKEN = ["en", "de", "tr", "az", "ja", "ar", "zh-Hant", "pt-BR", "nb", ""]
CLAIMED = ["c0", "c1", "c2", "c3", "urn:c0", "urn:c1", " urn:c2", "靴", "٤\n", "c9", ""]
STATED: list[dict[str, Any] | None] = [None, {}]
labels_ = st.builds(Label, st.sampled_from(FORMS), st.sampled_from(SPOKEN).map(LanguageTag), st.sampled_from(LabelKind))


@st.composite
def vocabularies(draw: st.DrawFn, release: Release) -> LabelIndex:
    """Small schemes in which everything may go wrong.

    Many concepts of one form, ids that are notations of others, circles, retired concepts, warnings.
    """
    ids = [ConceptId(f"c{number}") for number in range(draw(st.integers(0, 4)))]
    above = [draw(st.sampled_from(ids)) for _ in ids]
    concepts = {
        own: Concept(
            own,
            Iri(f"urn:{own}"),
            tuple(draw(st.lists(labels_, max_size=6))),
            notations=tuple(map(Literal, draw(st.lists(st.sampled_from(["c0", "c3", "靴", "٤"]), max_size=2)))),
            relations=(Relation(RelationKind.BROADER, Iri(f"urn:{other}")),),
        )
        for own, other in zip(ids, above, strict=True)
    }
    index = compile_release(replace(release, scheme=ConceptScheme(SchemeId("s"), Iri("urn:s"), concepts=concepts)))
    entries = [entry for table in index.by_form.values() for found in table.values() for entry in found]
    retired = draw(st.dictionaries(st.sampled_from(ids), st.lists(st.sampled_from(ids), unique=True))) if ids else {}
    warned = draw(st.lists(st.sampled_from(entries), max_size=2)) if entries else []
    return replace(
        index,
        retired={own: tuple(following) for own, following in retired.items()},
        warnings={entry[:3]: (VerdictWarning(WarningCode.BOUNDARY, entry.form),) for entry in warned},
        fallbacks=tuple(map(LanguageTag, draw(st.lists(st.sampled_from(["en", "ja"]), max_size=1)))),
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_any_vocabulary_is_judged_alike(data: st.DataObject, shoes: LabelIndex) -> None:
    index = data.draw(vocabularies(shoes.release))
    mapped = _mapped(index)
    forms = st.sampled_from(FORMS) | st.sampled_from(FORMS).map(str.upper) | st.just("c1") | st.just("urn:c0")
    for _ in range(8):
        form, language = data.draw(forms), data.draw(st.none() | st.sampled_from([*SPOKEN, "de-AT", "xx"]))
        claim = data.draw(st.none() | st.sampled_from(CLAIMED))
        attributes = data.draw(st.sampled_from(STATED))
        _alike(index, mapped, Question(form, language, claim, attributes))
        assert mapped.forms_anywhere(form) == index.forms_anywhere(form)
        for tag in sorted(index.languages):
            assert mapped.alone(form, tag) == index.alone(form, tag)
            assert mapped.shared(form, tag) == index.shared(form, tag)
            key = comparison_key(form, tag)
            assert mapped.keys_anywhere(key).get(tag) == index.keys_anywhere(key).get(tag)


@given(st.text(max_size=12), st.sampled_from(["de", "en", "tr", "ar", "pl", "ja", "hi"]))
def test_keys_are_idempotent_so_that_a_table_need_not_hold_them_twice(text: str, tag: str) -> None:
    language = LanguageTag(tag)
    key = comparison_key(text, language)
    assert comparison_key(key, language) == key
    variant = variant_key(key, language)
    assert variant_key(variant, language) == variant


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_every_label_beside_every_claim_is_judged_alike_the_short_way_and_the_long(
    data: st.DataObject, shoes: LabelIndex
) -> None:
    index = data.draw(vocabularies(shoes.release))
    mapped = _mapped(index)
    mapped.warnings = index.warnings if data.draw(st.booleans()) else {}
    expected = replace(index, warnings=mapped.warnings)
    long = TheLongWay(**vars(expected))
    labels = {label for concept in index.scheme.concepts.values() for label in concept.labels}
    for label, claim, attributes in product(sorted(labels, key=repr), [*CLAIMED, None], STATED):
        question = Question(label.form, str(label.language) or None, claim, attributes)
        _alike(expected, mapped, question, suggestions=0)
        assert judge(expected, question, suggestions=0) == judge(long, question, suggestions=0)


class TheLongWay(LabelIndex):
    """An index in which no form is plain, so that every label goes through match, case and ladder."""

    def alone(self, form: str, language: LanguageTag) -> None:
        """Say so."""

    shared = alone


def test_real_vocabulary_in_four_languages_is_judged_alike(
    shared_data: Path, make_scheme_index: Callable[[Path], LabelIndex]
) -> None:
    index = make_scheme_index(shared_data / "vocabularies" / "gemet-2017.ttl")
    mapped = _mapped(index)
    labels = [label for concept in index.scheme.concepts.values() for label in concept.labels][::53]
    claims = cycle(index.preferred)
    for place, label in enumerate(labels):
        _alike(index, mapped, Question(label.form.upper(), str(label.language)), suggestions=0)
        _alike(index, mapped, Question(label.form, str(label.language), next(claims)), suggestions=0)
        _alike(index, mapped, Question(label.form[1:], str(label.language), labels[place // 2].form), suggestions=0)
