from collections.abc import Callable

import pytest

from taxonomy_service.domain.errors import TooLarge
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.exchange.skos_reader import SkosFile

Read = Callable[..., SkosFile]
SCHEME = "<http://x/s> a skos:ConceptScheme . :c a skos:Concept ; skos:inScheme <http://x/s> ; "


@pytest.mark.parametrize(
    ("statement", "code", "shown"),
    [
        ("skos:prefLabel 5", ImportCode.LABEL_NOT_STRING, "integer"),
        ("skos:altLabel <urn:x>", ImportCode.LABEL_NOT_STRING, "<urn:x>"),
        ('skos:prefLabel "   "@ja', ImportCode.UNUSABLE_LABEL, '"   "@ja'),
        ('skos:prefLabel "a\\u202Eb"@ar', ImportCode.UNUSABLE_LABEL, "@ar"),
        ('skos:prefLabel "x"@deutschlandia', ImportCode.INVALID_LANGUAGE_TAG, "@deutschlandia"),
        ('skos:definition "x"@deutschlandia', ImportCode.INVALID_LANGUAGE_TAG, "definition"),
        ('skos:prefLabel "a"@pl, "b"@pl', ImportCode.SECOND_PREFERRED_LABEL, '"b"@pl'),
        ('skos:prefLabel "靴"@ja ; skos:hiddenLabel "靴"@ja', ImportCode.LABEL_KIND_CLASH, "hiddenLabel"),
        ('skos:broader "x"', ImportCode.RELATION_TO_LITERAL, '"x"'),
        ("skos:related [ ]", ImportCode.RELATION_TO_LITERAL, "related"),
        ('skos:exactMatch "x"', ImportCode.RELATION_TO_LITERAL, "exactMatch"),
        ("skos:broader :nowhere", ImportCode.DANGLING_REFERENCE, "nowhere"),
        ('skos:prefLabel "x"@xx', ImportCode.UNREGISTERED_LANGUAGE_TAG, "@xx"),
        ('skos:prefLabel "x"@iw', ImportCode.CANONICAL_LANGUAGE_TAG, '"x"'),
    ],
)
def test_what_is_odd_is_reported_with_its_place_and_kept(
    read: Read, canonical: Callable[..., str], statement: str, code: ImportCode, shown: str
) -> None:
    found = read(SCHEME + statement + " .")
    (finding,) = found.findings
    assert (finding.code, finding.subject) == (code, "http://x/c")
    assert shown in (finding.statement or "")
    assert canonical(found.schemes[0]).count("\n") >= 4


def test_a_second_preferred_label_is_kept_as_one(read: Read) -> None:
    (concept,) = read(SCHEME + 'skos:prefLabel "a"@pl, "b"@pl .').schemes[0].concepts.values()
    assert [(label.form, label.kind) for label in concept.labels] == [("a", "preferred"), ("b", "preferred")]


def test_language_tags_are_canonical_everywhere(read: Read) -> None:
    (scheme,) = read(SCHEME + 'skos:prefLabel "x"@PT-br ; skos:note "y"@zh-hant ; dct:title "z"@EN-gb .').schemes
    (concept,) = scheme.concepts.values()
    assert concept.labels[0].language == "pt-BR"
    assert concept.notes[0].content[1] == "zh-Hant"
    assert concept.properties[0].object[1] == "en-GB"


def test_too_many_labels_on_a_concept_are_refused_by_name(read: Read) -> None:
    labels = ", ".join(f'"label {number}"@en' for number in range(10_001))
    with pytest.raises(TooLarge, match=r"http://x/c.*10,000 labels"):
        read(SCHEME + f"skos:altLabel {labels} .")


def test_the_same_statement_twice_is_one(read: Read) -> None:
    (concept,) = read(SCHEME + 'skos:prefLabel "x"@en, "x"@en .').schemes[0].concepts.values()
    assert len(concept.labels) == 1


def test_one_fault_is_told_once_though_two_schemes_hold_it(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . <http://x/t> a skos:ConceptScheme . "
        ':c a skos:Concept ; skos:inScheme <http://x/s>, <http://x/t> ; skos:prefLabel 5 ; skos:note "x"@deutschlandia .'
    )
    assert sorted(finding.code for finding in found.findings) == [
        ImportCode.INVALID_LANGUAGE_TAG,
        ImportCode.LABEL_NOT_STRING,
    ]


def test_notations_have_canonical_tags_too(read: Read) -> None:
    (concept,) = read(SCHEME + 'skos:notation "R1"@pt-br .').schemes[0].concepts.values()
    assert concept.notations[0].language == "pt-BR"


@pytest.mark.parametrize("form", ["\\u0000", "\\u0007", "\\u202E", "\\uFFFE", "x" * 1_001, "", " ", "\\u200B\\u00A0"])
def test_a_form_that_cannot_be_a_label_is_kept_as_a_statement(
    read: Read, canonical: Callable[..., str], form: str
) -> None:
    found = read(SCHEME + f'skos:altLabel "{form}"@th .')
    (concept,) = found.schemes[0].concepts.values()
    assert (concept.labels, len(concept.properties)) == ((), 1)
    assert [finding.code for finding in found.findings] == [ImportCode.UNUSABLE_LABEL]
    (again,) = read(canonical(found.schemes[0]).encode()).schemes
    assert again.concepts == found.schemes[0].concepts


def test_a_long_statement_is_shown_shortened(read: Read) -> None:
    (finding,) = read(SCHEME + f'skos:altLabel "{"ш" * 5_000}"@ru .').findings
    assert finding.statement is not None
    assert len(finding.statement) == 298
    assert finding.statement.endswith("…")


@pytest.mark.parametrize(
    ("predicate", "value", "count"),
    [
        ("skos:altLabel", '"सैंडल {}"@hi', 100_000),
        ("skosxl:altLabel", '[ skosxl:literalForm "सैंडल {}"@hi ]', 10_001),
    ],
)
def test_a_flood_of_labels_on_a_concept_is_refused_in_good_time(
    read: Read, predicate: str, value: str, count: int
) -> None:
    labels = ", ".join(value.format(number) for number in range(count))
    with pytest.raises(TooLarge, match="TAXONOMY_MAX_LABELS_PER_CONCEPT"):
        read(SCHEME + f"{predicate} {labels} .")
