import pytest

from taxonomy_service.domain.statements import Literal
from tests.integrity.fixes.conftest import Mend


def forms(change: Mend, code: str, body: str) -> tuple[list[str], list[str]]:
    difference = change(code, body).difference
    sides = (difference.removed, difference.added)
    gone, new = ([row.object.value for row in side if isinstance(row.object, Literal)] for side in sides)
    return gone, new


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("Q074", " Peines  para caballos", "Peines para caballos"),
        ("Q074", "Vestidos\u00a0infantis", "Vestidos infantis"),
        ("Q071", "Gummi\u00adstiefel", "Gummistiefel"),
        ("Q072", "boot\u202etoob", "boottoob"),
        ("Q075", "Bu\u0301ty", "B\u00faty"),
    ],
)
def test_a_form_is_written_anew_and_nothing_else_is_touched(mended: Mend, code: str, bad: str, good: str) -> None:
    body = f':a a skos:Concept ; skos:prefLabel "{bad}"@de ; skos:altLabel "Stiefel "@xx ; skos:note "{bad}"@de .'
    gone, new = forms(mended, code, body)
    assert bad in gone
    assert good in new


def test_a_form_of_which_nothing_would_be_left_is_left_to_a_person(mended: Mend) -> None:
    done = mended("Q071", ':a a skos:Concept ; skos:prefLabel "\\u200B"@de .')
    assert not done.difference
    assert [finding.code for finding in done.left] == ["Q071"]


def test_a_label_of_skos_xl_is_mended_at_its_node(mended: Mend) -> None:
    body = ':a a skos:Concept ; skosxl:prefLabel :l . :l a skosxl:Label ; skosxl:literalForm "boot "@en .'
    difference = mended("Q074", body).difference
    assert [(row.subject, row.object) for row in difference.added] == [("http://x/l", Literal("boot", "en"))]  # type: ignore[arg-type]
    assert len(difference.removed) == 1


def test_tags_of_labels_and_notes_become_canonical(mended: Mend) -> None:
    body = ':a a skos:Concept ; skos:prefLabel "מגף"@iw ; skos:definition "נעל גבוהה"@iw .'
    added = mended("Q053", body).difference.added
    assert {row.object.language for row in added if isinstance(row.object, Literal)} == {"he"}
    assert len(added) == 2
