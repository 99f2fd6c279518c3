"""Check a vocabulary: a file without any database, a draft, or what is about to be released."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from taxonomy_service.domain.acceptances import Acceptance, Register, sort_out
from taxonomy_service.domain.access import Action, Actor, require
from taxonomy_service.domain.errors import Malformed, NothingToImport
from taxonomy_service.domain.findings import FindingState, IntegrityFinding, Severity
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.schemes import ConceptScheme
from taxonomy_service.domain.statements import Statement
from taxonomy_service.exchange.blank_nodes import blank_node_names, renamed
from taxonomy_service.exchange.rdf import read_statements
from taxonomy_service.exchange.skos_writer import scheme_statements
from taxonomy_service.integrity.checks import Check
from taxonomy_service.integrity.profiles import DEFAULT_PROFILE, Profile, read_profile
from taxonomy_service.integrity.running import Gap, run_checks
from taxonomy_service.integrity.statistics import Statistics, statistics_of
from taxonomy_service.integrity.table import CHECKS
from taxonomy_service.integrity.view import View
from taxonomy_service.services.finding_runs import keep_integrity_findings, with_states
from taxonomy_service.services.imports import VocabularyFile
from taxonomy_service.services.profiles import stored_profile
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """What was found, grave ones first; what was not checked, and why; and the numbers of the vocabulary.

    `accepted` are findings that a person's decision lets stand, `unused` acceptances of what is not found any more.
    """

    statistics: Statistics
    findings: tuple[IntegrityFinding, ...]
    not_checked: tuple[Gap, ...]
    accepted: tuple[IntegrityFinding, ...] = ()
    unused: tuple[Acceptance, ...] = ()

    def at_least(self, severity: Severity) -> tuple[IntegrityFinding, ...]:
        """Return the findings of a severity and of those graver than it."""
        order = list(Severity)
        return tuple(one for one in self.findings if order.index(one.severity) <= order.index(severity))


def all_checks() -> Mapping[str, Check]:
    """Return the table of checks by code."""
    return CHECKS


def profile_of(data: Mapping[str, object]) -> Profile:
    """Make a profile of what a TOML or JSON file holds (see `integrity.profiles`); raises Malformed."""
    return read_profile(data, CHECKS)


def known_codes(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes of checks, given in any case; raises Malformed for one that no check has."""
    wanted = frozenset(code.strip().upper() for code in codes)
    unknown = sorted(wanted - CHECKS.keys())
    if unknown:
        raise Malformed(
            message(
                "no check has the code {unknown}; known are {checks}",
                unknown=", ".join(unknown),
                checks=", ".join(CHECKS),
            )
        )
    return wanted


def check_statements(
    statements: Iterable[Statement], profile: Profile = DEFAULT_PROFILE, *, only: Collection[str] | None = None
) -> IntegrityReport:
    """Check statements whose blank nodes have stable names; `only` are codes of checks, None means all."""
    rows = list(statements)
    view = View(rows)
    done = run_checks(view, CHECKS, profile, only=only)
    report = IntegrityReport(statistics_of(view), done.findings, done.gaps)
    del view  # before `rows`: statements given back in the order in which they were made cost a tenth of the time less
    return report


def without_accepted(report: IntegrityReport, register: Register) -> IntegrityReport:
    """Return a report in which the findings that a register lets stand are set apart."""
    parted = sort_out(report.findings, register)
    return replace(report, findings=parted.open, accepted=parted.accepted, unused=parted.unused)


def check_file(
    file: VocabularyFile,
    profile: Profile = DEFAULT_PROFILE,
    *,
    only: Collection[str] | None = None,
    limit: int = 256 * 1024 * 1024,
) -> IntegrityReport:
    """Check a file of at most `limit` bytes, unpacked, as it is written, whatever an import would make of it.

    Raises UnreadableFile, TooLarge, and NothingToImport where it holds no statement.
    """
    return check_statements(statements_of_file(file, limit=limit), profile, only=only)


def statements_of_file(file: VocabularyFile, *, limit: int) -> Iterable[Statement]:
    """Return the statements of a file, blank nodes under stable names; raises as `check_file` does."""
    statements = list(read_statements(file.stream, file.name, file.format, limit=limit))
    if not statements:
        raise NothingToImport(file.name, message("the file is RDF, but holds no statement"))
    return _with_stable_blank_nodes(statements)


def _with_stable_blank_nodes(statements: list[Statement]) -> Iterable[Statement]:
    """Name blank nodes by what is said of them: the parser names them anew each time, and findings must not change."""
    if not _has_blank_nodes(statements):
        return statements
    names = blank_node_names(statements)
    return (renamed(row, names) for row in statements)


def _has_blank_nodes(statements: list[Statement]) -> bool:
    last = None
    for subject, _, node in statements:
        if subject is not last:  # the reader gives one text to the statements of a subject
            last = subject
            if subject[:2] == "_:":
                return True
        if type(node) is str and node[:2] == "_:":
            return True
    return False


def check_scheme(
    scheme: ConceptScheme, profile: Profile = DEFAULT_PROFILE, *, only: Collection[str] | None = None
) -> IntegrityReport:
    """Check a scheme: a draft, or what is about to be released."""
    return check_statements(scheme_statements(scheme), profile, only=only)


def check_draft(
    store: Store,
    actor: Actor,
    scheme: str,
    profile: Profile | None = None,
    *,
    only: Collection[str] | None = None,
) -> IntegrityReport:
    """Check the draft of a scheme, by the profile of its settings where no other is given.

    What was dismissed on the same evidence is set apart as accepted. Raises NotFound, and Forbidden for those who may
    not inspect it.
    """
    require(actor, Action.INSPECT, scheme)
    return without_dismissed(store, scheme, _checked(store, scheme, profile, only))


def _checked(store: Store, scheme: str, profile: Profile | None, only: Collection[str] | None) -> IntegrityReport:
    stored = find_scheme(store, scheme)
    own = stored_profile(store, stored) if profile is None else profile
    return check_scheme(read_draft(store, stored.key), own, only=only)


def without_dismissed(store: Store, scheme: str, report: IntegrityReport) -> IntegrityReport:
    """Return a report in which the findings that were dismissed in the store, on the same evidence, are set apart."""
    stated = list(with_states(store, scheme, report.findings))
    return replace(
        report,
        findings=tuple(one for one, state in stated if state is not FindingState.DISMISSED),
        accepted=tuple(one for one, state in stated if state is FindingState.DISMISSED),
    )


def keep_draft_findings(
    store: Store, actor: Actor, scheme: str, *, only: Collection[str] | None = None
) -> IntegrityReport:
    """Check the draft of a scheme as `check_draft` does, and keep the findings, so that people can decide on them.

    Kept findings that are no longer found are fixed. Raises NotFound, and Forbidden for those who may not edit it.
    """
    require(actor, Action.EDIT, scheme)
    report = _checked(store, scheme, None, only)
    keep_integrity_findings(store, scheme, report.findings, codes=only)
    return without_dismissed(store, scheme, report)
