"""Actors and what they are allowed."""

from typing import Annotated

import typer
from rich.table import Table

from taxonomy_service.cli.console import BY_COMMAND, OutputFormat, current_engine, output, print_json
from taxonomy_service.cli.keys import Expires, expiry, print_new_key
from taxonomy_service.cli.reader import said, stated_language
from taxonomy_service.cli.tables import IsolatedTable
from taxonomy_service.domain.access import OPERATOR, Grant, Role, make_grant
from taxonomy_service.domain.actors import ActorEntry, Person
from taxonomy_service.domain.errors import NotFound
from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.messages import Message, message
from taxonomy_service.services import actors as service
from taxonomy_service.services.keys import create_key, revoke_key
from taxonomy_service.store.session import Store, transaction

_HEADS = (message("id"), message("name"), message("e-mail"), message("subject"), message("grants"))
_ERASED = message("(erased)")
ActorName = Annotated[str, typer.Argument(help="the actor's name, or id where several have the name")]
Scheme = Annotated[str | None, typer.Option(help="the scheme's id; by default all schemes")]


def grant(
    actor: ActorName,
    role: Annotated[Role, typer.Argument(help="what they may do")],
    scheme: Scheme = None,
    languages: Annotated[
        str | None, typer.Option(help="languages, as in de,fr, each with its varieties; by default all")
    ] = None,
    issuer: Annotated[str | None, typer.Option(help="with --subject: who makes the tokens of the actor")] = None,
    subject: Annotated[str | None, typer.Option(help="what the issuer calls the actor; no key is made then")] = None,
    expires: Expires = None,
) -> None:
    """Grant a role to an actor; one who is not known yet is made, with a key that is shown once."""
    given = make_grant(role, scheme, _tags(languages))
    until = expiry(expires)
    with transaction(current_engine(), provenance=BY_COMMAND) as store:
        known = _known(store, actor)
        entry = known or service.create_actor(store, OPERATOR, Person(actor, None, issuer, subject))
        service.give(store, OPERATOR, entry.actor.id, given)
        made = None
        if known is None and subject is None:
            made = create_key(store, OPERATOR, entry.actor.id, expires=until)
    known_as, own_id = entry.actor.name, entry.actor.id
    output.print(said(message("{actor} ({id}) is {grant}", actor=known_as, id=own_id, grant=_told(given))))
    if made is not None:
        print_new_key(made)


def revoke(
    target: Annotated[str, typer.Argument(help="the id of a key; or an actor, if a role follows")],
    role: Annotated[Role | None, typer.Argument(help="the role to take back from the actor")] = None,
    scheme: Scheme = None,
) -> None:
    """Revoke a key, or take a role back from an actor."""
    with transaction(current_engine(), provenance=BY_COMMAND) as store:
        if role is None:
            output.print(said(message("the key {key} opens nothing any more", key=_revoked(store, target))))
            return
        entry = service.named_actor(store, OPERATOR, target)
        for taken in service.take(store, OPERATOR, entry.actor.id, role, scheme):
            known_as, own_id = entry.actor.name, entry.actor.id
            told = message("{actor} ({id}) is no longer {grant}", actor=known_as, id=own_id, grant=_told(taken))
            output.print(said(told))


def actors(format: Annotated[OutputFormat, typer.Option("--format", help="how to print")] = OutputFormat.TABLE) -> None:  # noqa: A002
    """List the actors with what they are allowed."""
    with transaction(current_engine(), writing=False) as store:
        entries = service.list_actors(store, OPERATOR)
    if format is OutputFormat.JSON:
        print_json([_as_json(entry) for entry in entries])
        return
    table = Table(*map(said, _HEADS))
    for entry in entries:
        name = entry.actor.name if entry.erased is None else said(_ERASED)
        grants = " ".join(map(str, entry.actor.grants))
        table.add_row(entry.actor.id, name, entry.person.email or "", entry.person.subject or "", grants)
    output.print(IsolatedTable(table))


def erase(actor: ActorName) -> None:
    """Remove what is known of an actor, keys and grants included; the audit still says which id acted."""
    with transaction(current_engine(), provenance=BY_COMMAND) as store:
        entry = service.named_actor(store, OPERATOR, actor)
        service.erase(store, OPERATOR, entry.actor.id)
    output.print(said(message("the actor {id} was erased; their keys open nothing any more", id=entry.actor.id)))


def _known(store: Store, name: str) -> ActorEntry | None:
    try:
        return service.named_actor(store, OPERATOR, name)
    except NotFound:
        return None


def _revoked(store: Store, own_id: str) -> str:
    try:
        return revoke_key(store, OPERATOR, own_id).id
    except NotFound as error:
        raise NotFound(message("key (to take a role back, name it too: revoke ACTOR ROLE)"), own_id) from error


def _tags(languages: str | None) -> tuple[LanguageTag, ...] | None:
    return None if languages is None else tuple(stated_language(tag.strip()) for tag in languages.split(","))


def _told(grant: Grant) -> Message:
    role, tags = grant.role, ", ".join(grant.languages or ())
    if grant.scheme and tags:
        return message("{role} in scheme {scheme} for {tags}", role=role, scheme=grant.scheme, tags=tags)
    if grant.scheme:
        return message("{role} in scheme {scheme} for all languages", role=role, scheme=grant.scheme)
    if tags:
        return message("{role} in all schemes for {tags}", role=role, tags=tags)
    return message("{role} in all schemes for all languages", role=role)


def _as_json(entry: ActorEntry) -> dict[str, object]:
    return {
        "id": entry.actor.id,
        **entry.person._asdict(),
        "grants": [str(grant) for grant in entry.actor.grants],
        "created": entry.created.isoformat(),
        "erased": entry.erased.isoformat() if entry.erased else None,
    }
