import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taxonomy_service.matching.compiled_columns import TableColumns, as_column
from taxonomy_service.matching.compiled_format import Section
from taxonomy_service.matching.compiled_table import CompiledTable

Rows = list[tuple[int, int, int]]
numbers = st.integers(0, 2**32 - 1)
contents = st.dictionaries(st.binary(max_size=12), st.lists(st.tuples(numbers, numbers, numbers), max_size=3))


def _compiled(content: dict[bytes, Rows]) -> tuple[CompiledTable, dict[bytes, int]]:
    """Compile keys with rows of three numbers, the rows added the wrong way round: those of the last key first."""
    table = TableColumns()
    table.add(content)
    owned = [(number, row) for number, rows in enumerate(content.values()) for row in rows]
    owned.sort(key=lambda one: -one[0])
    table.owners.extend(number for number, _ in owned)
    columns = np.array([row for _, row in owned], np.uint32).reshape(-1, 3)
    places = table.places(3)
    slots, records = table.slots(places), table.records((columns[:, 0], columns[:, 1], columns[:, 2]))
    buffer = b"before.." + slots + records
    compiled = CompiledTable(buffer, Section(8, len(slots)), Section(8 + len(slots), len(records)))
    return compiled, dict(zip(content, map(int, places), strict=True))


def _flat(rows: Rows) -> list[int]:
    return [number for row in rows for number in row]


@given(contents, st.lists(st.binary(max_size=12)))
@example({}, [b"", b"x"])
def test_every_key_leads_to_its_rows_in_order_and_no_other_key_to_any(
    content: dict[bytes, Rows], others: list[bytes]
) -> None:
    table, places = _compiled(content)
    assert {key: list(table.get(key) or ()) for key in content} == {key: _flat(rows) for key, rows in content.items()}
    assert all(table.get(key) is not None for key in content)
    assert all(table.get(key) is None for key in others if key not in content)
    assert all(table.key(place) == key for key, place in places.items())


def test_keys_with_one_checksum_are_told_apart() -> None:
    one, other = b"plumless", b"buckeroo"  # the same CRC-32
    table, _ = _compiled({one: [(1, 2, 3)], other: [(4, 5, 6)]})
    assert (table.get(one), table.get(other)) == ((1, 2, 3), (4, 5, 6))
    table, _ = _compiled({one: [(1, 2, 3)]})
    assert (table.get(one), table.get(other)) == ((1, 2, 3), None)


def test_last_slot_is_followed_by_the_first() -> None:
    content = {bytes([number]): [(number, number + 1, number + 2)] for number in range(200)}
    table, _ = _compiled(content)
    assert {key: list(table.get(key) or ()) for key in content} == {key: _flat(rows) for key, rows in content.items()}


def test_rows_of_one_number_are_kept_too() -> None:
    table = TableColumns()
    table.add([b"EL-17", b"EL-18"])
    table.owners.extend([0, 1, 1])
    places = table.places(1)
    slots, records = table.slots(places), table.records((np.array([16, 32, 48], np.uint32),))
    compiled = CompiledTable(slots + records, Section(0, len(slots)), Section(len(slots), len(records)))
    assert (compiled.get(b"EL-17"), compiled.get(b"EL-18"), compiled.get(b"EL-1")) == ((16,), (32, 48), None)


def test_records_beyond_the_reach_of_a_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taxonomy_service.matching.compiled_columns._SPACE", 64)
    table = TableColumns()
    table.add([b"running shoe", b"hiking boot"])
    table.owners.extend([0, 1, 1])
    assert list(table.places(1)) == [4, 28]
    with pytest.raises(OverflowError, match="the records of a table take 79 bytes"):
        table.places(3)


def test_numbers_become_a_column_without_a_copy() -> None:
    table = TableColumns()
    table.owners.extend([3, 2**32 - 1])
    assert np.shares_memory(as_column(table.owners), np.frombuffer(table.owners, np.uint32))
    assert as_column(table.owners).tolist() == [3, 2**32 - 1]
