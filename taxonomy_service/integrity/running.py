"""Run checks over a view."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from taxonomy_service.domain.findings import IntegrityFinding, Severity
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.integrity.checks import Check, Fault, NotChecked, Parameters
from taxonomy_service.integrity.fingerprints import evidence, fingerprint
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE, Profile
from taxonomy_service.integrity.view import View


class Gap(NamedTuple):
    """What was not checked: by which check, why, and how many things it concerns (0 where that cannot be said)."""

    code: str
    reason: Message
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found, grave ones first, then by code, subject and language; and what they did not check."""

    findings: tuple[IntegrityFinding, ...]
    gaps: tuple[Gap, ...]


def run_checks(
    view: View,
    checks: Mapping[str, Check],
    profile: Profile = DEFAULT_PROFILE,
    *,
    only: Collection[str] | None = None,
) -> Findings:
    """Run the checks of a table, all or those of the codes in `only`, with the settings of a profile.

    A finding comes once, however often its statements are stated. What did not run is among the gaps.
    """
    found: dict[str, IntegrityFinding] = {}
    gaps: list[Gap] = []
    for check in checks.values():
        parameters = profile.parameters(check)
        if reason := _why_not(check, profile, parameters, only):
            gaps.append(Gap(check.code, reason))
            continue
        for noticed in check.examine(view, parameters):
            if isinstance(noticed, NotChecked):
                gaps.append(Gap(check.code, *noticed))
            else:
                finding = _finding(check, noticed, profile.setting(check).severity)
                found.setdefault(finding.fingerprint, finding)
    return Findings(_in_order(found.values()), tuple(gaps))


def _why_not(check: Check, profile: Profile, parameters: Parameters, only: Collection[str] | None) -> Message | None:
    if only is not None and check.code not in only:
        return message("not among the codes asked for")
    if not profile.setting(check).enabled:
        return message("switched off by the profile")
    missing = [name for name in check.needs if not parameters.strings(name)]
    return message("the profile does not state: {parameters}", parameters=", ".join(missing)) if missing else None


def _finding(check: Check, fault: Fault, severity: Severity | None) -> IntegrityFinding:
    proof = tuple(dict.fromkeys(fault.proof))
    return IntegrityFinding(
        check.code,
        severity or fault.severity or check.severity,
        fault.subject,
        fault.message,
        fingerprint(check.code, fault.subject, fault.related, fault.language, fault.label),
        evidence(proof),
        fault.related,
        fault.language,
        fault.label,
        proof,
    )


_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


def _in_order(findings: Iterable[IntegrityFinding]) -> tuple[IntegrityFinding, ...]:
    return tuple(
        sorted(
            findings,
            key=lambda one: (_GRAVITY[one.severity], one.code, one.subject, one.language, one.label, one.related),
        )
    )
