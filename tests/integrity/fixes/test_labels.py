import pytest

from taxonomy_service.domain.statements import Literal, Statement
from taxonomy_service.integrity.fixes.fix import Keep
from tests.integrity.fixes.conftest import Mend

TWO = ':a a skos:Concept ; skos:prefLabel "kalosz"@pl, "but gumowy"@pl, "gumiak"@pl, "Stiefel"@de .'


def short(rows: frozenset[Statement]) -> set[tuple[str, str]]:
    return {
        (row.predicate.rpartition("#")[2], row.object.value if isinstance(row.object, Literal) else row.object)
        for row in rows
    }


@pytest.mark.parametrize(
    ("keep", "kept"), [(Keep.FIRST, "but gumowy"), (Keep.SHORTEST, "gumiak"), (Keep.LONGEST, "but gumowy")]
)
def test_the_policy_says_which_preferred_label_stays(mended: Mend, keep: Keep, kept: str) -> None:
    difference = mended("S14", TWO, keep=keep).difference
    others = {"kalosz", "but gumowy", "gumiak"} - {kept}
    assert short(difference.removed) == {("prefLabel", form) for form in others}
    assert short(difference.added) == {("altLabel", form) for form in others}


def test_without_a_policy_none_is_demoted(mended: Mend) -> None:
    done = mended("S14", TWO)
    assert not done.difference
    assert len(done.left) == 1


def test_a_label_resource_is_demoted_by_what_leads_to_it(mended: Mend) -> None:
    body = (
        ':a a skos:Concept ; skos:prefLabel "靴"@ja ; skosxl:prefLabel :l . '
        ':l a skosxl:Label ; skosxl:literalForm "ブーツ"@ja .'
    )
    difference = mended("S14", body, keep=Keep.SHORTEST).difference
    assert short(difference.removed) == {("prefLabel", "http://x/l")}
    assert short(difference.added) == {("altLabel", "http://x/l")}


def test_a_form_stays_as_the_strongest_of_its_kinds(mended: Mend) -> None:
    body = ':a a skos:Concept ; skos:prefLabel "حذاء"@ar ; skos:altLabel "حذاء"@ar ; skos:hiddenLabel "حذاء"@ar .'
    difference = mended("S13", body).difference
    assert short(difference.removed) == {("altLabel", "حذاء"), ("hiddenLabel", "حذاء")}
    assert not difference.added
