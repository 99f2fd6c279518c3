"""Judge the labels of annotations by two releases, and say which verdicts differ, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from taxonomy_service.domain.annotations import AnnotationItem, NotChecked
from taxonomy_service.domain.messages import Message
from taxonomy_service.domain.revalidation import explain, is_other
from taxonomy_service.domain.verdicts import ReleaseName, Verdict
from taxonomy_service.matching.judging import remembering
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.services.compliance import question_of

_Key = tuple[str, str | None, str | None]


@dataclass(slots=True)
class Revalidated:
    """A label whose verdict differs: how many annotations carry it, where it first stands, both verdicts, and why."""

    place: str
    before: Verdict
    after: Verdict
    reasons: tuple[Message, ...]
    count: int = 0


@dataclass(slots=True)
class Revalidation:
    """What two releases say of the labels of a file.

    `annotations` and `labels` (distinct ones) count what was judged; `changed` are the labels with another verdict, the
    frequent first; `not_checked` counts what carried no label, by reason, with a first place.
    """

    name: str
    before: ReleaseName
    after: ReleaseName
    annotations: int = 0
    labels: int = 0
    changed: list[Revalidated] = field(default_factory=list)
    not_checked: dict[str, tuple[int, str]] = field(default_factory=dict)


def revalidate(
    before: LabelIndex, after: LabelIndex, items: Iterable[AnnotationItem], name: str, *, language: str | None = None
) -> Revalidation:
    """Judge every label of a file by both releases; `language` is that of the labels for which the file states none."""
    report = Revalidation(name, before.name, after.name)
    judge_before, judge_after = remembering(before), remembering(after)
    seen: dict[_Key, Revalidated | None] = {}
    for item in items:
        if isinstance(item, NotChecked):
            count, place = report.not_checked.get(item.reason, (0, item.place))
            report.not_checked[item.reason] = (count + item.count, place)
            continue
        question = question_of(item, language)
        key = (question.label, question.language, question.concept)
        if key not in seen:
            seen[key] = _compared(before, after, item.place, (judge_before(question), judge_after(question)))
        known = seen[key]
        report.annotations += item.count
        if known is not None:
            known.count += item.count
    report.labels = len(seen)
    changed = [known for known in seen.values() if known is not None]
    report.changed = sorted(changed, key=lambda known: (-known.count, known.before.label))
    return report


def _compared(
    before: LabelIndex, after: LabelIndex, place: str, verdicts: tuple[Verdict, Verdict]
) -> Revalidated | None:
    if not is_other(*verdicts):
        return None
    return Revalidated(place, *verdicts, explain(*verdicts, before.scheme, after.scheme))
