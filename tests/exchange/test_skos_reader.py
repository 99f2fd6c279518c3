import random
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given

from taxonomy_service.domain import terms
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.errors import NothingToImport
from taxonomy_service.domain.findings import ImportCode
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri, Literal, Statement, StatementGroup, TaggedTexts
from taxonomy_service.exchange.rdf import rdf_format, read_statements
from taxonomy_service.exchange.skos_reader import KnownScheme, SkosFile, read_skos, read_skos_groups
from taxonomy_service.exchange.skos_writer import scheme_statements
from tests.exchange.test_skos_writer import FILES

Read = Callable[..., SkosFile]


def _read_or_nothing(read: Callable[[], SkosFile]) -> SkosFile | None:
    try:
        return read()
    except NothingToImport:
        return None


def _in_columns(stated: list[Statement]) -> Iterator[StatementGroup]:
    for (subject, predicate), rows in groupby(stated, key=itemgetter(0, 1)):
        nodes = [row.object for row in rows]
        texts = [node for node in nodes if isinstance(node, Literal) and node.language]
        columns = TaggedTexts([text.value for text in texts], [text.language for text in texts])
        yield StatementGroup(subject, predicate, columns if len(texts) == len(nodes) else nodes)


@given(FILES)
def test_columns_are_read_as_single_statements_are(stated: list[Statement]) -> None:
    found = _read_or_nothing(lambda: read_skos_groups(_in_columns(stated), "x.nt"))
    assert found == _read_or_nothing(lambda: read_skos(stated, "x.nt"))


def test_a_rich_file_is_understood(rich: ConceptScheme) -> None:
    concept = rich.concepts[ConceptId("a")]
    assert (rich.id, rich.iri) == ("rich", "http://example.org/v")
    assert len(concept.labels) == 14
    assert [notation.value for notation in concept.notations] == ["7", "A-1"]
    assert {note.kind.value for note in concept.notes} == {"definition", "note", "scopeNote"}
    assert [mapping.kind.value for mapping in concept.mappings] == ["exactMatch"]
    assert [label.plain for label in rich.concepts[ConceptId("b")].labels] == [True, False]
    assert all(label.resource for label in rich.concepts[ConceptId("b")].labels)


def test_rdf_without_skos_is_nothing_to_import(read: Read) -> None:
    with pytest.raises(NothingToImport, match="no SKOS"):
        read("<urn:a> <urn:b> <urn:c> .")


def test_known_schemes_and_concepts_keep_their_ids(read: Read) -> None:
    text = b"<http://x/s> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> . <http://x/a> <http://www.w3.org/2004/02/skos/core#inScheme> <http://x/s> ; a <http://www.w3.org/2004/02/skos/core#Concept> ."
    known = {Iri("http://x/s"): KnownScheme(SchemeId("mine"), {Iri("http://x/a"): ConceptId("first")})}
    (scheme,) = read_skos(
        read_statements(BytesIO(text), "f.ttl", rdf_format("f.ttl"), limit=9999), "f.ttl", known=known
    ).schemes
    assert (scheme.id, list(scheme.concepts)) == ("mine", ["first"])


