import pytest

from taxonomy_service.domain.concepts import MappingKind
from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.errors import EditRefused
from taxonomy_service.domain.operations import AddMapping, Operation, RemoveMapping
from tests.domain.conftest import Do

EXACT, BROAD = MappingKind.EXACT_MATCH, MappingKind.BROAD_MATCH
RUNNING = "http://www.wikidata.org/entity/Q1755236"


def test_mappings_come_and_go(do: Do, draft: Draft) -> None:
    do(AddMapping("shoe", BROAD, "urn:footwear"))
    assert draft.concept("shoe").mappings == ((BROAD, "urn:footwear"),)
    do(RemoveMapping("shoe", BROAD, "urn:footwear"))
    assert draft.concept("shoe").mappings == ()


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        (AddMapping("running-shoe", EXACT, RUNNING), "present"),
        (AddMapping("running-shoe", BROAD, RUNNING), "mapping-clash"),
        (AddMapping("shoe", EXACT, "Q1"), "invalid-iri"),
        (AddMapping("shoe", EXACT, "https://example.org/shoes/shoe"), "self-reference"),
        (RemoveMapping("shoe", EXACT, RUNNING), "absent"),
    ],
)
def test_what_is_refused_and_why(do: Do, operation: Operation, fault: str) -> None:
    with pytest.raises(EditRefused) as refused:
        do(operation)
    assert refused.value.data["fault"] == fault
