import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from taxonomy_service.domain.access import ANONYMOUS, OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.audit import Provenance
from taxonomy_service.domain.errors import Forbidden, Unauthenticated
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.services import actors, keys, webhooks
from taxonomy_service.services.audit import audit_line
from taxonomy_service.services.service_audit import service_audit_log, verify_service_audit
from taxonomy_service.store.session import transaction

URL = "https://hooks.example.org/services/T0/secret-path?token=hunter2"
PERSON = Person("Zoë Müller", "zoe@example.org", "https://login.example.org", "00u1")
BY = Provenance("curl/8", "tester", "neue Kollegin")


@pytest.fixture
def lived(engine: Engine) -> tuple[Engine, str, str]:
    """A service with a life: an actor made, granted, given a key and a webhook, and erased. Her id, and her key."""
    with transaction(engine, provenance=BY) as store:
        own_id = actors.create_actor(store, OPERATOR, PERSON, [Grant(Role.ADMIN)]).actor.id
        token = keys.create_key(store, OPERATOR, own_id, "Zoës Laptop").token
        zoe = actors.show_actor(store, OPERATOR, own_id).actor
    with transaction(engine) as store:
        made = webhooks.create_webhook(store, zoe, webhooks.Subscription(URL, [EventKind.RELEASE]))
        actors.restate_person(store, OPERATOR, own_id, PERSON._replace(name="Zoë Maier"))
        keys.revoke_key(store, zoe, token.split("_")[1])
        keys.revoke_key(store, zoe, token.split("_")[1])
        actors.take(store, OPERATOR, own_id, Role.ADMIN)
        actors.give(store, OPERATOR, own_id, Grant(Role.READER))
        actors.give(store, OPERATOR, own_id, Grant(Role.READER))
        webhooks.delete_webhook(store, OPERATOR, made.webhook.id)
        actors.erase(store, OPERATOR, own_id)
        actors.erase(store, OPERATOR, own_id)
    return engine, own_id, token


def _bodies(engine: Engine) -> list[dict[str, Any]]:
    with transaction(engine, writing=False) as store:
        return [json.loads(entry.body) for entry in service_audit_log(store, OPERATOR)]


def test_each_change_is_one_entry_and_what_changes_nothing_is_none(lived: tuple[Engine, str, str]) -> None:
    engine, own_id, token = lived
    found = _bodies(engine)
    assert [body["kind"] for body in found] == [
        "actor-made",
        "grant-given",
        "key-made",
        "webhook-made",
        "actor-restated",
        "key-revoked",
        "grants-taken",
        "grant-given",
        "webhook-removed",
        "actor-erased",
    ]
    assert {body["who"] for body in found if "who" in body} == {own_id}
    assert [body["actor"] for body in found[:4]] == ["operator", "operator", "operator", own_id]
    assert (found[1]["grant"], found[2]["key"], found[4]["parts"]) == ("admin:*:*", token.split("_")[1], ["name"])
    assert (found[9]["grants"], found[9]["keys"]) == (["reader:*:*"], [])
    assert (found[0]["client"], found[0]["tool"], found[0]["comment"]) == BY


def test_neither_a_secret_nor_a_person_is_in_it(lived: tuple[Engine, str, str]) -> None:
    engine, _, token = lived
    with transaction(engine, writing=False) as store:
        whole = b"".join(map(audit_line, service_audit_log(store, OPERATOR))).decode()
    for secret in (token, token.split("_")[2], "whsec_", "hunter2", "secret-path"):
        assert secret not in whole
    for known in ("Zoë", "Müller", "Maier", "zoe@example.org", "00u1", "Laptop"):
        assert known not in whole
    assert "hooks.example.org" in whole


def test_the_chain_verifies_after_an_erasure_and_shows_what_is_altered(lived: tuple[Engine, str, str]) -> None:
    engine = lived[0]
    with transaction(engine, writing=False) as store:
        found = verify_service_audit(store, OPERATOR)
        lines = [json.loads(audit_line(entry)) for entry in service_audit_log(store, OPERATOR)]
    assert (found.scheme, found.broken, found.head.number) == (None, None, 10)
    for line in lines:
        assert hashlib.sha256(f"{line['previous']}\n{line['body']}".encode()).hexdigest() == line["hash"]
    for damage, number in (
        ("UPDATE service_audit_entry SET body = replace(body, 'admin', 'reader') WHERE number = 2", 2),
        ("DELETE FROM service_audit_entry WHERE number = 1", 1),
    ):
        with transaction(engine) as store:
            store.session.connection().execute(text(damage))
        with transaction(engine, writing=False) as store:
            broken = verify_service_audit(store, OPERATOR).broken
        assert broken is not None
        assert broken.number == number


def test_it_is_for_an_admin_of_all_schemes(engine: Engine) -> None:
    local = Actor("s", "Şükrü", (Grant(Role.ADMIN, SchemeId("shoes")), Grant(Role.PUBLISHER)))
    with transaction(engine, writing=False) as store:
        for actor, refusal in ((local, Forbidden), (ANONYMOUS, Unauthenticated)):
            with pytest.raises(refusal):
                verify_service_audit(store, actor)
            with pytest.raises(refusal):
                service_audit_log(store, actor)


def test_a_change_that_is_refused_leaves_no_entry(engine: Engine) -> None:
    with pytest.raises(Forbidden), transaction(engine) as store:
        actors.create_actor(store, OPERATOR, PERSON, [Grant(Role.READER)])
        actors.create_actor(store, Actor("x", "X"), PERSON)
    assert _bodies(engine) == []
