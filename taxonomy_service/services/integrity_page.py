"""The report of a check as one HTML page that needs nothing else: it can be sent, kept and printed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import Any, Final, NamedTuple

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.forms import visible
from taxonomy_service.domain.labels import LabelKind
from taxonomy_service.domain.languages import LanguageTag, direction, display_name
from taxonomy_service.domain.messages import Message, Quoted, Reader, tell
from taxonomy_service.domain.readers import quotation_marks
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.ntriples import line
from taxonomy_service.integrity.checks import Check
from taxonomy_service.integrity.languages import canonical_tag
from taxonomy_service.integrity.statistics import Statistics
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.services.catalogues import SOURCE_LANGUAGE, translator
from taxonomy_service.services.integrity import IntegrityReport
from taxonomy_service.services.integrity_words import (
    SEVERITIES,
    accepted_sentence,
    checked_sentence,
    counted,
    more_sentence,
    numbers_of,
    told_words,
)

MOST_LISTED: Final = 300
"""Findings of one check that the page lists; beyond that nobody reads a page."""
_SIGNS: Final = {Severity.ERROR: "✖", Severity.WARNING: "▲", Severity.INFO: "●"}

_pages: Final = Environment(
    loader=PackageLoader("taxonomy_service.services", "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Row(NamedTuple):
    """A finding as the page shows it."""

    severity: Severity
    told: Markup
    tag: LanguageTag
    subject: str
    link: str
    proof: str
    fingerprint: str


class Group(NamedTuple):
    """The findings of one check."""

    code: str
    title: str
    why: str
    severity: Severity
    total: int
    by_tag: list[int]
    rows: list[Row]
    more: str


class _Reader(NamedTuple):
    """For whom a page is: sentences and numbers as her language writes them."""

    language: LanguageTag
    translate: Reader

    def say(self, told: Message) -> str:
        return tell(told, self.translate)

    def show(self, name: str, value: Quoted) -> str:
        """Return what stands in a place of a sentence, as HTML."""
        if isinstance(value, Literal):
            return _label(value, self.language)
        if isinstance(value, int | float):
            return self.number(value)
        return str(escape(self.translate.show(name, value)))

    def number(self, number: float, pattern: str | None = None) -> str:
        return format_decimal(number, pattern, locale=Locale.parse(self.language, sep="-"))


def integrity_page(name: str, report: IntegrityReport, now: datetime, language: LanguageTag = SOURCE_LANGUAGE) -> str:
    """Return the page on a vocabulary: its numbers, coverage, counts per check and language, and the findings.

    It is told in one of the languages that have a catalogue. Every label carries its language and direction, severities
    are words and signs beside any colour, and of a check at most `MOST_LISTED` findings are listed.
    """
    reader = _Reader(language, translator(language))
    tags = _tags(report.findings)
    return _pages.get_template("integrity.html.j2").render(
        name=name,
        reader=language,
        direction=direction(language),
        words=told_words(reader.translate),
        severities={severity: reader.say(word) for severity, word in SEVERITIES.items()},
        number=reader.number,
        checked=reader.say(checked_sentence(f"{now:%Y-%m-%d %H:%M %Z}".strip(), version("taxonomy-service"))),
        accepted_count=reader.say(accepted_sentence(reader.number(len(report.accepted)))) if report.accepted else "",
        signs=_SIGNS,
        counts=_counts(report, reader),
        numbers=[(reader.say(what), count) for what, count in numbers_of(report.statistics)],
        languages=_languages(report, language),
        coverage=_coverage(report.statistics),
        matrix_tags=tags,
        groups=_groups(report.findings, tags, reader),
        accepted=sorted(Counter(finding.code for finding in report.accepted).items()),
        gaps=_gaps(report, reader),
    )


def _counts(report: IntegrityReport, reader: _Reader) -> list[tuple[str, str]]:
    found = Counter(finding.severity for finding in report.findings)
    return [
        (_SIGNS[severity], reader.say(counted(severity, reader.number(found[severity]))))
        for severity in Severity
        if found[severity]
    ]


def _gaps(report: IntegrityReport, reader: _Reader) -> list[tuple[str, list[str]]]:
    """Return what was not checked, the checks of one reason together, each with its quantity where that is known."""
    by_reason: dict[str, list[str]] = {}
    for gap in report.not_checked:
        quantity = f" ({reader.number(gap.quantity)})" if gap.quantity else ""
        by_reason.setdefault(reader.say(gap.reason), []).append(f"{gap.code}{quantity}")
    return list(by_reason.items())


def _tags(findings: Iterable[IntegrityFinding]) -> list[LanguageTag]:
    counts = Counter(finding.language for finding in findings)
    return sorted(counts, key=lambda tag: (tag == "", -counts[tag], tag))


def _languages(report: IntegrityReport, reader: LanguageTag) -> list[dict[str, Any]]:
    total = report.statistics.concepts or 1
    findings = Counter(finding.language for finding in report.findings)
    return [
        {
            "tag": tag,
            "title": _title(tag, reader),
            "labels": [coverage.labels[kind] for kind in LabelKind],
            "shares": (coverage.concepts / total, coverage.defined / total),
            "findings": findings[tag],
        }
        for tag, coverage in report.statistics.languages.items()
    ]


def _title(tag: LanguageTag, reader: LanguageTag) -> str:
    own = canonical_tag(tag)
    return display_name(own, reader) if own else ""


def _coverage(numbers: Statistics) -> dict[str, Any]:
    tags = [tag for tag in numbers.languages if tag]
    rows = [
        {
            "scheme": scheme,
            "concepts": size.concepts,
            "shares": [size.coverage.get(tag, 0) / size.concepts for tag in tags],
        }
        for scheme, size in numbers.schemes.items()
        if size.concepts
    ]
    return {"tags": tags, "rows": rows}


def _groups(findings: Sequence[IntegrityFinding], tags: Sequence[LanguageTag], reader: _Reader) -> list[Group]:
    by_code: dict[str, list[IntegrityFinding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    return [_group(CHECKS[code], rows, tags, reader) for code, rows in by_code.items()]


def _group(check: Check, findings: Sequence[IntegrityFinding], tags: Sequence[LanguageTag], reader: _Reader) -> Group:
    counts = Counter(finding.language for finding in findings)
    more = len(findings) - MOST_LISTED
    return Group(
        code=check.code,
        title=reader.say(check.name),
        why=reader.say(check.why),
        severity=findings[0].severity,
        total=len(findings),
        by_tag=[counts[tag] for tag in tags],
        rows=[_row(finding, reader) for finding in findings[:MOST_LISTED]],
        more=reader.say(more_sentence(reader.number(more))) if more > 0 else "",
    )


def _row(finding: IntegrityFinding, reader: _Reader) -> Row:
    sentence = tell(finding.message, Reader(lambda text: str(escape(reader.translate(text))), reader.show))
    told = Markup(sentence)  # noqa: S704  each part is escaped
    proof = "\n".join(visible(line(row)) for row in finding.proof)
    link = finding.subject if finding.subject.startswith(("http://", "https://")) else f"#{finding.code}"
    return Row(finding.severity, told, finding.language, finding.subject, link, proof, finding.fingerprint)


def _label(literal: Literal, reader: LanguageTag) -> str:
    """Return a form in its language and direction; of a tag that is none, the browser finds the direction."""
    own = canonical_tag(literal.language)
    tag = escape(own or "und")
    before, after = quotation_marks(reader)
    shown = f'<bdi lang="{tag}" dir="{direction(own) if own else "auto"}">{escape(visible(literal.value))}</bdi>'
    return f"{before}{shown}{after}"
