import msgspec
import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.change_sets import ChangeSet
from taxonomy_service.domain.concepts import Concept
from taxonomy_service.domain.errors import Forbidden, NotFound
from taxonomy_service.services.drafts import read_draft_about, read_draft_resource
from taxonomy_service.services.editing import edit
from taxonomy_service.store.session import transaction
from tests.services.conftest import SHOES, Take


@pytest.fixture
def shoes_engine(take: Take, engine: Engine) -> Engine:
    take(SHOES)
    return engine


def test_a_concept_is_read_with_its_place_from_both_sides(shoes_engine: Engine) -> None:
    with transaction(shoes_engine, writing=False) as store:
        found = read_draft_resource(store, OPERATOR, "shoes", "flip-flop")
        assert isinstance(found.resource, Concept)
        assert (found.broader, found.narrower) == (("sandal",), ())
        assert read_draft_resource(store, OPERATOR, "shoes", "running-shoe").nodes[0].iri.endswith("label")


def test_the_etag_of_the_draft_changes_with_every_change_and_that_of_a_concept_with_its_own(
    shoes_engine: Engine,
) -> None:
    def etags() -> tuple[str, str, str]:
        with transaction(shoes_engine, writing=False) as store:
            own = (read_draft_resource(store, OPERATOR, "shoes", name).etag for name in ("shoe", "sandal"))
            return (read_draft_about(store, OPERATOR, "shoes").etag, *own)  # type: ignore[return-value]

    before = etags()
    operation = {"operation": "add-label", "concept": "sandal", "label": {"form": "サンダル", "language": "ja"}}
    with transaction(shoes_engine) as store:
        edit(store, OPERATOR, "shoes", msgspec.convert({"operations": [operation]}, type=ChangeSet))
    after = etags()
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, False]


def test_only_who_may_propose_reads_the_draft(shoes_engine: Engine) -> None:
    reader = Actor("r", "Ríona", (Grant(Role.READER),))
    with transaction(shoes_engine, writing=False) as store:
        with pytest.raises(Forbidden):
            read_draft_about(store, reader, "shoes")
        with pytest.raises(Forbidden):
            read_draft_resource(store, reader, "shoes", "shoe")


def test_what_is_not_there_is_not_found(shoes_engine: Engine) -> None:
    with transaction(shoes_engine, writing=False) as store:
        with pytest.raises(NotFound):
            read_draft_resource(store, OPERATOR, "shoes", "nothing")
        with pytest.raises(NotFound):
            read_draft_about(store, OPERATOR, "nothing")
