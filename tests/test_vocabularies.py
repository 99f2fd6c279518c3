"""Our own vocabularies: what their README and the service promise of them."""

import io
import json
from pathlib import Path

import pytest

from taxonomy_service.domain.concepts import NoteKind, required_attributes
from taxonomy_service.domain.forms import comparison_key
from taxonomy_service.domain.hierarchy import build_hierarchy, closure
from taxonomy_service.domain.labels import LabelKind, preferred_forms
from taxonomy_service.domain.schemes import ConceptScheme, attributes_of
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.skos_reader import read_skos

FOLDER = Path(__file__).parents[1] / "vocabularies"
LANGUAGES = {"ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt"}
AT_LEAST = {"footwear": 60, "road-scene": 80, "retail-shelf": 80, "everyday-objects": 250}


@pytest.fixture(scope="module", params=sorted(AT_LEAST))
def scheme(request: pytest.FixtureRequest) -> ConceptScheme:
    return load(request.param)


def load(name: str) -> ConceptScheme:
    data = (FOLDER / f"{name}.ttl").read_bytes()
    found = read_skos(read_statements(io.BytesIO(data), f"{name}.ttl", RdfFormat.TURTLE, limit=1 << 26), f"{name}.ttl")
    assert found.findings == ()
    (only,) = found.schemes
    return only


def test_a_vocabulary_is_as_large_as_promised(scheme: ConceptScheme) -> None:
    assert len(scheme.concepts) >= AT_LEAST[scheme.id]


def test_every_concept_has_a_preferred_label_in_every_language_and_a_definition(scheme: ConceptScheme) -> None:
    for concept in scheme.concepts.values():
        assert set(preferred_forms(concept.labels)) == LANGUAGES, concept.id
        assert any(note.kind is NoteKind.DEFINITION for note in concept.notes), concept.id


def test_no_form_stands_on_two_concepts(scheme: ConceptScheme) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for concept in scheme.concepts.values():
        for label in concept.labels:
            owners.setdefault((label.language, comparison_key(label.form, label.language)), set()).add(concept.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_labels_are_clean(scheme: ConceptScheme) -> None:
    for concept in scheme.concepts.values():
        for label in concept.labels:
            assert label.form == " ".join(label.form.split()), label
            assert label.kind is LabelKind.HIDDEN or "(" not in label.form, label


def test_a_third_of_the_concepts_say_where_the_boundary_runs(scheme: ConceptScheme) -> None:
    noted = [c for c in scheme.concepts.values() if any(note.kind is NoteKind.SCOPE_NOTE for note in c.notes)]
    assert len(noted) * 3 >= len(scheme.concepts)


def test_every_attribute_is_named_in_every_language_and_required_somewhere(scheme: ConceptScheme) -> None:
    required = {iri for concept in scheme.concepts.values() for iri in required_attributes(concept)}
    attributes = attributes_of(scheme)
    assert required == set(attributes)
    for attribute in attributes.values():
        assert set(attribute.names) == LANGUAGES, attribute.id
        assert len(attribute.values) >= 2
        assert all(set(value.names) == LANGUAGES for value in attribute.values), attribute.id


def test_every_concept_is_under_a_top_concept(scheme: ConceptScheme) -> None:
    hierarchy = build_hierarchy(scheme)
    reached = {own for top in hierarchy.top for own in (top, *closure(hierarchy.narrower, top))}
    assert reached == set(scheme.concepts)


def test_the_running_shoe_case_is_in_footwear() -> None:
    footwear = load("footwear")
    running = preferred_forms(footwear.concepts["running-shoe"].labels)  # type: ignore[index]
    sports = preferred_forms(footwear.concepts["sports-shoe"].labels)  # type: ignore[index]
    assert (running["de"], sports["fr"]) == ("Laufschuh", "chaussure de sport")  # type: ignore[index]
    notes = [note for name in ("running-shoe", "sports-shoe") for note in footwear.concepts[name].notes]  # type: ignore[index]
    assert {note.content[1] for note in notes if note.kind is NoteKind.SCOPE_NOTE} >= {"en", "fr"}


def test_the_coco_categories_are_in_everyday_objects(shared_data: Path) -> None:
    instances = json.loads(
        (shared_data / "annotations" / "coco" / "instances_val2017.json").read_text(encoding="utf-8")
    )
    known = {
        label.form.casefold()
        for concept in load("everyday-objects").concepts.values()
        for label in concept.labels
        if label.language == "en"
    }
    assert {category["name"] for category in instances["categories"]} - known == set()
