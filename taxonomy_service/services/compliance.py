"""How far the labels of an annotation file keep to a vocabulary."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.verdicts import ACCEPTED, Question, ReleaseName, Verdict, VerdictCode
from taxonomy_service.matching.judging import judge, remembering
from taxonomy_service.matching.label_index import LabelIndex


@dataclass(frozen=True, slots=True)
class Offender:
    """A label that was not accepted: its verdict, how many annotations carry it, and where it first stands."""

    verdict: Verdict
    count: int
    place: str


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """The report on one file.

    `annotations` counts annotations by language asked and verdict, `labels` the distinct labels; `offenders` are the
    labels that were not accepted, the frequent first; `not_checked` counts what carried no label, by reason, with a
    first place.
    """

    name: str
    release: ReleaseName
    annotations: dict[str, dict[VerdictCode, int]]
    labels: dict[VerdictCode, int]
    warnings: dict[str, int]
    offenders: tuple[Offender, ...]
    not_checked: dict[str, tuple[int, str]]

    @property
    def total(self) -> int:
        """How many annotations were judged."""
        return sum(sum(row.values()) for row in self.annotations.values())

    @property
    def accepted(self) -> int:
        """How many annotations carry a label that names its concept."""
        return sum(count for row in self.annotations.values() for code, count in row.items() if code in ACCEPTED)

    @property
    def compliant(self) -> bool:
        """Whether every label was accepted, those that no annotation uses included."""
        return not self.offenders


def check_annotations(
    index: LabelIndex, items: Iterable[AnnotationItem], name: str, *, language: str | None = None
) -> ComplianceReport:
    """Judge every label of a file in one pass; `language` is that of the labels for which the file states none."""
    judge_again = remembering(index)
    annotations: dict[str, Counter[VerdictCode]] = {}
    warnings: Counter[str] = Counter()
    offending: dict[tuple[str, str, str | None], list[object]] = {}
    distinct: dict[tuple[str, str, str | None], VerdictCode] = {}
    not_checked: dict[str, tuple[int, str]] = {}
    for item in items:
        if isinstance(item, NotChecked):
            count, place = not_checked.get(item.reason, (0, item.place))
            not_checked[item.reason] = (count + item.count, place)
            continue
        question = _question(item, language)
        verdict = judge_again(question)
        asked = question.language or ""
        annotations.setdefault(asked, Counter())[verdict.verdict] += item.count
        warnings.update({warning.code.value: item.count for warning in verdict.warnings})
        key = (question.label, asked, question.concept)
        distinct[key] = verdict.verdict
        if verdict.verdict not in ACCEPTED:
            seen = offending.setdefault(key, [question, 0, item.place])
            seen[1] += item.count  # type: ignore[operator]
    offenders = [_offender(index, *found) for found in offending.values()]  # type: ignore[arg-type]
    return ComplianceReport(
        name,
        index.name,
        {asked: dict(row.most_common()) for asked, row in sorted(annotations.items())},
        dict(Counter(distinct.values()).most_common()),
        dict(warnings.most_common()),
        tuple(sorted(offenders, key=lambda offender: (-offender.count, offender.verdict.label))),
        not_checked,
    )


def _question(item: AnnotatedLabel, language: str | None) -> Question:
    return Question(
        item.label, item.language or language, item.concept, dict(item.attributes) if item.attributes else None
    )


def _offender(index: LabelIndex, question: Question, count: int, place: str) -> Offender:
    """Judge an offender once more, now with suggestions."""
    return Offender(judge(index, question, suggestions=3), count, place)
