from taxonomy_service.http.draft_shapes import DraftResourceShape


def test_what_a_resource_does_not_have_is_empty_and_not_missing() -> None:
    shape = DraftResourceShape(id="a", iri="urn:a", role="concept", etag="e", labels=[], notes=[], notations=[])
    shown = shape.model_dump()
    assert (shown["members"], shown["retired"], shown["relations"]) == ([], False, [])
