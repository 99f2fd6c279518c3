import pytest

from taxonomy_service.domain.attributes import Attribute, AttributeValue, attribute_faults
from taxonomy_service.domain.statements import Iri

OCCLUSION = Attribute(
    "occlusion", Iri("urn:o"), {}, (AttributeValue("none", Iri("urn:n")), AttributeValue("true", Iri("urn:t")))
)
COLOUR = Attribute("colour", Iri("urn:c"))


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"occlusion": "none", "colour": "赤"}, []),
        ({"occlusion": "NONE", "colour": 3}, []),
        ({"occlusion": True, "colour": "red"}, []),
        ({}, [("occlusion", None), ("colour", None)]),
        ({"occlusion": "", "colour": "red"}, [("occlusion", None)]),
        ({"occlusion": "half", "colour": "red"}, [("occlusion", "half")]),
    ],
)
def test_required_attributes_must_be_there_and_have_an_allowed_value(
    given: dict[str, object], faults: list[tuple[str, str | None]]
) -> None:
    assert [(fault.attribute.id, fault.given) for fault in attribute_faults((OCCLUSION, COLOUR), given)] == faults


def test_several_values_must_all_be_allowed() -> None:
    assert attribute_faults((OCCLUSION,), {"occlusion": ("none", "true")}) == ()
    (fault,) = attribute_faults((OCCLUSION,), {"occlusion": ["none", "half"]})
    assert fault.given == "half"


@pytest.mark.parametrize("blank", [None, "", " \u3000", [], [None, " "]])
def test_a_blank_value_is_a_missing_one(blank: object) -> None:
    assert [fault.given for fault in attribute_faults((OCCLUSION, COLOUR), {"occlusion": blank, "colour": blank})] == [
        None,
        None,
    ]


def nested(depth: int) -> object:
    value: object = "none"
    for _ in range(depth):
        value = {"a": value}
    return value


def test_no_value_is_too_odd_to_be_judged() -> None:
    # Not parametrized: pytest itself cannot write the first ones out.
    for odd in (10**5000, nested(100_000), float("nan"), b"none", chr(0xD800), [["none"]]):
        (fault,) = attribute_faults((OCCLUSION,), {"occlusion": odd})
        assert fault.given
