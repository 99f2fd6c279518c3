"""Judge the labels of annotations by two releases, and say which verdicts differ, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from msgspec import Struct

from taxonomy_service.domain.annotations import AnnotationItem, NotChecked
from taxonomy_service.domain.messages import tell
from taxonomy_service.domain.revalidation import attribute_faults_told, explain, is_other
from taxonomy_service.domain.verdict_reasons import ReasonCode, VerdictReason
from taxonomy_service.domain.verdicts import Question, ReleaseName, Verdict
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.remembering import remembering
from taxonomy_service.services.compliance import question_of

_Label = tuple[str, str | None, str | None]
_Verdicts = tuple[Verdict, Verdict]
_Key = tuple[_Label, tuple[frozenset[tuple[str, str]], ...]]


class ToldReason(Struct, frozen=True):
    """Why a label has another verdict, as data and in words (see `VerdictReason`)."""

    code: ReasonCode
    message: str
    concept: str
    form: str
    language: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    attribute: str


def told_reason(reason: VerdictReason, translate: Callable[[str], str]) -> ToldReason:
    """Return a reason with its sentence in a reader's language."""
    form, language = (reason.form.value, reason.form.language) if reason.form is not None else ("", "")
    told = tell(reason.told, translate)
    return ToldReason(reason.code, told, reason.concept, form, language, reason.before, reason.after, reason.attribute)


@dataclass(slots=True)
class Revalidated:
    """A label whose verdict differs: how many annotations carry it, where it first stands, both verdicts, and why."""

    place: str
    before: Verdict
    after: Verdict
    reasons: tuple[VerdictReason, ...]
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
    """Judge every label of a file by both releases; `language` is that of the labels for which the file states none.

    Annotations with a label count together unless their attributes are wrong in other ways.
    """
    report = Revalidation(name, before.name, after.name)
    judges = (remembering(before), remembering(after))
    seen: dict[_Key, Revalidated | None] = {}
    for item in items:
        if isinstance(item, NotChecked):
            count, place = report.not_checked.get(item.reason, (0, item.place))
            report.not_checked[item.reason] = (count + item.count, place)
            continue
        question = question_of(item, language)
        verdicts = (judges[0](question), judges[1](question))
        key = _key(question, verdicts)
        if key not in seen:
            seen[key] = _compared(before, after, item.place, verdicts)
        known = seen[key]
        report.annotations += item.count
        if known is not None:
            known.count += item.count
    report.labels = len({label for label, _ in seen})
    changed = [known for known in seen.values() if known is not None]
    report.changed = sorted(changed, key=lambda known: (-known.count, known.before.label))
    return report


def _key(question: Question, verdicts: _Verdicts) -> _Key:
    label = (question.label, question.language, question.concept)
    return label, () if question.attributes is None else tuple(map(attribute_faults_told, verdicts))


def _compared(before: LabelIndex, after: LabelIndex, place: str, verdicts: _Verdicts) -> Revalidated | None:
    if not is_other(*verdicts):
        return None
    return Revalidated(place, *verdicts, explain(*verdicts, before, after))
