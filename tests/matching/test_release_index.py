from taxonomy_service.matching.compiled_release import compiled_blocks
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.release_index import ReleaseIndex


def _small(index: ReleaseIndex) -> tuple[object, ...]:
    return (index.name, index.languages, index.default_language, index.fallbacks)


def test_release_in_memory_and_in_a_file_are_indexes_alike(shoes: LabelIndex) -> None:
    """That both have all it takes is for mypy to say."""
    assert _small(shoes) == _small(MappedIndex(b"".join(compiled_blocks(shoes)), "x"))
