import pytest

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.verdict_reasons import (
    VerdictReason,
    broader_changed,
    concept_retired,
    fallbacks_changed,
    successors_changed,
)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (concept_retired("boot", (), is_new=False), "boot was retired"),
        (concept_retired("boot", ("shoe",), is_new=False), "boot was merged into shoe"),
        (concept_retired("boot", ("shoe",), is_new=True), "boot was replaced by shoe"),
        (concept_retired("boot", ("clog", "shoe"), is_new=True), "boot was split into clog, shoe"),
        (successors_changed("boot", (), ("shoe",)), "shoe follows boot now"),
        (successors_changed("boot", ("shoe",), ()), "nothing follows boot any more"),
        (broader_changed("boot", (), ("shoe", "wear")), "boot stands under shoe, wear, no longer at the top"),
        (broader_changed("boot", ("shoe",), ()), "boot stands at the top, no longer under shoe"),
        (broader_changed("boot", ("shoe",), ("wear",)), "boot stands under wear, before under shoe"),
        (fallbacks_changed((LanguageTag("tr"),), ()), "the scheme falls back to no other language any more"),
    ],
)
def test_a_reason_is_told_in_one_sentence(reason: VerdictReason, told: str) -> None:
    assert str(reason.told) == told
