from collections.abc import Callable
from hashlib import sha256

from taxonomy_service.matching.compiled_format import FORMAT, unpack
from taxonomy_service.matching.compiled_release import MOST_ANCESTORS, compiled_blocks
from taxonomy_service.matching.compiled_table import CompiledTable
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.packed_labels import Lead, encoded, which_of


def _leads(index: LabelIndex, text: str) -> list[int]:
    content = b"".join(compiled_blocks(index))
    sections = unpack(content, "x").sections
    table = CompiledTable(content, sections["text-slots"], sections["text-records"])
    return list((table.get(encoded(text)) or ())[::3])


def test_same_release_is_the_same_file(shoes: LabelIndex) -> None:
    assert b"".join(compiled_blocks(shoes)) == b"".join(compiled_blocks(shoes))


def test_text_that_is_form_and_key_and_variant_is_held_once(shoes: LabelIndex) -> None:
    english = sorted(shoes.languages).index(next(tag for tag in shoes.languages if tag == "en"))
    assert _leads(shoes, "bench") == [which_of(english, Lead.FORM)]
    assert _leads(shoes, "runningshoe") == [which_of(english, Lead.VARIANT)]


def test_text_of_several_languages_is_one_record(shoes: LabelIndex) -> None:
    languages = sorted(shoes.languages)
    german, dutch = (languages.index(next(tag for tag in languages if tag == own)) for own in ("de", "nl"))
    leads = _leads(shoes, "bank")
    assert leads == [which_of(german, Lead.KEY), which_of(dutch, Lead.FORM), which_of(dutch, Lead.FORM)]


def test_file_of_a_release_changes_only_with_the_format(shoes: LabelIndex) -> None:
    digest = sha256(b"".join(compiled_blocks(shoes))).hexdigest()
    assert (FORMAT, digest) == (3, "b7fffb494a40cb4f8069b1e6d0b45293aa2b1fc1ee4670a43ec85c8d49d7ccb5")


def test_a_chain_of_any_depth_takes_room_in_proportion_to_its_length(make_index: Callable[[str], LabelIndex]) -> None:
    def size(depth: int) -> int:
        chain = " ".join(f":n{i} a skos:Concept ; skos:broader :n{i + 1} ." for i in range(depth))
        blocks = b"".join(compiled_blocks(make_index(f"{chain} :n{depth} a skos:Concept .")))
        return unpack(blocks, "x").sections["concepts"].length

    beyond = [size(MOST_ANCESTORS + further) for further in (100, 200)]
    assert beyond[1] - beyond[0] <= 100 * 160, "nothing but a row of its own for each further concept"
    assert size(MOST_ANCESTORS) > MOST_ANCESTORS**2 * 4 / 2, "where all that is broader is held"
