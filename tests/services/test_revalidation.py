import io

import pytest
from sqlalchemy import Engine

from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.annotations import AnnotatedLabel
from taxonomy_service.exchange.annotations import AnnotationFormat, read_annotations
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.editing import edit
from taxonomy_service.services.publishing import publish
from taxonomy_service.services.releases import load_index
from taxonomy_service.services.revalidation import Revalidation, revalidate, told_reason
from taxonomy_service.store.session import transaction
from tests.services.conftest import Take
from tests.services.test_editing import add, change_set
from tests.services.test_publishing import SOUND, settings

ROWS = (
    "label,language,concept\n"
    "chaussure de course,fr,running-shoe\n"
    "soulier de course,fr,running-shoe\n"
    "chaussure de course,FR,running-shoe\n"
    "Sandale,de,sandal\n"
    "sandal,en,\n"
    "Laufschuh,de,\n"
    "スポーツシューズ,ja,sports-shoe\n"
    ",fr,\n"
)


@pytest.fixture
def indexes(take: Take, engine: Engine) -> tuple[LabelIndex, LabelIndex]:
    """Two releases: a French label replaced, a concept merged, a label added elsewhere."""
    take(SOUND)
    former = {"form": "chaussure de course", "language": "fr", "kind": "preferred"}
    with transaction(engine) as store:
        changed = change_set(
            {"operation": "revise-label", "concept": "running-shoe", "label": former, "form": "soulier de course"},
            {"operation": "merge", "concept": "sandal", "into": "shoe"},
            add("shoe", "スポーツシューズ", "ja"),
        )
        edit(store, OPERATOR, "shoes", changed)
        assert publish(store, OPERATOR, "shoes").release is not None
        return load_index(store, "shoes", "1"), load_index(store, "shoes", "2")


def _run(indexes: tuple[LabelIndex, LabelIndex], text: str = ROWS) -> Revalidation:
    items = read_annotations(io.BytesIO(text.encode()), "labels.csv", AnnotationFormat.CSV)
    return revalidate(*indexes, items, "labels.csv")


def test_labels_with_another_verdict_are_told_with_the_change_that_made_it(
    indexes: tuple[LabelIndex, LabelIndex],
) -> None:
    report = _run(indexes)
    found = {
        one.before.label: (
            one.count,
            one.before.verdict.value,
            one.after.verdict.value,
            [str(own.told) for own in one.reasons],
        )
        for one in report.changed
    }
    assert found == {
        "chaussure de course": (2, "preferred", "unknown", ["“chaussure de course” was taken from running-shoe"]),
        "soulier de course": (1, "unknown", "preferred", ["“soulier de course” was put on running-shoe"]),
        "Sandale": (1, "preferred", "retired", ["sandal was merged into shoe"]),
        "sandal": (1, "preferred", "alternative", ["sandal was merged into shoe", "“sandal” was put on shoe"]),
    }
    assert (report.annotations, report.labels) == (7, 6)
    assert [(count, place) for count, place in report.not_checked.values()] == [(1, "line 9")]


def test_nothing_differs_between_a_release_and_itself(indexes: tuple[LabelIndex, LabelIndex]) -> None:
    first, _ = indexes
    report = _run((first, first))
    assert report.changed == []
    assert (report.before.number, report.after.number, report.labels) == (1, 1, 6)


def test_an_attribute_that_is_required_now_and_a_label_moved_are_told_as_data(take: Take, engine: Engine) -> None:
    take(SOUND)
    with transaction(engine) as store:
        former = {"form": "スポーツシューズ", "language": "ja", "kind": "preferred"}
        names = [{"form": "closure", "language": "en"}]
        changed = change_set(
            {"operation": "define-attribute", "id": "closure", "names": names, "values": [{"id": "lace"}]},
            {"operation": "require-attribute", "concept": "shoe", "attribute": "closure"},
            {"operation": "remove-label", "concept": "sports-shoe", "label": former},
            add("running-shoe", "スポーツシューズ", "ja"),
            settings(fallbacks=["tr"]),
        )
        edit(store, OPERATOR, "shoes", changed)
        assert publish(store, OPERATOR, "shoes").release is not None
        both = (load_index(store, "shoes", "1"), load_index(store, "shoes", "2"))
    rows = [
        AnnotatedLabel("Laufschuh", "1", 3, "de", attributes={"closure": "lace"}),
        AnnotatedLabel("Laufschuh", "2", 2, "de", attributes={"occluded": "0"}),
        AnnotatedLabel("Laufschuh", "3", 4, "de"),
        AnnotatedLabel("スポーツシューズ", "4", 1, "ja"),
        AnnotatedLabel("koşu ayakkabısı", "5", 1, "az"),
    ]
    report = revalidate(*both, rows, "rows")
    assert (report.annotations, report.labels) == (11, 3)
    found = {(one.place, one.count): [told_reason(own, str) for own in one.reasons] for one in report.changed}
    assert {place: [own.code.value for own in told] for place, told in found.items()} == {
        ("2", 2): ["attribute-required"],
        ("4", 1): ["label-moved"],
        ("5", 1): ["fallbacks-changed"],
    }
    (required,), (moved,) = found["2", 2], found["4", 1]
    assert (required.concept, required.attribute, required.after) == ("running-shoe", "closure", ("lace",))
    assert (moved.form, moved.language, moved.before, moved.after) == (
        "スポーツシューズ",
        "ja",
        ("sports-shoe",),
        ("running-shoe",),
    )
    assert moved.message == "“スポーツシューズ” moved from sports-shoe to running-shoe"
