"""Annotation files against a vocabulary."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple

import msgspec
import typer
from rich.table import Table

from taxonomy_service.cli.console import OutputFormat, current_engine, open_input, output, print_json
from taxonomy_service.cli.progress import WatchedFile, file_progress
from taxonomy_service.cli.reader import stated_language
from taxonomy_service.domain.errors import TaxonomyError
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.exchange.annotations import AnnotationFormat, detect_format, read_annotations
from taxonomy_service.exchange.annotations.formats import HEAD_BYTES
from taxonomy_service.exchange.annotations.parts import PARTED
from taxonomy_service.exchange.mapped_files import map_file
from taxonomy_service.matching.label_index import LabelIndex
from taxonomy_service.matching.mapped_index import MappedIndex
from taxonomy_service.matching.release_index import ReleaseIndex
from taxonomy_service.services.compiled_files import write_compiled
from taxonomy_service.services.compliance import ComplianceReport, Offender, check_annotations
from taxonomy_service.services.parted_compliance import check_parts
from taxonomy_service.services.releases import load_index
from taxonomy_service.store.session import transaction

COMPILED_SUFFIX = ".taxr"
SHARED_FROM_BYTES = 128 * 1024 * 1024
"""From here on a file is worth the second that each further process takes to begin and to meet its labels."""


def validate(
    files: Annotated[list[Path], typer.Argument(help="annotation files; - for standard input", show_default=False)],
    scheme: Annotated[str | None, typer.Option(help="id of the scheme that the labels should come from")] = None,
    language: Annotated[
        str | None,
        typer.Option(help="language of labels for which the file states none; by default any language will do"),
    ] = None,
    release: Annotated[
        str | None,
        typer.Option(
            help="number, version or content hash (12 digits will do), by default the newest; or a file of `compile`"
        ),
    ] = None,
    annotations: Annotated[
        AnnotationFormat | None, typer.Option("--annotations", help="the files' format, where it cannot be told")
    ] = None,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print the report")] = OutputFormat.TABLE,  # noqa: A002
    worst: Annotated[int, typer.Option(min=0, max=10_000, help="how many of the worst offenders to list")] = 20,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="that share a Parquet or NDJSON file; by default all cores for a big one"),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="let the exit code be 1 also where something could not be checked")
    ] = False,
) -> None:
    """Judge every label of annotation files; the exit code is 0 where all are accepted, 1 where some are not.

    It is 1, too, where nothing in a file could be checked.
    """
    if language is not None:
        language = stated_language(language)
    with TemporaryDirectory() as folder:
        against = _against(scheme, release, Path(folder))
        reports = [_check(against, path, annotations, language, processes) for path in files]
    if format is OutputFormat.JSON:
        print_json([_as_json(report, worst) for report in reports])
    else:
        for report in reports:
            _print_report(report, worst)
    if not all(report.compliant and not (strict and report.not_checked) for report in reports):
        raise typer.Exit(1)


class _Against(NamedTuple):
    """What files are judged by; `compiled` is the file of the release, or where it is compiled to when needed."""

    release: ReleaseIndex
    compiled: Path

    def file(self) -> Path:
        """Return the compiled file, which processes can share."""
        if isinstance(self.release, LabelIndex) and not self.compiled.exists():
            write_compiled(self.release, self.compiled)
        return self.compiled


def _against(scheme: str | None, release: str | None, folder: Path) -> _Against:
    if release is not None and (release.endswith(COMPILED_SUFFIX) or Path(release).is_file()):
        index = MappedIndex(map_file(Path(release)), release)
        if scheme not in {None, index.name.scheme}:
            raise TaxonomyError(
                message(
                    "{release} is a release of {scheme}, not of {other}",
                    release=release,
                    scheme=Given(index.name.scheme),
                    other=Given(scheme),
                )
            )
        return _Against(index, Path(release))
    if scheme is None:
        raise TaxonomyError(
            message("state --scheme ID, or with --release a file that `taxonomy-service compile` wrote")
        )
    with transaction(current_engine(), writing=False) as store:
        return _Against(load_index(store, scheme, release), folder / f"release{COMPILED_SUFFIX}")


def _check(
    against: _Against,
    path: Path,
    stated: AnnotationFormat | None,
    language: str | None,
    processes: int | None,
) -> ComplianceReport:
    with open_input(path) as file, file_progress(path) as progress:
        shared = processes or _processes_for(path)
        if shared > 1 and path.is_file():
            form = stated or detect_format(str(path), file.read(HEAD_BYTES))
            file.seek(0)
            if form in PARTED:
                compiled = against.file()
                return check_parts(compiled, path, form, language=language, processes=shared, progress=progress)
        items = read_annotations(WatchedFile(file, progress), str(path), stated)
        return check_annotations(against.release, items, str(path), language=language)


def _processes_for(path: Path) -> int:
    """Return how many processes a file is worth: all that this one may use, or one where starting them takes longer."""
    return len(os.sched_getaffinity(0)) if path.is_file() and path.stat().st_size >= SHARED_FROM_BYTES else 1


def _print_report(report: ComplianceReport, worst: int) -> None:
    release = report.release
    output.print(f"{report.name} against {release.scheme}, release {release.number} ({release.content_hash[:12]})")
    share = f" ({report.accepted / report.total:.1%})" if report.total else ""
    output.print(f"{report.accepted:,} of {report.total:,} annotations accepted{share}")
    table = Table("verdict", *[f"{language or 'no language'}" for language in report.annotations], "distinct labels")
    for code, distinct in report.labels.items():
        counts = [f"{row.get(code, 0):,}" for row in report.annotations.values()]
        table.add_row(code.value, *counts, f"{distinct:,}")
    output.print(table)
    for warning, count in report.warnings.items():
        output.print(f"warning {warning}: {count:,}")
    _print_offenders(report.offenders, worst)
    for reason, (count, place) in report.not_checked.items():
        output.print(f"not checked: {count:,} × {reason} (first: {place})")


def _print_offenders(offenders: tuple[Offender, ...], worst: int) -> None:
    if not offenders or not worst:
        return
    table = Table(
        "annotations", "label", "verdict", "means here", "try", "first at", title="Labels that were not accepted"
    )
    for offender in offenders[:worst]:
        verdict = offender.verdict
        tries = ", ".join(f"{suggestion.label} ({suggestion.language})" for suggestion in verdict.suggestions)
        means = (
            verdict.concept.id
            if verdict.concept
            else ", ".join(candidate.concept.id for candidate in verdict.candidates)
        )
        said = (
            f"{verdict.verdict} ({verdict.fault or verdict.relation})"
            if verdict.fault or verdict.relation
            else verdict.verdict
        )
        table.add_row(f"{offender.count:,}", verdict.label, said, means, tries, offender.place)
    output.print(table)
    if len(offenders) > worst:
        output.print(f"… and {len(offenders) - worst} more; --worst shows more of them")


def _as_json(report: ComplianceReport, worst: int) -> dict[str, Any]:
    return {
        "file": report.name,
        "release": msgspec.to_builtins(report.release),
        "compliant": report.compliant,
        "annotations": report.total,
        "accepted": report.accepted,
        "by_language": {asked: {code.value: n for code, n in row.items()} for asked, row in report.annotations.items()},
        "labels": {code.value: count for code, count in report.labels.items()},
        "warnings": report.warnings,
        "offenders": [
            {"count": offender.count, "place": offender.place, "verdict": msgspec.to_builtins(offender.verdict)}
            for offender in report.offenders[:worst]
        ],
        "not_checked": [
            {"reason": reason, "count": count, "first": place} for reason, (count, place) in report.not_checked.items()
        ],
    }
