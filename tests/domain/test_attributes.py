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
