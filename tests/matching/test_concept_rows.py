from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.matching.concept_rows import (
    ConceptHead,
    ConceptLinks,
    as_numbers,
    numbers_in,
    read_form,
    read_head,
    read_links,
    written,
)

numbers = st.lists(st.integers(0, 2**32 - 1), max_size=4)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(texts, st.none() | texts, numbers, st.none() | numbers, st.binary(max_size=5))
def test_row_comes_back_wherever_it_stands(
    id_: str, shown: str | None, broader: list[int], successors: list[int] | None, before: bytes
) -> None:
    head = ConceptHead(id_, "urn:" + id_, shown, 7, in_use=successors is None)
    links = ConceptLinks(as_numbers(broader), None if successors is None else as_numbers(successors), b"")
    buffer = before + written(head, links, as_numbers(broader)) + b"after"
    start = len(before)
    assert (read_head(buffer, start), read_links(buffer, start)) == (head, links)
    assert [read_form(buffer, start, place) for place in range(len(broader))] == broader
    assert list(numbers_in(links.broader)) == broader


def test_length_does_not_hang_on_the_numbers() -> None:
    head = ConceptHead("shoe", "urn:shoe", "Schuh", 0, in_use=True)
    rows = [written(head, ConceptLinks(own, own, own), own) for own in (as_numbers([0, 0]), as_numbers([9, 2**32 - 1]))]
    assert len(rows[0]) == len(rows[1])
