"""Proposals as the command prints them: the JSON is that of the HTTP API."""

from collections.abc import Iterator

from taxonomy_service.cli.console import OutputFormat, output, print_json
from taxonomy_service.cli.editing import outcome_lines
from taxonomy_service.cli.reader import said
from taxonomy_service.cli.tables import print_table
from taxonomy_service.domain.access import Actor
from taxonomy_service.domain.change_sets import Outcome
from taxonomy_service.domain.errors import EditRefused, NotFound
from taxonomy_service.domain.forms import visible
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.domain.proposals import UNSETTLED, Proposal, ProposalState
from taxonomy_service.domain.statements import Literal
from taxonomy_service.http.draft_presenting import outcome_shape
from taxonomy_service.http.proposal_shapes import ProposalShape, proposal_page, proposal_shape
from taxonomy_service.services.actors import names_of
from taxonomy_service.services.drafts import read_draft_about
from taxonomy_service.store.session import Store

_HEADS = (message("number"), message("state"), message("by"), message("languages"), message("comment"))
_EVENT_HEADS = (message("when"), message("who"), message("what"), message("language"), message("said"))
_NO_LANGUAGE = message("(no language)")


def shown(store: Store, actor: Actor, scheme: str, proposal: Proposal) -> ProposalShape:
    """Return a proposal as HTTP shows it."""
    return proposal_shape(scheme, proposal, read_draft_about(store, actor, scheme).settings.approval)


def print_listed(store: Store, found: list[ProposalShape], format: OutputFormat) -> None:  # noqa: A002
    """Print proposals, one a row."""
    if format is OutputFormat.JSON:
        print_json([shape.model_dump(mode="json") for shape in found])
        return
    names = names_of(store, {shape.author for shape in found})
    rows = [
        (str(shape.number), shape.state, names[shape.author], _standings(shape), visible(shape.comment))
        for shape in found
    ]
    print_table(map(said, _HEADS), rows)


def print_page(
    store: Store,
    shape: ProposalShape,
    outcome: Outcome | EditRefused | NotFound,
    format: OutputFormat,  # noqa: A002
) -> None:
    """Print a proposal whole: how it stands, what it would change now, what was said."""
    if format is OutputFormat.JSON:
        consequences = outcome_shape(shape.scheme, outcome) if isinstance(outcome, Outcome) else outcome
        print_json(proposal_page(shape, consequences).model_dump(mode="json"))
        return
    print_proposal(shape, format)
    if ProposalState(shape.state) in UNSETTLED:  # of what is settled it would say that it is there already
        _print_consequences(outcome)
    names = names_of(store, {event.actor for event in shape.events})
    print_table(map(said, _EVENT_HEADS), _events(shape, names))


def _print_consequences(outcome: Outcome | EditRefused | NotFound) -> None:
    if not isinstance(outcome, Outcome):
        output.print("  " + said(message("the draft no longer allows it: {reason}", reason=outcome.said)))
        return
    for line in outcome_lines(outcome):
        output.print(visible(line))


def print_proposal(shape: ProposalShape, format: OutputFormat) -> None:  # noqa: A002
    """Print in a line how a proposal stands."""
    if format is OutputFormat.JSON:
        print_json(shape.model_dump(mode="json"))
        return
    output.print(said(_sentence(shape)))
    output.print(f"  {_standings(shape)}")


def _sentence(shape: ProposalShape) -> Message:
    if not shape.comment:
        return message(
            "proposal {number} of {scheme} is {state} (etag {etag})",
            number=shape.number,
            scheme=shape.scheme,
            state=shape.state,
            etag=shape.etag,
        )
    return message(
        "proposal {number} of {scheme} {comment} is {state} (etag {etag})",
        number=shape.number,
        scheme=shape.scheme,
        comment=Literal(shape.comment),
        state=shape.state,
        etag=shape.etag,
    )


def _events(shape: ProposalShape, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for event in shape.events:
        what = f"{event.kind}: {event.verdict}" if event.verdict else event.kind
        language = _named(event.language) if event.verdict else event.language or ""
        yield f"{event.time:%Y-%m-%d %H:%M}", names[event.actor], what, language, visible(event.text)


def _standings(shape: ProposalShape) -> str:
    return ", ".join(f"{_named(language)}: {standing}" for language, standing in shape.standings.items())


def _named(language: str | None) -> str:
    return language or said(_NO_LANGUAGE)
