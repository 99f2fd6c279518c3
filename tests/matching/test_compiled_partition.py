import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.matching.compiled_format import Section
from taxonomy_service.matching.compiled_partition import MappedPartition, partition_sections
from taxonomy_service.matching.concept_rows import as_numbers
from taxonomy_service.matching.grams import index_grams
from taxonomy_service.matching.label_index import Entry, Partition
from taxonomy_service.matching.release_index import MOST_COMPARED


def _partition(keys: list[str]) -> MappedPartition:
    labels = as_numbers(number for place in range(len(keys)) for number in (place, 1000 + place))
    buffer, sections = b"before..", {}
    for name, content in partition_sections(3, keys, labels).items():
        sections[name] = Section(len(buffer), len(content))
        buffer += content + bytes(-len(content) % 8)
    return MappedPartition(buffer, sections, 3, _entry)


def _entry(label: int, form: int) -> Entry:
    return Entry(ConceptId(f"c{label}"), str(form), LanguageTag("ja"), LabelKind.PREFERRED)


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=6), max_size=8), st.text(max_size=2))
def test_keys_come_back_and_those_that_hold_a_text_are_found(keys: list[str], text: str) -> None:
    partition = _partition(keys)
    assert list(partition.keys) == keys
    wanted = text.replace("\n", " ")
    assert list(partition.holding(wanted)) == list(Partition(keys, []).holding(wanted))


def test_text_over_the_end_of_a_key_is_in_none() -> None:
    partition = _partition(["靴 紐", "紐 靴", "", "שרוך", "靴"])
    assert list(partition.holding("靴")) == [0, 1, 4]
    assert list(partition.holding("紐紐")) == []
    assert list(partition.holding("紐靴")) == []
    assert list(partition.holding("")) == [0, 1, 2, 3, 4]


def test_labels_stand_beside_their_keys() -> None:
    partition = _partition(["schuh", "बूट", "حذاء"])
    assert partition.entries[2] == _entry(2, 1002)
    assert [entry.concept for entry in partition.entries[1:]] == ["c1", "c2"]
    with pytest.raises(IndexError):
        partition.entries[3]


@pytest.mark.parametrize("count", [MOST_COMPARED + 1, 2**16])
def test_grams_of_a_large_language_are_those_made_in_memory(count: int) -> None:
    keys = [f"schuh {number:x} 靴" for number in range(count)]
    mapped = _partition(keys)
    assert mapped.keys[count - 1] == keys[-1]
    with pytest.raises(IndexError):
        mapped.keys[count]
    made = index_grams(keys)
    for written in ("schuh 7fe 靴", "shcuh 101", "xyz"):
        assert mapped.grams().candidates(written) == made.candidates(written)
    assert mapped.grams().places.itemsize == (2 if count < 2**16 else 4)
