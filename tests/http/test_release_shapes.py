from datetime import UTC, datetime

from taxonomy_service.domain.approvals import LabelKey
from taxonomy_service.domain.approved_content import LeftOut
from taxonomy_service.domain.findings import Severity
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.release_differences import ChangeKind, ReleaseChange, ReleaseDifference
from taxonomy_service.domain.release_gates import GateItem, GateKind, count_items
from taxonomy_service.domain.releases import Override, ReleaseEntry
from taxonomy_service.domain.schemes import ConceptScheme, SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.http.release_shapes import (
    change_shape,
    difference_shape,
    id_map_shape,
    log_shape,
    publication_shape,
)
from taxonomy_service.services.differences import Compared, LogEntry
from taxonomy_service.services.publishing import Publication

ENTRY = ReleaseEntry(SchemeId("s"), 2, "1.1", "0" * 64, datetime(2026, 11, 25, tzinfo=UTC), 1, 1, "नया")
ADDED = ReleaseChange(ChangeKind.LABEL_ADDED, "shoe", Iri("urn:shoe"), "he", LabelKind.HIDDEN, (), ("נעל",))
EMPTY = ConceptScheme(SchemeId("s"), Iri("urn:s"))


def test_a_label_is_shown_with_its_language_and_direction() -> None:
    shape = change_shape(ADDED)
    assert (shape.change, shape.language, shape.direction, shape.kind) == ("label-added", "he", "rtl", "hidden")
    assert (shape.before, shape.after) == ([], ["נעל"])


def test_the_two_sides_are_named_from_and_to() -> None:
    compared = Compared(ENTRY, None, (EMPTY, EMPTY))
    shown = difference_shape(compared).model_dump(by_alias=True)
    assert (shown["from"]["number"], shown["to"], shown["counts"], shown["changes"]) == (2, None, {}, [])
    assert id_map_shape(compared).model_dump(by_alias=True)["ids"] == []


def test_a_release_in_the_log_says_what_it_was_made_in_spite_of() -> None:
    override = Override(GateKind.VANISHED_ID, 2, "कारण", "a1")
    shape = log_shape(LogEntry(ENTRY, {ChangeKind.CONCEPT_ADDED: 3}, (override,)))
    assert (shape.release.note, shape.counts, shape.overrides[0].reason) == ("नया", {"concept-added": 3}, "कारण")


def test_a_publication_tells_the_gate_and_what_waits() -> None:
    told = message("{concept} is no longer there", concept="shoe")
    gate = (GateItem(GateKind.VANISHED_ID, Severity.ERROR, "vanished-id", "urn:shoe", told),)
    key = LabelKey("urn:shoe", LanguageTag("ar"), LabelKind.PREFERRED, "حذاء")
    done = Publication(None, True, "3", gate, (LeftOut(key, "نعل"),), ReleaseDifference((ADDED,)), "7-ab")
    shape = publication_shape(done, LanguageTag("en"), dry_run=True, counts=count_items(gate))
    assert (shape.dry_run, shape.release, shape.gate_counts) == (True, None, {"vanished-id": 1})
    assert (shape.gate[0].message, shape.gate[0].blocking) == ("shoe is no longer there", True)
    assert (shape.left_out[0].form, shape.left_out[0].direction, shape.left_out[0].kept) == ("حذاء", "rtl", "نعل")
    assert shape.counts == {"label-added": 1}
