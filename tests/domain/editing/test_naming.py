import pytest

from taxonomy_service.domain.drafts import Draft
from taxonomy_service.domain.editing.naming import namespace_of, new_iri, require_id, require_iri
from taxonomy_service.domain.errors import EditRefused


def test_iris_follow_those_of_the_scheme(draft: Draft) -> None:
    assert namespace_of(draft) == "https://example.org/shoes/"
    assert new_iri(draft, "कील", None) == "https://example.org/shoes/कील"
    assert new_iri(draft, "new", "urn:x:new") == "urn:x:new"


@pytest.mark.parametrize("own_id", ["", ".", "..", "a/b", "a b", "a:b", "x" * 201, "a\n"])
def test_what_cannot_stand_in_a_url_is_no_id(own_id: str) -> None:
    with pytest.raises(EditRefused, match="cannot be an id"):
        require_id(own_id)


@pytest.mark.parametrize("iri", ["", "shoe", "_:b", "urn:a b", "urn:<x>", "urn:x\n"])
def test_what_is_no_absolute_iri_is_refused(iri: str) -> None:
    with pytest.raises(EditRefused, match="absolute IRI"):
        require_iri(iri)
