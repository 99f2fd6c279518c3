"""Boundaries on the command line."""

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from taxonomy_service.cli.console import EmbeddingsOption, output
from taxonomy_service.cli.drawing import draw
from taxonomy_service.cli.reader import ReaderOption, stated_language, told_in
from taxonomy_service.cli.tables import print_table
from taxonomy_service.cli.vocabularies import named_schemes, named_witnesses
from taxonomy_service.domain.boundaries import BoundaryFinding
from taxonomy_service.domain.concepts import ConceptId
from taxonomy_service.domain.messages import message, tell
from taxonomy_service.domain.statements import Iri
from taxonomy_service.services.boundaries import detect
from taxonomy_service.services.catalogues import translator

MOST_IN_TABLE = 100
Translate: TypeAlias = Callable[[str], str]
_HEADS = (
    message("sure"),
    message("language"),
    message("label"),
    message("covers"),
    message("concept"),
    message("why"),
    message("try"),
)

boundaries = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
"""The group of commands; each is added by its function."""
boundaries.command()(draw)


class FindingFormat(StrEnum):
    """How findings are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


@boundaries.callback()
def _about() -> None:
    """Find the labels that cover something else in their language than their concept covers."""


@boundaries.command()
def check(
    vocabulary: Annotated[
        str, typer.Argument(metavar="FILE_OR_SCHEME", help="a SKOS file, or the id of a scheme in the database")
    ],
    reference: Annotated[
        list[Path] | None,
        typer.Option("--reference", metavar="FILE", help="a dictionary, wordnet or vocabulary; may be repeated"),
    ] = None,
    embeddings: EmbeddingsOption = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="TAG", help="judge only this language; may be repeated")
    ] = None,
    weak: Annotated[bool, typer.Option("--all", help="print every label with its confidence, however weak")] = False,
    format: Annotated[FindingFormat, typer.Option("--format", help="how to print the findings")] = FindingFormat.TABLE,  # noqa: A002
    reader: ReaderOption = None,
) -> None:
    """Judge every label of a vocabulary; the exit code is 0 where none is suspected, 1 where some are.

    A scheme in the database is judged in its newest release; the references kept there are asked too.
    The table tells its reasons in the language of your locale; csv and jsonl do so in English unless --reader is given.
    """
    translate = translator(told_in(reader, machine=format is not FindingFormat.TABLE))
    languages = [stated_language(tag) for tag in language or ()] or None
    schemes = named_schemes(vocabulary)
    witnesses = named_witnesses(vocabulary, reference or (), embeddings)
    found = [
        finding for scheme in schemes for finding in detect(scheme, languages=languages, weak=weak, witnesses=witnesses)
    ]
    found.sort(key=lambda finding: -finding.confidence)
    if format is FindingFormat.TABLE:
        ids = {concept.iri: concept.id for scheme in schemes for concept in scheme.concepts.values()}
        _print_table(found, ids, translate)
    else:
        _PRINTERS[format](found, translate)
    if any(finding.flagged for finding in found):
        raise typer.Exit(1)


def _print_table(findings: Sequence[BoundaryFinding], ids: Mapping[Iri, ConceptId], translate: Translate) -> None:
    """Print the findings with the ids of concepts: of IRIs only the beginning, alike in all, would have room."""
    if not findings:
        output.print(
            tell(message("no label seems to cover something else; --all shows the weak suspicions"), translate)
        )
        return
    rows = (_row(finding, ids, translate) for finding in findings[:MOST_IN_TABLE])
    print_table([tell(head, translate) for head in _HEADS], rows)
    if len(findings) > MOST_IN_TABLE:
        more = f"{len(findings) - MOST_IN_TABLE:,}"
        output.print(tell(message("… and {count} more; --format csv or jsonl prints them all", count=more), translate))


def _row(finding: BoundaryFinding, ids: Mapping[Iri, ConceptId], translate: Translate) -> tuple[str, ...]:
    covers = finding.relation.value
    if finding.candidate is not None:
        covers += f" ({ids.get(finding.candidate, finding.candidate)})"
    why = "; ".join(tell(evidence.reason, translate) for evidence in finding.evidence)
    named = ids.get(finding.concept, finding.concept)
    tries = ", ".join(finding.suggestions)
    return f"{finding.confidence:.0%}", finding.language, finding.label, covers, named, why, tries


def _print_lines(findings: Sequence[BoundaryFinding], translate: Translate) -> None:
    for finding in findings:
        sys.stdout.write(json.dumps(as_json(finding, translate), ensure_ascii=False) + "\n")


def _print_csv(findings: Sequence[BoundaryFinding], translate: Translate) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        ["confidence", "flagged", "language", "label", "relation", "concept", "candidate", "reasons", "suggestions"]
    )
    for finding in findings:
        reasons = "; ".join(tell(evidence.reason, translate) for evidence in finding.evidence)
        writer.writerow(
            [
                f"{finding.confidence:.4f}",
                str(finding.flagged).lower(),
                finding.language,
                finding.label,
                finding.relation.value,
                finding.concept,
                finding.candidate or "",
                reasons,
                " | ".join(finding.suggestions),
            ]
        )


_PRINTERS: dict[FindingFormat, Callable[[Sequence[BoundaryFinding], Translate], None]] = {
    FindingFormat.JSONL: _print_lines,
    FindingFormat.CSV: _print_csv,
}


def as_json(finding: BoundaryFinding, translate: Translate = str) -> dict[str, object]:
    """Return the finding as one line of JSON holds it, its reasons told in a reader's language."""
    return {
        "concept": finding.concept,
        "language": finding.language,
        "label": finding.label,
        "relation": finding.relation.value,
        "confidence": round(finding.confidence, 4),
        "flagged": finding.flagged,
        "candidate": finding.candidate,
        "evidence": [
            {"kind": evidence.kind.value, "weight": evidence.weight, "reason": tell(evidence.reason, translate)}
            for evidence in finding.evidence
        ],
        "suggestions": list(finding.suggestions),
    }
