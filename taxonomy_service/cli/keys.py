"""API keys."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Table

from taxonomy_service.cli.acting import acting
from taxonomy_service.cli.console import BY_COMMAND, OutputFormat, current_engine, output, print_json
from taxonomy_service.cli.reader import said
from taxonomy_service.cli.tables import IsolatedTable
from taxonomy_service.domain.access import OPERATOR
from taxonomy_service.domain.errors import Malformed
from taxonomy_service.domain.keys import ApiKey
from taxonomy_service.domain.messages import Given, message
from taxonomy_service.services import keys as service
from taxonomy_service.services.actors import named_actor, names_of
from taxonomy_service.store.session import transaction

Expires = Annotated[
    str | None, typer.Option(help="when the key expires: 90d, or a date as in 2027-01-31 (UTC); by default never")
]
Format = Annotated[OutputFormat, typer.Option("--format", help="how to print")]
_HEADS = (
    message("id"),
    message("actor"),
    message("purpose"),
    message("state"),
    message("created"),
    message("expires"),
    message("last used"),
)
_DAYS = re.compile(r"([1-9][0-9]{0,4})d")


def new_key(
    actor: Annotated[str, typer.Argument(help="the actor's name, or id where several have the name")],
    purpose: Annotated[str, typer.Option(help="what it is for, for whoever reads the list of keys")] = "",
    expires: Expires = None,
) -> None:
    """Make another key for an actor; it allows what the actor is granted, and is shown once."""
    until = expiry(expires)
    with transaction(current_engine(), provenance=BY_COMMAND) as store:
        entry = named_actor(store, OPERATOR, actor)
        made = service.create_key(store, OPERATOR, entry.actor.id, purpose, expires=until)
    print_new_key(made)


def keys(format: Format = OutputFormat.TABLE) -> None:  # noqa: A002
    """List the keys with their actors; none is shown."""
    with transaction(current_engine(), writing=False) as store:
        found = service.list_keys(store, OPERATOR)
        names = names_of(store, (key.actor_id for key in found))
    if format is OutputFormat.JSON:
        print_json([_as_json(key, names[key.actor_id]) for key in found])
        return
    table = Table(*map(said, _HEADS))
    for key in found:
        times = (_minute(moment) for moment in (key.created, key.expires, key.used))
        table.add_row(key.id, names[key.actor_id], key.purpose, key.state().value, *times)
    output.print(IsolatedTable(table))


def whoami(format: Format = OutputFormat.TABLE) -> None:  # noqa: A002
    """Say whose key or token TAXONOMY_KEY holds (- reads it from standard input); without one, you are the operator."""
    found = acting()
    grants = [str(grant) for grant in found.actor.grants]
    if format is OutputFormat.JSON:
        expires = found.expires.isoformat() if found.expires else None
        print_json({"id": found.actor.id, "name": found.actor.name, "grants": grants, "expires": expires})
        return
    held = " ".join(grants) or said(message("no grants"))
    output.print(f"{found.actor.name} ({found.actor.id}): {held}")
    if found.expires is not None:
        output.print(said(message("the key expires {time}", time=_minute(found.expires))))


def expiry(text: str | None) -> datetime | None:
    """Read `90d` or a date, of which the key still counts the whole; raises Malformed."""
    if text is None:
        return None
    days = _DAYS.fullmatch(text)
    if days:
        return datetime.now(UTC) + timedelta(days=int(days[1]))
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)
    except ValueError as error:
        raise Malformed(
            message("{given} is neither a number of days, as 90d, nor a date, as 2027-01-31", given=Given(text))
        ) from error


def print_new_key(made: service.NewKey) -> None:
    """Print a key, this once."""
    if made.key.expires is None:
        told = message("key {key}, shown only now: {token}", key=made.key.id, token=made.token)
    else:
        until = _minute(made.key.expires)
        told = message(
            "key {key}, expires {time}, shown only now: {token}", key=made.key.id, time=until, token=made.token
        )
    output.print(said(told))


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _as_json(key: ApiKey, name: str) -> dict[str, object]:
    times = ("created", "expires", "used", "revoked")
    shown = {field: moment.isoformat() if (moment := getattr(key, field)) else None for field in times}
    return {"id": key.id, "actor": key.actor_id, "name": name, "purpose": key.purpose, "state": key.state()} | shown
