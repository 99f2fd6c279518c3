from array import array
from zlib import crc32

from taxonomy_service.matching.compiled_format import Section
from taxonomy_service.matching.compiled_table import CompiledTable, numbers_of

RECORD = array("I", [4, 3, 7, 8, 9]).tobytes() + b"boot"
FULL = 0xFFFFFFFF


def test_slot_with_another_checksum_is_passed_over_until_a_free_one() -> None:
    checksum = crc32(b"boot")
    slots = array("Q", [0, 0, 0])
    slots[checksum % 3] = 4 << 32 | (checksum ^ FULL)
    slots[(checksum + 1) % 3] = 4 << 32 | checksum
    content = slots.tobytes() + bytes(4) + RECORD + bytes(20)
    table = CompiledTable(content, Section(0, 24), Section(24, len(content) - 24))
    assert table.get(b"boot") == (7, 8, 9)
    assert table.key(4) == b"boot"


def test_section_is_read_as_numbers() -> None:
    content = b"before.." + array("I", [3, FULL]).tobytes()
    assert list(numbers_of(content, Section(8, 8))) == [3, FULL]
