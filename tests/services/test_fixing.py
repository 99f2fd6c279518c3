import io

import pytest

from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.statements import Statement
from taxonomy_service.exchange.rdf import RdfFormat, read_statements
from taxonomy_service.integrity.fixes.fix import Choices
from taxonomy_service.services.fixing import (
    all_fixes,
    difference_lines,
    fix_statements,
    fixes_of,
    writable,
    write_mended,
)

TEXT = """
@prefix : <http://x/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:z a skos:Concept ; skos:prefLabel "sapato "@pt-BR , "حذاء"@ar ; skos:altLabel "靴"@ja .
:a skos:member ( :z ) .
"""


def rows() -> list[Statement]:
    return list(read_statements(io.BytesIO(TEXT.encode()), "x.ttl", RdfFormat.TURTLE, limit=10_000))


@pytest.mark.parametrize("format_", [RdfFormat.TURTLE, RdfFormat.NTRIPLES])
def test_what_is_written_is_the_vocabulary_with_the_difference(format_: RdfFormat) -> None:
    before = rows()
    report = fix_statements(before, all_fixes(), Choices(), register={})
    text = "".join(write_mended(before, report.difference, format_))
    after = list(read_statements(io.BytesIO(text.encode()), "x", format_, limit=10_000))
    assert len(after) == len(before)
    assert '"sapato"@pt-BR' in text
    left = fix_statements(after, all_fixes(), Choices(), register={})
    assert not left.difference


def test_the_difference_is_told_in_the_usual_case_of_tags_what_goes_before_what_comes() -> None:
    report = fix_statements(rows(), fixes_of(["q074"]), Choices(), register={})
    assert list(difference_lines(report.difference)) == [
        '- <http://x/z> <http://www.w3.org/2004/02/skos/core#prefLabel> "sapato "@pt-BR .',
        '+ <http://x/z> <http://www.w3.org/2004/02/skos/core#prefLabel> "sapato"@pt-BR .',
    ]


def test_a_code_without_a_fix_and_a_format_without_a_writer_are_refused_with_what_there_is() -> None:
    with pytest.raises(Malformed, match=r"Q060.*Q074"):
        fixes_of(["Q060"])
    with pytest.raises(Malformed, match="turtle or ntriples"):
        writable(RdfFormat.RDFXML)
