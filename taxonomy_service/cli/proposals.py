"""Proposals: made, looked at, discussed and decided on by whoever acts."""

from pathlib import Path
from typing import Annotated

import typer

from taxonomy_service.cli.acting import acting
from taxonomy_service.cli.console import BY_COMMAND, OutputFormat, current_engine, open_input, output
from taxonomy_service.cli.proposal_reports import print_listed, print_page, print_proposal, shown
from taxonomy_service.cli.reader import said, stated_language
from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.change_sets import ChangeSet, Outcome
from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.languages import UNTAGGED
from taxonomy_service.domain.messages import message
from taxonomy_service.domain.proposals import Opinion, OpinionVerdict, ProposalState
from taxonomy_service.exchange.change_set_files import read_change_set
from taxonomy_service.exchange.translation_tables import TableFormat, read_table
from taxonomy_service.services import proposals as service
from taxonomy_service.services.proposals import SeenProposal
from taxonomy_service.services.translations import translation_changes
from taxonomy_service.store.session import Store, transaction

proposals = typer.Typer(
    no_args_is_help=True,
    help="Change sets that wait for the opinions of others; TAXONOMY_KEY says as whom you act, else as the operator.",
)

Scheme = Annotated[str, typer.Argument(help="the scheme's id", show_default=False)]
Number = Annotated[int, typer.Argument(min=1, help="the proposal's number", show_default=False)]
Verdict = Annotated[OpinionVerdict, typer.Argument(help="what you think", show_default=False)]
File = Annotated[
    Path,
    typer.Argument(help="a change set (JSON, YAML; - is standard input), or a filled table (CSV, XLSX)"),
]
Comment = Annotated[str, typer.Option(help="why, for whoever looks at it")]
Reason = Annotated[str, typer.Option(help="why, for the author")]
Seen = Annotated[
    str,
    typer.Option(metavar="ETAG", help="refuse unless it is as you saw it (etag of show); by default whatever it is"),
]
Format = Annotated[OutputFormat, typer.Option("--format", help="how to print")]


@proposals.command("list")
def list_(
    scheme: Scheme,
    state: Annotated[ProposalState | None, typer.Option(help="only those in this state")] = None,
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """List the proposals of a scheme, the newest first."""
    actor = acting().actor
    with transaction(current_engine(), writing=False) as store:
        found = service.proposals(store, actor, scheme, state)
        print_listed(store, [shown(store, actor, scheme, proposal) for proposal in found], format)


@proposals.command()
def show(scheme: Scheme, number: Number, format: Format = OutputFormat.TABLE) -> None:  # noqa: A002
    """Show a proposal with what it would change now, and what was said of it."""
    actor = acting().actor
    with transaction(current_engine(), writing=False) as store:
        proposal = service.read_proposal(store, actor, scheme, number)
        outcome: Outcome | EditRefused | NotFound
        try:
            outcome = service.proposed_changes(store, actor, scheme, proposal)
        except (EditRefused, NotFound) as error:
            outcome = error
        print_page(store, shown(store, actor, scheme, proposal), outcome, format)


@proposals.command()
def make(scheme: Scheme, file: File, comment: Comment = "", format: Format = OutputFormat.TABLE) -> None:  # noqa: A002
    """Propose the change set in a file; it must be possible as the draft is now."""
    actor = acting().actor
    with transaction(current_engine()) as store:
        changes = _changes(store, actor, scheme, file, comment)
        proposal = service.propose(store, actor, scheme, changes)
        made = shown(store, actor, scheme, proposal)
    print_proposal(made, format)


@proposals.command()
def revise(
    scheme: Scheme,
    number: Number,
    file: File,
    comment: Comment = "",
    seen: Seen = "*",
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Replace what is proposed by the change set in a file; opinions on languages that it changes no longer count."""
    actor = acting().actor
    with transaction(current_engine()) as store:
        changes = _changes(store, actor, scheme, file, comment)
        proposal = service.revise_proposal(store, actor, scheme, SeenProposal(number, (seen,)), changes)
        made = shown(store, actor, scheme, proposal)
    print_proposal(made, format)


@proposals.command()
def remark(scheme: Scheme, number: Number, text: Annotated[str, typer.Argument(help="what you say")]) -> None:
    """Say something about a proposal."""
    actor = acting().actor
    with transaction(current_engine()) as store:
        service.remark(store, actor, scheme, number, text)
    output.print(said(message("proposal {number} of {scheme}: noted", number=number, scheme=scheme)))


@proposals.command()
def opinion(
    scheme: Scheme,
    number: Number,
    verdict: Verdict,
    language: Annotated[str, typer.Option(help="on what it changes in this language; without, on what has none")] = "",
    reason: Reason = "",
    seen: Seen = "*",
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Approve, reject or send back in one language; once all is decided, what is approved comes into the draft."""
    actor = acting().actor
    tag = stated_language(language) if language else UNTAGGED
    with transaction(current_engine()) as store:
        given = Opinion(tag, verdict, reason)
        provenance = BY_COMMAND._replace(comment=reason)
        proposal = service.give_opinion(
            store, actor, scheme, SeenProposal(number, (seen,)), given, provenance=provenance
        )
        settled = shown(store, actor, scheme, proposal)
    print_proposal(settled, format)


@proposals.command()
def decide(
    scheme: Scheme,
    number: Number,
    verdict: Verdict,
    reason: Reason = "",
    seen: Seen = "*",
    format: Format = OutputFormat.TABLE,  # noqa: A002
) -> None:
    """Approve, reject or send back in every language that still waits and in which you may."""
    actor = acting().actor
    with transaction(current_engine()) as store:
        given = Opinion(UNTAGGED, verdict, reason)
        provenance = BY_COMMAND._replace(comment=reason)
        proposal = service.give_opinions(
            store, actor, scheme, SeenProposal(number, (seen,)), given, provenance=provenance
        )
        settled = shown(store, actor, scheme, proposal)
    print_proposal(settled, format)


@proposals.command()
def withdraw(scheme: Scheme, number: Number, seen: Seen = "*", format: Format = OutputFormat.TABLE) -> None:  # noqa: A002
    """Withdraw a proposal of yours."""
    actor = acting().actor
    with transaction(current_engine()) as store:
        proposal = service.withdraw(store, actor, scheme, SeenProposal(number, (seen,)))
        withdrawn = shown(store, actor, scheme, proposal)
    print_proposal(withdrawn, format)


def _changes(store: Store, actor: Actor, scheme: str, file: Path, comment: str) -> ChangeSet:
    with open_input(file) as stream:
        if file.suffix.lower().removeprefix(".") in set(TableFormat):
            return translation_changes(store, actor, scheme, read_table(stream, file.name), comment)
        changes = read_change_set(stream, str(file))
    return ChangeSet(changes.operations, comment or changes.comment)
