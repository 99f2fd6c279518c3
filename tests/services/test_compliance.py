import io
import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import UnreadableFile
from taxonomy_service.domain.terms import SKOS
from taxonomy_service.domain.verdicts import VerdictCode
from taxonomy_service.exchange.annotations.reading import read_annotations
from taxonomy_service.matching.label_index import LabelIndex, compile_release
from taxonomy_service.services import compliance
from taxonomy_service.services.compliance import ComplianceReport, check_annotations
from taxonomy_service.services.imports import ImportReport
from taxonomy_service.services.releases import load_release
from taxonomy_service.store.session import transaction

Take = Callable[..., ImportReport]
KNOWN = ("person", "wine glass", "label1", "II", "white")
"""What the vocabulary for the real files knows."""


@pytest.fixture
def things(take: Take, engine: Engine) -> LabelIndex:
    lines = (f'<urn:{n}> <{SKOS}prefLabel> "{form}"@en ; <{SKOS}inScheme> <urn:s> .' for n, form in enumerate(KNOWN))
    take("\n".join(lines), "things.ttl")
    with transaction(engine, writing=False) as store:
        return compile_release(load_release(store, "things"))


def check(index: LabelIndex, items: Iterable[AnnotationItem], language: str | None = None) -> ComplianceReport:
    return check_annotations(index, items, "made", language=language)


def labels(*forms: str, language: str | None = None) -> list[AnnotationItem]:
    return [AnnotatedLabel(form, f"line {n}", language=language) for n, form in enumerate(forms, start=1)]


def test_file_of_good_labels_complies(index: LabelIndex) -> None:
    report = check(index, labels("Laufschuh", "Laufschuh", "Schuh"), "de")
    assert report.compliant
    assert (report.total, report.accepted, report.offenders) == (3, 3, ())
    assert report.annotations == {"de": {VerdictCode.PREFERRED: 3}}
    assert report.labels == {VerdictCode.PREFERRED: 2}
    assert report.release == index.name


def test_every_verdict_is_counted_by_language(index: LabelIndex) -> None:
    items = [
        *labels("ランニングシューズ", "靴", "くつした", language="ja"),
        *labels("حذاء", "جورب", "حذاء", language="ar"),
        *labels("sport shoe", "S1", "Schuh", "flip-flop", " "),
        AnnotatedLabel("athletic shoe", "x", language="no-such-language-tag-at-all", count=4),
    ]
    report = check(index, items, "en")
    assert report.annotations == {
        "ar": {VerdictCode.PREFERRED: 2, VerdictCode.UNKNOWN: 1},
        "en": {
            VerdictCode.HIDDEN: 1,
            VerdictCode.IDENTIFIER: 1,
            VerdictCode.OTHER_LANGUAGE: 1,
            VerdictCode.RETIRED: 1,
            VerdictCode.MALFORMED: 1,
        },
        "ja": {VerdictCode.PREFERRED: 2, VerdictCode.UNKNOWN: 1},
        "no-such-language-tag-at-all": {VerdictCode.MALFORMED: 4},
    }
    assert (report.total, report.accepted) == (15, 6)


def test_one_language_written_in_two_ways_is_one_column(index: LabelIndex) -> None:
    items = [*labels("靴", language="JA"), *labels("靴", language="ja")]
    report = check(index, items)
    assert report.annotations == {"ja": {VerdictCode.PREFERRED: 2}}
    assert report.labels == {VerdictCode.PREFERRED: 1}


def test_offenders_come_frequent_first_with_their_first_place_and_suggestions(index: LabelIndex) -> None:
    report = check(index, labels("Sandle", "Laufschu", "Laufschu", "Schuh", "Ähem"), "de")
    assert [(o.verdict.label, o.count, o.place) for o in report.offenders] == [
        ("Laufschu", 2, "line 2"),
        ("Sandle", 1, "line 1"),
        ("Ähem", 1, "line 5"),
    ]
    assert report.offenders[0].verdict.suggestions[0].label == "Laufschuh"
    assert not report.compliant


def test_only_the_most_frequent_offenders_cost_a_search(index: LabelIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compliance, "MOST_SUGGESTED", 1)
    report = check(index, labels("Laufschu", "Laufschu", "Sandle"), "de")
    assert [bool(offender.verdict.suggestions) for offender in report.offenders] == [True, False]


