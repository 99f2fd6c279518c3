import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.services.drafts import read_draft_about
from taxonomy_service.services.editing import edit
from taxonomy_service.services.exports import ExportFormat, export_chunks
from taxonomy_service.services.publishing import publish
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.session import transaction
from tests.services.conftest import PREFIXES, Dump, Take
from tests.services.test_editing import add, change_set
from tests.services.test_publishing import SOUND, settings

NODES = f"""{PREFIXES}
<https://example.org/boots> a skos:ConceptScheme .
:boot a skos:Concept ; skos:inScheme <https://example.org/boots> ;
    xl:prefLabel [ a xl:Label ; xl:literalForm "boot"@en ; dct:source "norm" ] ;
    xl:prefLabel [ a xl:Label ; xl:literalForm "ботинок"@ru ] ;
    xl:altLabel [ a xl:Label ; xl:literalForm "בוט"@he ; dct:source [ dct:title "מילון" ] ] ;
    skos:definition [ dct:creator "Ayşe" ; dct:source [ dct:title "靴の本" ] ] .
:laces a skos:Concept ; skos:inScheme <https://example.org/boots> ;
    xl:prefLabel [ a xl:Label ; xl:literalForm "laces"@en ; dct:source "norm" ] .
"""
"""SKOS-XL whose labels, notes and sources are all blank nodes."""
FILES = {
    ExportFormat.TURTLE: "ttl",
    ExportFormat.NTRIPLES: "nt",
    ExportFormat.RDFXML: "rdf",
    ExportFormat.JSONLD: "jsonld",
}


def _export(engine: Engine, scheme: str, format: ExportFormat) -> str:  # noqa: A002
    with transaction(engine, writing=False) as store:
        return b"".join(export_chunks(load_release(store, scheme).scheme, format)).decode()


@pytest.mark.parametrize("format", list(FILES))
def test_an_export_read_again_changes_nothing_though_its_blank_nodes_are_others(
    take: Take,
    engine: Engine,
    dump: Dump,
    format: ExportFormat,  # noqa: A002
) -> None:
    take(NODES, "boots.ttl")
    with transaction(engine) as store:
        changes = change_set(add("laces", "Schnürsenkel", "de"), add("boot", "bota", "es"), add("boot", "長靴", "ja"))
        edit(store, OPERATOR, "boots", changes)
        assert publish(store, OPERATOR, "boots").release is not None
    before = dump()
    (again,) = take(_export(engine, "boots", format), f"boots.{FILES[format]}").schemes
    assert (bool(again.difference), again.release) == (False, None)
    assert dump() == before
    with transaction(engine) as store:
        assert not publish(store, OPERATOR, "boots").changed


def test_an_export_changes_nothing_where_the_draft_names_its_blank_nodes_otherwise(
    take: Take, engine: Engine, dump: Dump
) -> None:
    take(NODES, "boots.ttl")
    hebrew = {"form": "בוט", "language": "he", "kind": "alternative"}
    english = {"form": "boot", "language": "en", "kind": "preferred"}
    with transaction(engine) as store:
        revise = {
            "operation": "revise-label",
            "concept": "boot",
            "label": hebrew,
            "form": "מגף",
            "equivalence": "broader",
        }
        remove = {"operation": "remove-label", "concept": "boot", "label": english}
        edit(store, OPERATOR, "boots", change_set(revise, remove))
        assert publish(store, OPERATOR, "boots").release is not None
    before = dump()
    (again,) = take(_export(engine, "boots", ExportFormat.TURTLE), "boots.ttl").schemes
    assert (bool(again.difference), again.release) == (False, None)
    assert dump() == before


def test_the_languages_that_a_release_states_travel_with_it(take: Take, engine: Engine, dump: Dump) -> None:
    take(SOUND)
    with transaction(engine) as store:
        stated = settings(fallbacks=["pt-BR", "es"], required_languages=["de"], approval={"opinions": 2})
        edit(store, OPERATOR, "shoes", change_set(stated))
        assert publish(store, OPERATOR, "shoes").release is not None
    text = _export(engine, "shoes", ExportFormat.TURTLE)
    assert 'tax:fallbackLanguages "pt-BR es"' in text
    before = dump()
    assert not take(text).schemes[0].difference
    assert dump() == before
    copy = text.replace("https://example.org/shoes", "https://example.org/copy")
    take(copy, "copy.ttl")
    with transaction(engine, writing=False) as store:
        found = read_draft_about(store, OPERATOR, "copy").settings
    assert (found.fallbacks, found.required_languages, found.approval.opinions) == (("pt-BR", "es"), ("de",), 1)


def test_a_file_takes_the_place_of_the_languages_and_one_that_states_none_leaves_them(
    take: Take, engine: Engine
) -> None:
    take(SOUND)
    with transaction(engine) as store:
        edit(store, OPERATOR, "shoes", change_set(settings(fallbacks=["es"], severities={"Q001": None})))
    take(SOUND.replace('"ayakkabı"@tr', '"ayakkabı"@tr, "kösele"@az'))
    assert _fallbacks(engine) == ("es",)
    stating = '<https://w3id.org/taxonomy-service/terms#fallbackLanguages> "tr no_tag az" ; owl:versionInfo'
    (done,) = take(SOUND.replace("owl:versionInfo", stating, 1)).schemes
    assert done.difference.about
    assert done.release is not None
    assert _fallbacks(engine) == ("tr", "az")
    with transaction(engine, writing=False) as store:
        assert read_draft_about(store, OPERATOR, "shoes").settings.severities == {"Q001": None}


def _fallbacks(engine: Engine) -> tuple[LanguageTag, ...]:
    with transaction(engine, writing=False) as store:
        return read_draft_about(store, OPERATOR, "shoes").settings.fallbacks
