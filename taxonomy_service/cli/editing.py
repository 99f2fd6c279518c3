"""Change sets from files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from taxonomy_service.cli.console import BY_COMMAND, OutputFormat, current_engine, open_input, output, print_json
from taxonomy_service.cli.reader import said
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.approvals import label_changes
from taxonomy_service.domain.change_sets import Outcome
from taxonomy_service.domain.concepts import Collection, Concept
from taxonomy_service.domain.differences import ConceptChange
from taxonomy_service.domain.drafts import Change
from taxonomy_service.domain.editing.restating import given_statement
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.stating import ResourceRole
from taxonomy_service.exchange.change_set_files import read_change_set
from taxonomy_service.services.editing import Edit
from taxonomy_service.services.editing import edit as edit_draft
from taxonomy_service.services.editing import undo as undo_change_set
from taxonomy_service.store.session import transaction

Yes = Annotated[bool, typer.Option("--yes", help="do it; without this it is only said what would change")]
Comment = Annotated[str, typer.Option(help="why, for the audit")]
Format = Annotated[OutputFormat, typer.Option("--format", help="how to print")]


def edit(
    scheme: Annotated[str, typer.Argument(help="the scheme's id", show_default=False)],
    file: Annotated[Path, typer.Argument(help="a change set, JSON or YAML; - for standard input", show_default=False)],
    yes: Yes = False,
    comment: Comment = "",
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Change the draft of a scheme by the operations in a file, all or none."""
    with open_input(file) as stream:
        changes = read_change_set(stream, str(file))
    with transaction(current_engine()) as store:
        outcome = edit_draft(store, OPERATOR, scheme, changes, how_to_edit(comment, yes=yes))
    print_outcome(outcome, format)


def undo(
    scheme: Annotated[str, typer.Argument(help="the scheme's id", show_default=False)],
    number: Annotated[int, typer.Argument(help="the change set's number", show_default=False)],
    yes: Yes = False,
    comment: Comment = "",
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Undo a change set, or an import into a scheme that was there, by a new change set."""
    with transaction(current_engine()) as store:
        outcome = undo_change_set(store, OPERATOR, scheme, number, how_to_edit(comment, yes=yes))
    print_outcome(outcome, format)


def how_to_edit(comment: str, *, yes: bool) -> Edit:
    """Return how a command edits: in earnest only where it was told to."""
    return Edit(BY_COMMAND._replace(comment=comment), dry_run=not yes)


def print_outcome(outcome: Outcome, format: OutputFormat) -> None:  # noqa: A002
    """Print what a change set did or would do."""
    if format is OutputFormat.JSON:
        print_json(_as_json(outcome))
        return
    for line in outcome_lines(outcome):
        output.print(line)
    output.print(_counts(outcome))


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """Yield a line for everything that a change set changed or would change."""
    concepts = {str(change.id): change for change in outcome.difference.changed}
    return (_line(change, concepts) for change in outcome.changes)


def _counts(outcome: Outcome) -> str:
    difference = outcome.difference
    counts = message(
        "concepts: {added} added, {removed} removed, {changed} changed",
        added=len(difference.added),
        removed=len(difference.removed),
        changed=len(difference.changed),
    )
    if outcome.number is None:
        return said(message("{counts}; nothing was written (--yes does it)", counts=counts))
    return said(message("{counts}; done as change set {number}", counts=counts, number=outcome.number))


def _line(change: Change, concepts: dict[str, ConceptChange]) -> str:
    state = change.after or change.before
    own = state.id if isinstance(state, Concept | Collection) else change.key.iri
    sign = "+" if change.before is None else "-" if change.after is None else "~"
    if change.key.role in {ResourceRole.OTHER, ResourceRole.SETTINGS}:
        return f"  {sign} {'settings' if change.key.role is ResourceRole.SETTINGS else own}"
    labels = label_changes([change])
    parts = [f"+ {label.form!r}@{label.language} ({label.kind})" for label in labels.added]
    parts += [f"- {label.form!r}@{label.language} ({label.kind})" for label in labels.removed]
    found = concepts.get(own)
    parts += [word for word, said in (("moved", found.moved), ("retired", found.retired)) if said] if found else []
    return f"  {sign} {own}: {', '.join(parts) or 'other statements'}"


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "change_set": outcome.number,
        "dry_run": outcome.number is None,
        "changes": [
            {
                "role": change.key.role.value,
                "iri": change.key.iri,
                "removed": [msgspec.to_builtins(given_statement(row)) for row in sorted(change.removed, key=str)],
                "added": [msgspec.to_builtins(given_statement(row)) for row in sorted(change.added, key=str)],
            }
            for change in outcome.changes
        ],
    }
