"""Differences of releases as CSV, and as lines of text."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from taxonomy_service.domain.release_differences import ChangeKind, ReleaseChange
from taxonomy_service.exchange.csv_rows import csv_row

COLUMNS = ("change", "concept", "iri", "language", "kind", "before", "after", "parts")
_SIGNS = {
    ChangeKind.CONCEPT_ADDED: "+",
    ChangeKind.LABEL_ADDED: "+",
    ChangeKind.CONCEPT_REMOVED: "-",
    ChangeKind.LABEL_REMOVED: "-",
}


class DifferenceFormat(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def difference_csv(changes: Iterable[ReleaseChange]) -> Iterator[str]:
    """Yield the CSV (RFC 4180) of changes, one a row, safe to open in a spreadsheet; several ids are joined by `|`."""
    yield csv_row(COLUMNS)
    for change in changes:
        kind = change.label_kind.value if change.label_kind else ""
        about = (change.kind.value, change.concept, change.iri, change.language, kind)
        yield csv_row((*about, *("|".join(several) for several in (change.before, change.after, change.parts))))


def difference_lines(changes: Iterable[ReleaseChange]) -> Iterator[str]:
    """Yield a line for each change, those of one concept under its id."""
    concept = None
    for change in changes:
        if change.concept != concept:
            concept = change.concept
            yield concept or "(scheme)"
        yield f"  {_SIGNS.get(change.kind, '~')} {_told(change)}"


def _told(change: ReleaseChange) -> str:
    kind, before, after = change.kind.value, ", ".join(change.before), ", ".join(change.after)
    if change.label_kind is not None:
        language = f"@{change.language}" if change.language else ""
        forms = " → ".join(f"“{form}”{language}" for form in (*change.before, *change.after))
        return f"{kind} {forms} ({change.label_kind})"
    if change.kind is ChangeKind.CONCEPT_MOVED:
        return f"{kind}: {before or 'top'} → {after or 'top'}"
    told = f"→ {after}" if after else ", ".join(change.parts)
    return f"{kind}: {told}" if told else kind
