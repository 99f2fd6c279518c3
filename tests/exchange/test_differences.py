import csv
import io

from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.release_differences import ChangedPart, ChangeKind, ReleaseChange
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.differences import COLUMNS, difference_csv, difference_lines

SHOE = ("shoe", Iri("urn:shoe"))
CHANGES = (
    ReleaseChange(ChangeKind.CONCEPT_SPLIT, *SHOE, after=("boot", "sandal")),
    ReleaseChange(ChangeKind.CONCEPT_MOVED, *SHOE, before=(), after=("footwear",)),
    ReleaseChange(ChangeKind.LABEL_CHANGED, *SHOE, "he", LabelKind.PREFERRED, ("נעל",), ("נעליים",)),
    ReleaseChange(ChangeKind.LABEL_ADDED, *SHOE, "hi", LabelKind.HIDDEN, after=('=जूता, "',)),
    ReleaseChange(ChangeKind.CONCEPT_CHANGED, *SHOE, parts=(ChangedPart.NOTES, ChangedPart.MAPPINGS)),
    ReleaseChange(ChangeKind.SCHEME_CHANGED, "", Iri("urn:s")),
)


def test_csv_has_a_row_for_each_change_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO("".join(difference_csv(CHANGES)))))
    assert rows == [
        list(COLUMNS),
        ["concept-split", "shoe", "urn:shoe", "", "", "", "boot|sandal", ""],
        ["concept-moved", "shoe", "urn:shoe", "", "", "", "footwear", ""],
        ["label-changed", "shoe", "urn:shoe", "he", "preferred", "נעל", "נעליים", ""],
        ["label-added", "shoe", "urn:shoe", "hi", "hidden", "", "'=जूता, \"", ""],
        ["concept-changed", "shoe", "urn:shoe", "", "", "", "", "notes|mappings"],
        ["scheme-changed", "", "urn:s", "", "", "", "", ""],
    ]


def test_lines_stand_under_their_concept() -> None:
    assert list(difference_lines(CHANGES)) == [
        "shoe",
        "  ~ concept-split: → boot, sandal",
        "  ~ concept-moved: top → footwear",
        "  ~ label-changed “נעל”@he → “נעליים”@he (preferred)",
        '  + label-added “=जूता, "”@hi (hidden)',
        "  ~ concept-changed: notes, mappings",
        "(scheme)",
        "  ~ scheme-changed",
    ]
    assert list(difference_lines([])) == []
