from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import Concept, ConceptId
from taxonomy_service.domain.labels import Label, LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId, attributes_of, label_languages, scheme_titles
from taxonomy_service.domain.statements import Iri, Literal, Node, Property, Statement

EN, DE = LanguageTag("en"), LanguageTag("de")
NICKNAME = Label("kicks", EN, LabelKind.ALTERNATIVE)


def test_titles_are_the_labels_or_what_stands_in_for_them() -> None:
    scheme = ConceptScheme(
        SchemeId("s"),
        Iri("urn:s"),
        labels=(Label("Schuhe", DE, LabelKind.PREFERRED), Label("Treter", DE, LabelKind.HIDDEN), NICKNAME),
        properties=(
            Property(terms.DC + "title", Literal("Zapatos", LanguageTag("es"))),
            Property(terms.DCT + "title", Literal("x", DE)),
        ),
    )
    assert scheme_titles(scheme) == {"de": "Schuhe", "es": "Zapatos"}


def test_attributes_are_read_with_their_values_in_order() -> None:
    rows: list[tuple[str, str, Node]] = [
        ("urn:a", terms.TYPE, terms.ATTRIBUTE),
        ("urn:a", terms.IDENTIFIER, Literal("pose")),
        ("urn:a", terms.RDFS + "label", Literal("الوضعية", LanguageTag("ar"))),
        ("urn:a", terms.ALLOWED_VALUE, "urn:a/sitting"),
        ("urn:a", terms.ALLOWED_VALUE, "urn:a/lying"),
        ("urn:a/lying", terms.NOTATION, Literal("2")),
        ("urn:a/sitting", terms.NOTATION, Literal("1")),
        ("urn:b", terms.TYPE, "urn:other"),
    ]
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), statements=tuple(Statement(*row) for row in rows))
    (attribute,) = attributes_of(scheme).values()
    assert (attribute.id, attribute.names) == ("pose", {"ar": "الوضعية"})
    assert [value.id for value in attribute.values] == ["sitting", "lying"]


def test_a_value_numbered_beyond_all_reason_is_read_all_the_same() -> None:
    rows: list[tuple[str, str, Node]] = [
        ("urn:a", terms.TYPE, terms.ATTRIBUTE),
        ("urn:a", terms.ALLOWED_VALUE, "urn:a/b"),
        ("urn:a", terms.ALLOWED_VALUE, "urn:a/z"),
        ("urn:a/b", terms.NOTATION, Literal("9" * 5_000)),
        ("urn:a/z", terms.NOTATION, Literal("٣")),
    ]
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), statements=tuple(Statement(*row) for row in rows))
    (attribute,) = attributes_of(scheme).values()
    assert [value.id for value in attribute.values] == ["b", "z"]


def test_the_languages_of_a_scheme_are_those_of_its_concepts() -> None:
    labels = tuple(Label("x", LanguageTag(tag), LabelKind.HIDDEN) for tag in ("ja", "ar", "ja"))
    concept = Concept(ConceptId("a"), Iri("urn:a"), labels=labels)
    scheme = ConceptScheme(SchemeId("s"), Iri("urn:s"), labels=(NICKNAME,), concepts={concept.id: concept})
    assert label_languages(scheme) == ["ar", "ja"]
