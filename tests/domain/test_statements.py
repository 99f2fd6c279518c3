from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal, Node, is_blank, node_order


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
