import io
from pathlib import Path

import pytest

from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.exchange.turtle_lines import turtle_lines

TEXT = '''@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
PREFIX ex: <http://x/>
@base <http://base/path/> .
# ex:commented skos:prefLabel "no"@de .
ex:a.b a skos:Concept ;
    skos:prefLabel "a \\"quoted\\" one"@DE , "łódź"@pl ,
        """two
lines"""@ja ;
    skos:notation 12 , 1.5 , true , "x"^^ex:type ;
    skos:related [ skos:prefLabel "inner"@en ; skos:broader ex:deep ] ,
        <relative> .
ex:list skos:memberList ( ex:one "text" ex:two ) ;
    skos:member ex:three.
<http://x/end> skos:prefLabel 'single;.[('@fr .
'''


def test_each_statement_is_found_on_the_line_of_its_object() -> None:
    rows = list(read_statements(io.BytesIO(TEXT.encode()), "x.ttl", RdfFormat.TURTLE, limit=10_000))
    named = [row for row in rows if not row.subject.startswith("_:") and not str(row.object).startswith("_:")]
    lines = turtle_lines(TEXT, named)
    assert [row for row in named if row not in lines.statements] == []
    found = {str(getattr(row.object, "value", row.object)): line for row, line in lines.statements.items()}
    assert found["łódź"] == 6
    assert found["two\nlines"] == 7
    assert found["1.5"] == 9
    assert found["http://base/path/relative"] == 11
    assert found["http://x/three"] == 13
    assert found["single;.[("] == 14
    assert lines.subjects["http://x/list"] == 12


def test_a_statement_that_is_nowhere_gets_the_line_of_its_subject() -> None:
    absent = Statement("http://x/list", "http://x/p", Literal("حذاء"))
    assert turtle_lines(TEXT, [absent]).of(absent) == 12
    unknown = Statement("http://x/nobody", "http://x/p", Literal("x"))
    assert turtle_lines(TEXT, [unknown]).of(unknown) is None


@pytest.mark.parametrize(
    "text", ["", '"""unended', "@prefix", "<<<", "a b c ]]] ))) .", "ex:a ex:b \\", "_:x _:y _:z ."]
)
def test_what_is_not_turtle_is_walked_without_failing(text: str) -> None:
    assert turtle_lines(text, [Statement("http://x/a", "http://x/b", "http://x/c")]).statements == {}


def test_all_of_our_own_vocabularies_is_found() -> None:
    for path in (Path(__file__).parents[2] / "vocabularies").glob("*.ttl"):
        text = path.read_text()
        rows = list(read_statements(io.BytesIO(text.encode()), path.name, RdfFormat.TURTLE, limit=1 << 24))
        named = {row for row in rows if "_:" not in (row.subject[:2], str(row.object)[:2])}
        lines = turtle_lines(text, named)
        assert named - lines.statements.keys() == set()
        written = text.split("\n")
        for row, line in lines.statements.items():
            if isinstance(row.object, Literal):
                assert row.object.value.split('"')[0] in written[line - 1]


def test_an_iri_at_fault_is_found_where_it_stands() -> None:
    text = "<http://x/गम बूट>\n a <http://x/{curly}> ;\n <http://x/p> <http://x/a b> , 3 .\n"
    lines = turtle_lines(
        text, rows := list(read_statements(io.BytesIO(text.encode()), "x", RdfFormat.TURTLE, limit=999))
    )
    assert sorted(lines.statements.get(row, 0) for row in rows) == [2, 3, 3]