def test_one_id_cannot_name_two_schemes(read: Read) -> None:
    kind = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
    rows = [Statement(iri, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", kind) for iri in ("urn:a", "urn:b")]
    with pytest.raises(NothingToImport, match="2 schemes"):
        read_skos(rows, "f", scheme_id="mine")
    assert [scheme.id for scheme in read_skos(rows, "f").schemes] == ["urn-a", "urn-b"]


def test_a_label_node_has_one_literal_form(read: Read) -> None:
    found = read(
        '<http://x/s> a skos:ConceptScheme ; skos:hasTopConcept :a . :a a skos:Concept ; skosxl:prefLabel :l, :m . :l skosxl:literalForm "b"@en, "a"@en .'
    )
    (concept,) = found.schemes[0].concepts.values()
    assert [label.form for label in concept.labels] == ["a"]
    assert [finding.code for finding in found.findings] == [ImportCode.XL_LABEL_FORM, ImportCode.XL_LABEL_FORM]
    assert {stated.object for stated in concept.properties} == {"http://x/m"}


def test_a_cycle_is_imported_and_reported(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . :a a skos:Concept ; skos:broader :b . :b a skos:Concept ; skos:broader :a ."
    )
    (finding,) = found.findings
    assert (finding.code, finding.severity) == (ImportCode.HIERARCHY_CYCLE, "warning")
    assert "a, b" in finding.message


def test_a_hierarchy_deeper_than_the_stack_is_read(read: Read) -> None:
    chain = "".join(f":c{n} a skos:Concept ; skos:broader :c{n + 1} .\n" for n in range(30_000))
    (scheme,) = read("<http://x/s> a skos:ConceptScheme . " + chain).schemes
    assert len(scheme.concepts) == 30_000


@pytest.mark.parametrize(
    ("name", "concepts", "collections"),
    [
        ("unesco-2022.ttl", 4420, 95),
        ("gemet-2017.ttl", 5520, 0),
        ("inspire-theme.rdf", 34, 0),
        ("shopify-2024-07.ttl", 10281, 0),
        ("unesco-2021.ttl", 4414, 95),
    ],
)
def test_real_vocabularies_are_read_without_loss(
    shared_data: Path, canonical: Callable[..., str], name: str, concepts: int, collections: int
) -> None:
    path = shared_data / "vocabularies" / name
    with path.open("rb") as stream:
        statements = list(read_statements(stream, name, rdf_format(name), limit=1 << 28))
    found = read_skos(statements, name)
    (scheme,) = found.schemes
    assert (len(scheme.concepts), len(scheme.collections)) == (concepts, collections)
    assert canonical(scheme).count("\n") == len(set(statements))
    assert not [finding for finding in found.findings if finding.severity == "error"]


EVERY_CODE = {
    ImportCode.INVALID_LANGUAGE_TAG: ':a skos:prefLabel "x"@deutschlandia .',
    ImportCode.UNREGISTERED_LANGUAGE_TAG: ':a skos:note "x"@xx .',
    ImportCode.CANONICAL_LANGUAGE_TAG: ':a skos:prefLabel "נעל"@iw .',
    ImportCode.LABEL_NOT_STRING: ":a skos:prefLabel 5 .",
    ImportCode.UNUSABLE_LABEL: ':a skos:prefLabel " "@th .',
    ImportCode.SECOND_PREFERRED_LABEL: ':a skos:prefLabel "鞋"@zh, "靴"@zh .',
    ImportCode.LABEL_KIND_CLASH: ':a skos:prefLabel "обувь"@ru ; skos:altLabel "обувь"@ru .',
    ImportCode.DANGLING_REFERENCE: ":a skos:broader :gone .",
    ImportCode.RELATION_TO_LITERAL: ':a skos:broader "ayakkabı"@tr .',
    ImportCode.INVALID_IRI: "<http://x/a b> a skos:Concept .",
    ImportCode.CONCEPT_AND_SCHEME: "<http://x/s> a skos:Concept .",
    ImportCode.HIERARCHY_CYCLE: ":a skos:broader :a .",
    ImportCode.CONCEPT_WITHOUT_SCHEME: "<http://x/t> a skos:ConceptScheme . :b a skos:Concept .",
    ImportCode.SCHEME_MADE: "",
    ImportCode.BROKEN_LIST: ":l skos:memberList :a .",
    ImportCode.XL_LABEL_FORM: ":a skosxl:prefLabel :l .",
}


@pytest.mark.parametrize("code", ImportCode)
def test_every_finding_is_provoked_and_names_its_subject(read: Read, code: ImportCode) -> None:
    scheme = "<http://x/s> a skos:ConceptScheme . :a skos:inScheme <http://x/s> ." if EVERY_CODE[code] else ""
    found = read(scheme + ":a a skos:Concept . " + EVERY_CODE[code])
    (finding,) = [finding for finding in found.findings if finding.code is code]
    assert finding.subject.startswith("http://x")
    assert finding.message
    about_a_statement = code not in {
        ImportCode.INVALID_IRI,
        ImportCode.CONCEPT_AND_SCHEME,
        ImportCode.HIERARCHY_CYCLE,
        ImportCode.CONCEPT_WITHOUT_SCHEME,
        ImportCode.SCHEME_MADE,
        ImportCode.XL_LABEL_FORM,
    }
    assert (finding.statement is not None) == about_a_statement
    assert finding.statement is None or finding.subject in finding.statement


def test_the_order_of_statements_does_not_matter(rich: ConceptScheme) -> None:
    statements = list(scheme_statements(rich))
    for seed in range(10):
        random.Random(seed).shuffle(statements)
        assert read_skos(statements, "rich.ttl").schemes == (rich,)
        assert read_skos(statements * 2, "rich.ttl").schemes == (rich,)


def test_a_collection_alone_is_nothing_to_import(read: Read) -> None:
    with pytest.raises(NothingToImport, match="no concepts"):
        read(":l a skos:Collection ; skos:member <urn:x> .")


def test_an_empty_turtle_file_holds_no_skos(read: Read) -> None:
    with pytest.raises(NothingToImport, match="no SKOS"):
        read("# nothing but prefixes")


def test_a_chain_of_fifty_thousand_is_read_without_recursion() -> None:
    rows = [
        row
        for number in range(50_000)
        for row in (
            Statement(f"http://x/{number}", terms.TYPE, terms.CONCEPT),
            Statement(f"http://x/{number}", terms.SKOS + "broader", f"http://x/{number + 1}"),
        )
    ]
    found = read_skos(rows, "deep.nt")
    assert len(found.schemes[0].concepts) == 50_000
    assert {finding.code for finding in found.findings} == {ImportCode.SCHEME_MADE, ImportCode.DANGLING_REFERENCE}
    closed = read_skos([*rows, Statement("http://x/50000", terms.SKOS + "broader", "http://x/0")], "ring.nt")
    assert "50001 concepts are broader than themselves" in closed.findings[-1].message


def test_top_concepts_that_are_no_resources_are_kept(read: Read, canonical: Callable[..., str]) -> None:
    found = read('<http://x/s> a skos:ConceptScheme ; skos:hasTopConcept :a, "верх"@ru, [] . :a a skos:Concept .')
    (scheme,) = found.schemes
    assert scheme.top_concepts == ("http://x/a",)
    assert [finding.code for finding in found.findings] == [ImportCode.RELATION_TO_LITERAL] * 2
    assert canonical(scheme).count("hasTopConcept") == 3


def test_a_reference_to_another_scheme_of_the_file_does_not_dangle(read: Read) -> None:
    found = read(
        "<http://x/s> a skos:ConceptScheme . <http://x/t> a skos:ConceptScheme . "
        ":a a skos:Concept ; skos:inScheme <http://x/s> ; skos:related :b . :b a skos:Concept ; skos:inScheme <http://x/t> ."
    )
    assert found.findings == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dir/shoes.ttl", "shoes"),
        ("C:\\dir\\обувь.v2.ttl.gz", "обувь"),
        ("-", "s"),
        ("", "s"),
        ("my shoes.nt", "my-shoes"),
    ],
)
def test_a_new_scheme_is_named_after_the_file(read: Read, name: str, expected: str) -> None:
    assert read("<http://x/s> a skos:ConceptScheme .", name=name).schemes[0].id == expected


def test_names_that_are_taken_get_a_number() -> None:
    rows = [Statement(f"http://x/{n}/shoes", terms.TYPE, terms.CONCEPT_SCHEME) for n in range(3)]
    known = {Iri("http://y"): KnownScheme(SchemeId("shoes"), {}), Iri("http://z"): KnownScheme(SchemeId("file"), {})}
    assert [scheme.id for scheme in read_skos(rows, "f", known=known).schemes] == ["shoes-2", "shoes-3", "shoes-4"]
    assert read_skos(rows[:1], "file.ttl", known=known).schemes[0].id == "file-2"
    assert read_skos(rows[:1], "file.ttl", known=known, scheme_id="mine").schemes[0].id == "mine"


def test_of_known_and_new_schemes_each_gets_its_name() -> None:
    rows = [Statement(iri, terms.TYPE, terms.CONCEPT_SCHEME) for iri in ("http://x/a", "http://x/b")]
    known = {Iri("http://x/b"): KnownScheme(SchemeId("a"), {})}
    assert [scheme.id for scheme in read_skos(rows, "f", known=known).schemes] == ["a-2", "a"]
