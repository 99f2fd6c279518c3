from datetime import UTC, datetime
from pathlib import Path

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.releases import Release, ReleaseEntry
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos
from taxonomy_service.http.presenting import concept_shape, scheme_link
from taxonomy_service.matching.label_index import LabelIndex, compile_release

SHOES = Path(__file__).parents[1] / "data" / "http" / "shoes.ttl"


def shoes() -> LabelIndex:
    with SHOES.open("rb") as stream:
        (scheme,) = read_skos(read_statements(stream, "shoes.ttl", RdfFormat.TURTLE, limit=10**6), "shoes.ttl").schemes
    entry = ReleaseEntry(SchemeId("shoes"), 1, None, "0" * 64, datetime.now(UTC), 6, 0)
    return compile_release(Release(entry, scheme))


def test_a_concept_names_the_collections_that_hold_it() -> None:
    index = shoes()
    shape = concept_shape(index, index.scheme.concepts["tennis-shoe"], LanguageTag("de"))  # type: ignore[index]
    assert [(group.id, group.label.form if group.label else None) for group in shape.collections] == [
        ("summer", "for the summer")
    ]


def test_a_retired_concept_names_its_successors() -> None:
    index = shoes()
    shape = concept_shape(index, index.scheme.concepts["plimsoll"], LanguageTag("ar"))  # type: ignore[index]
    assert shape.retired
    assert [link.id for link in shape.successors] == ["tennis-shoe"]


def test_a_scheme_is_named_in_its_languages() -> None:
    assert scheme_link(shoes()).titles == {"de": "Schuhe", "en": "Shoes"}