def test_label_that_names_another_concept_than_claimed_is_an_offender(index: LabelIndex) -> None:
    items = [
        AnnotatedLabel("chaussure de sport", "1", language="fr", concept="running-shoe"),
        AnnotatedLabel("chaussure de sport", "2", language="fr", concept="sports-shoe"),
        AnnotatedLabel("chaussure de sport", "3", language="fr"),
    ]
    report = check(index, items)
    assert report.annotations["fr"] == {VerdictCode.PREFERRED: 2, VerdictCode.MISMATCH: 1}
    assert [(o.verdict.verdict, o.verdict.relation, o.place) for o in report.offenders] == [
        ("mismatch", "broader", "1")
    ]
    assert sum(report.labels.values()) == 3


def test_unused_label_counts_no_annotation_but_must_be_known(index: LabelIndex) -> None:
    good = check(index, [AnnotatedLabel("shoe", "category 1", count=0)], "en")
    assert (good.compliant, good.total) == (True, 0)
    bad = check(index, [AnnotatedLabel("zebra", "category 1", count=0)], "en")
    assert (bad.compliant, bad.total, bad.offenders[0].count) == (False, 0, 0)


def test_what_was_not_checked_is_counted_by_reason_with_its_first_place(index: LabelIndex) -> None:
    items = [NotChecked("a", "no label"), NotChecked("b", "skipped", 3), NotChecked("c", "no label", 2)]
    report = check(index, items)
    assert report.not_checked == {"no label": (3, "a"), "skipped": (3, "b")}


def test_file_in_which_nothing_could_be_checked_does_not_comply(index: LabelIndex) -> None:
    unread = NotChecked("line 2", "not UTF-8")
    assert not check(index, [unread]).compliant
    assert check(index, [unread, AnnotatedLabel("Laufschuh", "line 3", language="de")]).compliant


def test_warning_is_counted_once_an_annotation(index: LabelIndex) -> None:
    zero_width = AnnotatedLabel("Lauf\u200bschuh", "1", count=5, language="de")
    claim = AnnotatedLabel("Laufschuh", "2", count=2, language="de", concept="no-such")
    report = check(index, [zero_width, claim])
    assert report.warnings == {"invisible-characters": 5, "unknown-claim": 2}


def test_file_without_any_item_complies(index: LabelIndex) -> None:
    report = check(index, [])
    assert (report.compliant, report.total, report.accepted, report.annotations) == (True, 0, 0, {})


def test_broken_end_of_a_file_is_not_reported_as_a_whole_file(index: LabelIndex) -> None:
    with pytest.raises(UnreadableFile):
        check(index, read_annotations(io.BytesIO(b'{"categories": [{"id": 1, "name": "shoe"}], "annot'), "cut.json"))


def _report(index: LabelIndex, path: Path) -> ComplianceReport:
    with path.open("rb") as stream:
        return check_annotations(index, read_annotations(stream, path.name), path.name, language="en")


@pytest.mark.parametrize("name", ["instances_train2017.json", "instances_val2017.json"])
def test_coco_annotations_are_counted_as_json_counts_them(things: LabelIndex, shared_data: Path, name: str) -> None:
    path = shared_data / "annotations" / "coco" / name
    data = json.loads(path.read_text())
    names = {category["id"]: category["name"] for category in data["categories"]}
    counts = Counter(names[annotation["category_id"]] for annotation in data["annotations"])
    report = _report(things, path)
    assert report.total == len(data["annotations"])
    assert report.accepted == sum(counts[known] for known in KNOWN)
    assert {o.verdict.label: o.count for o in report.offenders} == {
        own: counts[own] for own in names.values() if own not in KNOWN
    }
    assert sum(report.labels.values()) == len(names)


def test_label_studio_results_are_counted(things: LabelIndex, shared_data: Path) -> None:
    path = shared_data / "annotations" / "label-studio" / "test_export_yolo__data.json"
    counts = Counter(
        label
        for task in json.loads(path.read_text())
        for annotation in task["annotations"]
        for result in annotation["result"]
        for label in result["value"]["rectanglelabels"]
    )
    report = _report(things, path)
    assert report.annotations == {
        "en": {VerdictCode.UNKNOWN: counts.total() - counts["white"], VerdictCode.PREFERRED: counts["white"]}
    }


def test_cvat_shapes_are_counted_and_what_has_no_label_is_told(things: LabelIndex, shared_data: Path) -> None:
    folder = shared_data / "annotations" / "cvat"
    task, video, project = (
        _report(things, folder / name) for name in ("images-task.xml", "video.xml", "images-project.xml")
    )
    assert {o.verdict.label: o.count for o in task.offenders} == {"label2": 1}
    assert (task.total, task.accepted) == (2, 1)
    assert sum(count for count, _ in task.not_checked.values()) == 2
    assert {o.verdict.label for o in video.offenders} == {"klhg", "z U k"}
    assert (project.total, project.accepted) == (12, 6)
