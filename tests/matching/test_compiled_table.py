from hypothesis import example, given
from hypothesis import strategies as st

from taxonomy_service.matching.compiled_format import Section
from taxonomy_service.matching.compiled_table import CompiledTable, TableBuilder

contents = st.dictionaries(st.binary(max_size=12), st.lists(st.integers(0, 2**32 - 1), max_size=5), max_size=60)


def _compiled(content: dict[bytes, list[int]]) -> tuple[CompiledTable, dict[bytes, int]]:
    builder = TableBuilder()
    places = {key: builder.add(key, len(numbers)) for key, numbers in content.items()}
    for key, numbers in content.items():
        builder.fill(places[key], numbers)
    slots, records = builder.slots(), builder.records()
    buffer = b"before.." + slots + records
    at = Section(8, len(slots)), Section(8 + len(slots), len(records))
    return CompiledTable(buffer, *at), places


@given(contents, st.lists(st.binary(max_size=12)))
@example({}, [b"", b"x"])
def test_every_key_leads_to_its_numbers_and_no_other_key_to_any(
    content: dict[bytes, list[int]], others: list[bytes]
) -> None:
    table, places = _compiled(content)
    assert {key: list(table.get(key) or ()) for key in content} == content
    assert all(table.get(key) is not None for key in content)
    assert all(table.get(key) is None for key in others if key not in content)
    assert all(table.key(place) == key for key, place in places.items())


def test_keys_with_one_checksum_are_told_apart() -> None:
    one, other = b"plumless", b"buckeroo"  # the same CRC-32
    table, _ = _compiled({one: [1], other: [2]})
    assert (table.get(one), table.get(other)) == ((1,), (2,))
    table, _ = _compiled({one: [1, 2, 3]})
    assert (table.get(one), table.get(other)) == ((1, 2, 3), None)


def test_last_slot_is_followed_by_the_first() -> None:
    content = {bytes([number]): [number, number + 1, number + 2] for number in range(200)}
    table, _ = _compiled(content)
    assert {key: list(table.get(key) or ()) for key in content} == content
