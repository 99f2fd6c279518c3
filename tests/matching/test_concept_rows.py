from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.matching.concept_rows import (
    Ancestry,
    ConceptHead,
    ConceptLinks,
    as_numbers,
    numbers_in,
    read_ancestry,
    read_form,
    read_head,
    read_links,
    written,
)

numbers = st.lists(st.integers(0, 2**32 - 1), max_size=4)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(texts, numbers, st.none() | numbers, st.sampled_from([True, False]), st.binary(max_size=5))
def test_row_comes_back_wherever_it_stands(
    text: str, above: list[int], successors: list[int] | None, is_whole: bool, before: bytes
) -> None:
    head = ConceptHead(text, "urn:" + text, text or None, 7, in_use=successors is None)
    links = ConceptLinks(None if successors is None else as_numbers(successors), as_numbers(above))
    direct = tuple(above[:2])
    ancestry = Ancestry(32, direct, tuple(above) if is_whole else None)
    buffer = before + written(head, links, ancestry, as_numbers(above)) + b"after"
    start = len(before)
    assert (read_head(buffer, start), read_links(buffer, start)) == (head, links)
    assert read_ancestry(buffer, 32, start) == ancestry
    assert [read_form(buffer, start, place) for place in range(len(above))] == above
    assert list(numbers_in(links.required)) == above


def test_length_does_not_hang_on_the_numbers() -> None:
    head = ConceptHead("shoe", "urn:shoe", "Schuh", 0, in_use=True)
    rows = [
        written(head, ConceptLinks(as_numbers(own), as_numbers(own)), Ancestry(own[0], own[:1], own), as_numbers(own))
        for own in ((0, 0), (9, 2**32 - 1))
    ]
    assert len(rows[0]) == len(rows[1])
