import pytest

from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.matching.packed_labels import (
    ALONE,
    CONCEPT,
    CONCEPTS_BEGIN_AT,
    KINDS,
    SHOWN,
    Lead,
    decoded,
    encoded,
    kind_of,
    packed,
    which_of,
)


def test_kinds_and_leads_keep_their_places_in_files_already_written() -> None:
    assert KINDS == (LabelKind.PREFERRED, LabelKind.ALTERNATIVE, LabelKind.HIDDEN)
    assert [(lead.name, lead.value) for lead in Lead] == [("FORM", 0), ("KEY", 1), ("VARIANT", 2)]
    assert which_of(3, Lead.VARIANT) == 14


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("flags", [0, ALONE, SHOWN, ALONE | SHOWN])
@pytest.mark.parametrize("concept", [CONCEPTS_BEGIN_AT, 2**32 - CONCEPTS_BEGIN_AT])
def test_concept_kind_and_flags_do_not_touch_one_another(concept: int, flags: int, kind: LabelKind) -> None:
    label = packed(concept, kind, flags)
    assert (label & CONCEPT, kind_of(label), label & (ALONE | SHOWN)) == (concept, kind, flags)
    assert label < 2**32


@pytest.mark.parametrize("text", ["", "靴", "حذاء", "\ud800", "a\udfffb"])
def test_any_text_comes_back(text: str) -> None:
    assert decoded(encoded(text)) == text
