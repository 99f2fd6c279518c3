"""Findings on the command line: look for them, list them, decide on them, take them away as a file."""

import json
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from taxonomy_service.cli.console import (
    EmbeddingsOption,
    OutputFormat,
    current_engine,
    errors,
    output,
    print_json,
    write_whole,
)
from taxonomy_service.cli.reader import ReaderOption, stated_language, told_in
from taxonomy_service.cli.tables import IsolatedTable
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.boundaries import BoundaryRelation
from taxonomy_service.domain.errors import Conflict
from taxonomy_service.domain.findings import FindingKind, FindingState, Severity
from taxonomy_service.domain.jobs import Job, JobState
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message, tell
from taxonomy_service.domain.statements import Iri
from taxonomy_service.domain.tracking import FindingFilter
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.finding_exports import FindingFormat, all_findings, as_json, finding_chunks
from taxonomy_service.services.findings import FindingPage, page_of_findings
from taxonomy_service.services.findings import decide as decide_on
from taxonomy_service.services.telling import ToldFinding, tell_finding
from taxonomy_service.store.session import transaction

findings = typer.Typer(no_args_is_help=True, help="Labels that cover something else, and what was decided on them.")

SECONDS_BETWEEN_LOOKS = 0.5
_CONCEPT = message("concept")
_HEADS = (
    message("finding"),
    message("state"),
    message("sure"),
    _CONCEPT,
    message("language"),
    message("what"),
    message("evidence"),
    message("try"),
)

Scheme = Annotated[str, typer.Argument(help="the scheme's id")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="only this language and its varieties")]
Kind = Annotated[FindingKind | None, typer.Option(help="only findings on this")]
States = Annotated[list[FindingState] | None, typer.Option("--state", help="only those in this state")]
Relations = Annotated[list[BoundaryRelation] | None, typer.Option("--relation", help="only boundary findings of this")]
Codes = Annotated[list[str] | None, typer.Option("--code", help="only integrity findings of this check")]
Severities = Annotated[
    list[Severity] | None, typer.Option("--severity", help="only integrity findings as grave as this")
]
Confidence = Annotated[float | None, typer.Option(min=0, max=1, help="only boundary findings at least as sure")]
Branch = Annotated[str | None, typer.Option(help="only this concept (id or IRI) and those narrower")]


@findings.command()
def detect(
    scheme: Scheme,
    release: Annotated[str | None, typer.Option(help="look at this release instead of the draft")] = None,
    language: Annotated[list[str] | None, typer.Option(help="only this language; may be given again")] = None,
    embeddings: EmbeddingsOption = None,
) -> None:
    """Look at every label of a scheme, asking the references kept; decisions made before are kept."""
    from taxonomy_service.services.detection import start_detection  # noqa: PLC0415  see `_run`

    engine, languages = current_engine(), tuple(map(stated_language, language or ()))
    with transaction(engine) as store:
        job = start_detection(store, OPERATOR, scheme, release=release, languages=languages, embeddings=embeddings)
    _told(_run(job.id))


@findings.command(hidden=True)
def run_job(job: Annotated[str, typer.Argument(help="the job's id")]) -> None:
    """Run a job that a server put down; SIGTERM interrupts it."""
    signal.signal(signal.SIGTERM, _interrupt)
    _told(_run(job))


@findings.command(hidden=True)
def follow_edits(heads: Annotated[str, typer.Argument(help="audit entries known, by scheme, as JSON")]) -> None:
    """Recheck what is edited from now on, as a server does; the end of standard input ends it."""
    from taxonomy_service.services import rechecks  # noqa: PLC0415  see `_run`

    def go_on() -> bool:
        return not select.select([sys.stdin], [], [], SECONDS_BETWEEN_LOOKS)[0]

    rechecks.follow_edits(partial(transaction, current_engine()), json.loads(heads), go_on)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _run(job: str) -> Job:
    # the detector takes half a second to load, which a list or a decision should not wait for
    from taxonomy_service.services.detection import run_detection  # noqa: PLC0415

    transactions = partial(transaction, current_engine())
    with _progress() as progress:
        return run_detection(transactions, job, progress)


