from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.matching.compiled_format import unpack
from taxonomy_service.matching.compiled_release import KINDS, Lead, compiled_blocks, text_key
from taxonomy_service.matching.compiled_table import CompiledTable
from taxonomy_service.matching.label_index import LabelIndex


def _table(index: LabelIndex) -> CompiledTable:
    content = b"".join(compiled_blocks(index))
    sections = unpack(content, "x").sections
    return CompiledTable(content, sections["slots"], sections["records"])


def test_same_release_is_the_same_file(shoes: LabelIndex) -> None:
    assert b"".join(compiled_blocks(shoes)) == b"".join(compiled_blocks(shoes))


def test_text_that_is_form_and_key_and_variant_is_held_once(shoes: LabelIndex) -> None:
    table = _table(shoes)
    english = sorted(shoes.languages).index(next(tag for tag in shoes.languages if tag == "en"))
    assert table.get(text_key(Lead.FORM, "bench", english)) is not None
    assert table.get(text_key(Lead.KEY, "bench", english)) is None
    assert table.get(text_key(Lead.VARIANT, "bench", english)) is None
    assert table.get(text_key(Lead.VARIANT, "runningshoe", english)) is not None


def test_kinds_keep_their_places_in_files_already_written() -> None:
    assert KINDS == (LabelKind.PREFERRED, LabelKind.ALTERNATIVE, LabelKind.HIDDEN)
    assert [lead.value for lead in Lead] == list(range(1, 9))
