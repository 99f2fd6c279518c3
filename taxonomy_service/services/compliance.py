"""How far the labels of an annotation file keep to a vocabulary."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from taxonomy_service.domain.annotations import AnnotatedLabel, AnnotationItem, NotChecked
from taxonomy_service.domain.errors import InvalidLanguageTag
from taxonomy_service.domain.languages import parse_language_tag
from taxonomy_service.domain.verdicts import ACCEPTED, Question, ReleaseName, Verdict, VerdictCode
from taxonomy_service.matching.judging import judge
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.matching.remembering import Judge, remembering

MOST_SUGGESTED = 200
"""Finding suggestions takes up to 15 ms a label in a large vocabulary; nobody reads them for more labels than this."""

_Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Offender:
    """A label that was not accepted: its verdict, how many annotations carry it, and where it first stands."""

    verdict: Verdict
    count: int
    place: str


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """The report on one file.

    `annotations` counts annotations by language asked and verdict, `labels` the distinct labels; `warnings` counts
    annotations by warning; `offenders` are the labels that were not accepted, the frequent first; `not_checked` counts
    what carried no label, by reason, with a first place.
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
        """Whether every label was accepted, those that no annotation uses included.

        A file in which nothing could be checked does not comply: it says nothing for it that nothing is known of it.
        """
        return not self.offenders and (bool(self.labels) or not self.not_checked)


def check_annotations(
    index: ReleaseIndex, items: Iterable[AnnotationItem], name: str, *, language: str | None = None
) -> ComplianceReport:
    """Judge every label of a file in one pass; `language` is that of the labels for which the file states none.

    The 200 most frequent offenders come with suggestions.
    """
    return report_on(index, tally_of(remembering(index), items, language=language), name)


def tally_of(judge_again: Judge, items: Iterable[AnnotationItem], *, language: str | None = None) -> "Tally":
    """Judge and count the labels of a file, or of a part of one."""
    tally = Tally()
    for item in items:
        if isinstance(item, NotChecked):
            tally.skip(item)
        else:
            question = question_of(item, language)
            tally.count(item, question, judge_again(question))
    return tally


def report_on(index: ReleaseIndex, tally: "Tally", name: str) -> ComplianceReport:
    """Return the report on what was counted in a file."""
    return ComplianceReport(
        name,
        index.name,
        {asked: dict(row.most_common()) for asked, row in sorted(tally.annotations.items())},
        dict(Counter(tally.distinct.values()).most_common()),
        dict(tally.warnings.most_common()),
        tuple(_offenders(index, tally.offending.values())),
        tally.not_checked,
    )


def question_of(item: AnnotatedLabel, language: str | None) -> Question:
    """Return what is asked about a label; `language` is its language where the file states none."""
    return Question(
        item.label,
        _canonical(item.language or language),
        item.concept,
        dict(item.attributes) if item.attributes else None,
    )


def _canonical(language: str | None) -> str | None:
    """Return the canonical form of a tag, so that `EN` and `en` are counted as one; a malformed one stays as it is."""
    try:
        return parse_language_tag(language) if language else None
    except InvalidLanguageTag:
        return language


@dataclass(slots=True)
class _Offending:
    """An offender while it is counted."""

    question: Question
    verdict: Verdict
    place: str
    count: int = 0


@dataclass(slots=True)
class Tally:
    """What is counted while the items pass; labels are told apart by form, language asked and concept claimed."""

    annotations: dict[str, Counter[VerdictCode]] = field(default_factory=lambda: defaultdict(Counter))
    distinct: dict[_Key, VerdictCode] = field(default_factory=dict)
    warnings: Counter[str] = field(default_factory=Counter)
    offending: dict[_Key, _Offending] = field(default_factory=dict)
    not_checked: dict[str, tuple[int, str]] = field(default_factory=dict)

    def skip(self, item: NotChecked) -> None:
        """Count what could not be checked."""
        count, place = self.not_checked.get(item.reason, (0, item.place))
        self.not_checked[item.reason] = (count + item.count, place)

    def count(self, item: AnnotatedLabel, question: Question, verdict: Verdict) -> None:
        """Count a label that was judged."""
        asked, code = question.language or "", verdict.verdict
        self.annotations[asked][code] += item.count
        for warning in dict.fromkeys(warning.code.value for warning in verdict.warnings):
            self.warnings[warning] += item.count
        key = (question.label, asked, question.concept)
        self.distinct[key] = code
        if code not in ACCEPTED:
            self.offending.setdefault(key, _Offending(question, verdict, item.place)).count += item.count

    def add(self, later: "Tally") -> None:
        """Add what was counted in the part of the file that follows."""
        for asked, row in later.annotations.items():
            self.annotations[asked].update(row)
        self.distinct |= later.distinct
        self.warnings.update(later.warnings)
        for key, found in later.offending.items():
            known = self.offending.setdefault(key, found)
            if known is not found:
                known.count += found.count
        for reason, (count, place) in later.not_checked.items():
            self.skip(NotChecked(place, reason, count))


def _offenders(index: ReleaseIndex, offending: Iterable[_Offending]) -> Iterator[Offender]:
    """Yield the offenders, the frequent first; the first of them are judged once more, now with suggestions."""
    ordered = sorted(offending, key=lambda found: (-found.count, found.question.label))
    for place, found in enumerate(ordered):
        verdict = judge(index, found.question, suggestions=3) if place < MOST_SUGGESTED else found.verdict
        yield Offender(verdict, found.count, found.place)