def _told(job: Job) -> None:
    if job.state is not JobState.DONE:
        if job.fault:
            raise Conflict(message("the detection is {state}: {fault}", state=job.state, fault=job.fault))
        raise Conflict(message("the detection is {state}", state=job.state))
    counts = ", ".join(f"{count:,} {state}" for state, count in sorted((job.counts or {}).items()))
    output.print(f"{job.scheme}: {counts or 'nothing was found'}")


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show how far a job is, on a terminal."""
    if not errors.is_terminal:
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task("looking at labels", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _wanted(
    kind: FindingKind | None,
    states: list[FindingState] | None,
    languages: list[str] | None,
    codes: list[str],
    severities: list[Severity] | None,
    confidence: float | None,
    branch: str | None,
) -> FindingFilter:
    return FindingFilter(
        kind=kind,
        states=tuple(states or ()),
        languages=tuple(map(stated_language, languages or ())),
        codes=tuple(codes),
        severities=tuple(severities or ()),
        least=confidence,
        branch=None if branch is None else Iri(branch),
    )


@findings.command("list")
def list_(
    scheme: Scheme,
    kind: Kind = None,
    states: States = None,
    languages: Languages = None,
    relations: Relations = None,
    codes: Codes = None,
    severities: Severities = None,
    confidence: Confidence = None,
    branch: Branch = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="how many to print")] = 50,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE,  # noqa: A002
    reader: ReaderOption = None,
) -> None:
    """List findings, the gravest first; JSON tells them in English unless --reader is given."""
    language = told_in(reader, machine=format is OutputFormat.JSON)
    both = [*(relation.value for relation in relations or ()), *(codes or ())]
    wanted = _wanted(kind, states, languages, both, severities, confidence, branch)
    with transaction(current_engine(), writing=False) as store:
        page = page_of_findings(store, OPERATOR, scheme, wanted, limit=limit)
        told = [tell_finding(tracked, language) for tracked in page.items]
    if format is OutputFormat.JSON:
        print_json([as_json(finding) for finding in told])
        return
    _print_table(told, language)
    for total in _totals(page):
        output.print(tell(total, translator(language)))


def _totals(page: FindingPage) -> Iterator[Message]:
    states = ", ".join(f"{state} {count:,}" for state, count in page.states.items())
    count = f"{sum(page.states.values()):,}"
    yield (
        message("findings: {count} ({states})", count=count, states=states)
        if states
        else message("findings: {count}", count=count)
    )
    if page.next_after:
        yield message("--limit shows more of them")


def _print_table(told: list[ToldFinding], language: LanguageTag) -> None:
    if not told:
        return
    translate = translator(language)
    table = Table(
        *(Column(tell(head, translate), overflow="fold" if head == _CONCEPT else "ellipsis") for head in _HEADS)
    )
    for finding in told:
        boundary = finding.boundary
        table.add_row(
            finding.fingerprint[:12],
            finding.state.value,
            f"{boundary.confidence:.0%}" if boundary else (finding.integrity.severity if finding.integrity else ""),
            finding.subject.id or finding.subject.iri,
            finding.label.language if finding.label else "",
            finding.sentence,
            boundary.evidence[0].reason if boundary and boundary.evidence else "",
            ", ".join(suggestion.form for suggestion in boundary.suggestions) if boundary else "",
        )
    output.print(IsolatedTable(table))


@findings.command()
def decide(
    scheme: Scheme,
    finding: Annotated[str, typer.Argument(help="the finding's fingerprint, or enough of its beginning")],
    state: Annotated[FindingState, typer.Argument(help="what you decide")],
    reason: Annotated[str, typer.Option(help="why; asked for where a finding is dismissed")] = "",
) -> None:
    """Decide on a finding; what was decided before is kept."""
    with transaction(current_engine()) as store:
        tracked = decide_on(store, OPERATOR, scheme, finding, state, reason=reason)
    output.print(
        f"{tracked.kept.fingerprint[:12]} is {tracked.kept.state}: {tell_finding(tracked, told_in(None)).sentence}"
    )


@findings.command()
def export(
    scheme: Scheme,
    kind: Kind = None,
    states: States = None,
    languages: Languages = None,
    format: Annotated[FindingFormat, typer.Option("--format", help="the format of the file")] = FindingFormat.CSV,  # noqa: A002
    to: Annotated[Path | None, typer.Option("--output", "-o", help="file to write; by default standard output")] = None,
    reader: ReaderOption = None,
) -> None:
    """Write findings to a file, with evidence and the newest decision; in English unless --reader is given."""
    wanted = _wanted(kind, states, languages, [], None, None, None)
    with transaction(current_engine(), writing=False) as store:
        told = all_findings(store, OPERATOR, scheme, wanted, told_in(reader, machine=True))
        chunks = (chunk.encode() for chunk in finding_chunks(told, format))
        if to is None:
            for chunk in chunks:
                sys.stdout.buffer.write(chunk)
            sys.stdout.flush()
        else:
            write_whole(to, chunks)
