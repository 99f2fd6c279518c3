from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal, Node, TaggedTexts, is_blank, node_order


def test_only_a_resource_can_be_blank() -> None:
    assert is_blank("_:b0")
    assert not is_blank("urn:a")
    assert not is_blank(Literal("_:b0"))


def test_resources_come_before_literals_in_code_point_order() -> None:
    nodes: list[Node] = [Literal("b"), Literal("a", LanguageTag("ja")), "urn:b", Literal("a"), "_:a"]
    assert sorted(nodes, key=node_order) == [
        "_:a",
        "urn:b",
        Literal("a"),
        Literal("a", LanguageTag("ja")),
        Literal("b"),
    ]


def test_tagged_texts_are_the_literals_that_their_columns_tell() -> None:
    texts = TaggedTexts(["靴", "حذاء"], [LanguageTag("ja"), LanguageTag("ar")])
    literals = [Literal("靴", LanguageTag("ja")), Literal("حذاء", LanguageTag("ar"))]
    assert (list(texts), len(texts), texts[1], list(texts[1:])) == (literals, 2, literals[1], literals[1:])
    assert literals[0] in texts
    texts.extend(TaggedTexts(["Schuh"], [LanguageTag("de")]))
    assert list(texts) == [*literals, Literal("Schuh", LanguageTag("de"))]
