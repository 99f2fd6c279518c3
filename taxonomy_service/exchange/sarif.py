"""SARIF 2.1.0: findings as a continuous integration system reads them, on the lines of the file."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.messages import tell
from taxonomy_service.domain.statements import Statement
from taxonomy_service.exchange.ntriples import line

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST_RELATED: Final = 10


class Rule(NamedTuple):
    """A check, as SARIF tells of it."""

    code: str
    name: str
    why: str
    severity: Severity


class Tool(NamedTuple):
    """Who found it."""

    name: str
    version: str
    rules: Sequence[Rule]


def sarif(
    tool: Tool,
    path: str,
    findings: Iterable[IntegrityFinding],
    line_of: Callable[[Statement], int | None],
    not_checked: Iterable[str] = (),
) -> dict[str, Any]:
    """Return a SARIF log of one run over the file at `path`.

    Its URI is relative to where the run began, as systems expect it that annotate a checkout; that of a file elsewhere
    is absolute (SARIF 2.1.0 §3.4.3).

    A finding stands on the line of the first statement of its proof that has one, the others are its related
    locations, ten at most; what was not checked is among the run's notifications.
    """
    places = {rule.code: place for place, rule in enumerate(tool.rules)}
    artifact = {"uri": _uri(path)}
    notes = [{"level": "note", "message": {"text": reason}} for reason in not_checked]
    run = {
        "tool": {"driver": {"name": tool.name, "version": tool.version, "rules": [_rule(one) for one in tool.rules]}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": artifact}],
        "results": [_result(one, places[one.code], artifact, line_of) for one in findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _uri(path: str) -> str:
    """Return a URI reference; a colon is encoded too, since what stands before one would be taken for a scheme."""
    plain = PurePath(path)
    if not plain.is_absolute():
        return quote(plain.as_posix(), safe="/~")
    here = Path.cwd()
    return quote(plain.relative_to(here).as_posix(), safe="/~") if plain.is_relative_to(here) else plain.as_uri()


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(
    finding: IntegrityFinding, place: int, artifact: dict[str, str], line_of: Callable[[Statement], int | None]
) -> dict[str, Any]:
    lines = [(row, line_of(row)) for row in finding.proof]
    first = next((number for _, number in lines if number), None)
    related = [
        {"id": number, **_location(artifact, at), "message": {"text": line(row)}}
        for number, (row, at) in enumerate(lines[:_MOST_RELATED], start=1)
    ]
    result = {
        "ruleId": finding.code,
        "ruleIndex": place,
        "level": _LEVELS[finding.severity],
        "message": {"text": tell(finding.message)},
        "locations": [
            {**_location(artifact, first), "logicalLocations": [{"fullyQualifiedName": finding.subject}]},
        ],
        "partialFingerprints": {"finding/v1": finding.fingerprint},
    }
    return {**result, "relatedLocations": related} if related else result


def _location(artifact: dict[str, str], number: int | None) -> dict[str, Any]:
    region = {"region": {"startLine": number}} if number else {}
    return {"physicalLocation": {"artifactLocation": artifact, **region}}
