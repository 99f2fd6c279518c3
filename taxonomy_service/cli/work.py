"""The command that says what waits for whoever asks."""

from collections.abc import Iterator
from typing import Annotated

import typer

from taxonomy_service.cli.acting import acting
from taxonomy_service.cli.console import OutputFormat, current_engine, output, print_json
from taxonomy_service.cli.reader import ReaderOption, stated_language, told_in
from taxonomy_service.cli.tables import print_table
from taxonomy_service.domain.forms import visible
from taxonomy_service.domain.languages import LanguageTag, direction, display_name
from taxonomy_service.domain.messages import message, tell
from taxonomy_service.services.catalogues import translator
from taxonomy_service.services.work import LanguageWork, SchemeWork, schemes_of_work, work_of
from taxonomy_service.store.session import transaction

_HEADS = (
    message("scheme"),
    message("language"),
    message("concepts without a label"),
    message("labels to approve"),
    message("open findings"),
)
_LABEL_HEADS = (message("concept"), message("label"), message("kind"), message("since"))


def work(
    scheme: Annotated[
        str | None, typer.Argument(help="the scheme's id; by default all that you work on", show_default=False)
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="only this language, with its lists; by default all that are yours"),
    ] = None,
    format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE,  # noqa: A002
    reader: ReaderOption = None,
) -> None:
    """Say what waits: concepts without a label, labels and proposals to approve, open findings.

    TAXONOMY_KEY says for whom, else for the operator. JSON holds the lists whole.
    """
    tag = stated_language(language) if language else None
    actor = acting().actor
    with transaction(current_engine(), writing=False) as store:
        wanted = [scheme] if scheme else schemes_of_work(store, actor)
        found = [work_of(store, actor, own_id, tag) for own_id in wanted]
    if format is OutputFormat.JSON:
        print_json([_as_json(work) for work in found])
        return
    told = told_in(reader)
    translate = translator(told)
    print_table((tell(head, translate) for head in _HEADS), (row for work in found for row in _rows(work, told)))
    for work in found:
        if tag is not None:
            _print_lists(work.scheme, work.languages[0], told)
        if work.proposals:
            numbers = ", ".join(map(str, work.proposals))
            output.print(
                tell(
                    message("{scheme}: proposals that wait for you: {numbers}", scheme=work.scheme, numbers=numbers),
                    translate,
                )
            )


def _rows(work: SchemeWork, reader: LanguageTag) -> Iterator[tuple[str, ...]]:
    for own in work.languages:
        named = f"{display_name(own.language, reader)} ({own.language})"
        counts = (len(own.missing), len(own.labels), own.findings)
        yield work.scheme, named, *(f"{count:,}" for count in counts)


def _print_lists(scheme: str, own: LanguageWork, reader: LanguageTag) -> None:
    translate = translator(reader)
    if own.missing:
        ids = " ".join(own.missing)
        output.print(tell(message("{scheme}: concepts without a label: {ids}", scheme=scheme, ids=ids), translate))
    if own.labels:
        rows = (
            (key.iri, visible(key.form), key.kind.value, f"{approval.time:%Y-%m-%d %H:%M}")
            for key, approval in own.labels
        )
        print_table((tell(head, translate) for head in _LABEL_HEADS), rows)


def _as_json(work: SchemeWork) -> dict[str, object]:
    return {
        "scheme": work.scheme,
        "proposals": list(work.proposals),
        "languages": [_language_as_json(own) for own in work.languages],
    }


def _language_as_json(own: LanguageWork) -> dict[str, object]:
    return {
        "language": own.language,
        "missing": list(own.missing),
        "labels": [
            {
                "concept": key.iri,
                "form": key.form,
                "language": key.language,
                "direction": direction(key.language),
                "kind": key.kind.value,
                "actor": approval.actor,
                "since": approval.time.isoformat(),
            }
            for key, approval in own.labels
        ],
        "findings": own.findings,
    }
