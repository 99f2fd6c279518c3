import io
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.routing import Mount
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from taxonomy_service.app import create_app
from taxonomy_service.domain.access import OPERATOR, Action, Grant, Role, make_grant, parse_grant
from taxonomy_service.domain.actors import Person
from taxonomy_service.domain.errors import DatabaseOutOfStep, DatabaseUnusable
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.domain.statements import Iri
from taxonomy_service.exchange.rdf import RdfFormat
from taxonomy_service.http.admin.editing import ROUTES as EDITING
from taxonomy_service.services.actors import create_actor
from taxonomy_service.services.imports import VocabularyFile, import_file
from taxonomy_service.services.keys import create_key
from taxonomy_service.settings import Settings
from taxonomy_service.store.schema import upgrade
from taxonomy_service.store.schemes import add_scheme
from taxonomy_service.store.session import open_engine, transaction
from tests.local_issuer import AUDIENCE, issuing
from tests.patience import PATIENCE, in_time
from tests.postgresql import Server

NewDatabase = Callable[..., str]
SHOES = Path(__file__).parent / "data" / "http" / "shoes.ttl"


def import_text(settings: Settings, text: str) -> None:
    engine = open_engine(settings.url)
    upgrade(engine)
    with transaction(engine) as store:
        import_file(store, OPERATOR, VocabularyFile(io.BytesIO(text.encode()), "shoes.ttl", RdfFormat.TURTLE))
    engine.dispose()


@pytest.fixture
def settings(new_database: NewDatabase) -> Settings:
    return Settings(database_url=new_database("app", upgraded=False), poll_seconds=0.05)


def test_a_database_that_is_not_current_is_refused(settings: Settings) -> None:
    engine = open_engine(settings.url)
    with engine.connect():
        pass
    engine.dispose()
    with pytest.raises(DatabaseOutOfStep, match="taxonomy-service upgrade"):
        create_app(settings)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="taxonomy-service upgrade"):
        create_app(Settings(database_url=f"sqlite:///{tmp_path / 'absent.db'}"))
    assert not (tmp_path / "absent.db").exists()


def test_a_release_that_another_process_published_is_served_without_a_restart(settings: Settings) -> None:
    text = SHOES.read_text(encoding="utf-8")
    import_text(settings, text)
    question = {"label": "Rennschuh", "language": "de"}
    with TestClient(create_app(settings)) as client:
        assert client.post("/v1/schemes/shoes/validate", json=question).json()["verdict"] == "unknown"
        import_text(settings, text.replace('"Laufschuh"@de', '"Rennschuh"@de'))
        assert in_time(lambda: release_in_use(client) == 2)
        assert client.post("/v1/schemes/shoes/validate", json=question).json()["verdict"] == "preferred"


def test_postgresql_gives_word_of_a_release_long_before_it_is_looked_for(postgresql: Server) -> None:
    text = SHOES.read_text(encoding="utf-8")
    with postgresql.database() as url:
        settings = Settings(database_url=url, poll_seconds=600)
        import_text(settings, text)
        with TestClient(create_app(settings)) as client:
            import_text(settings, text.replace('"Laufschuh"@de', '"Rennschuh"@de'))
            assert in_time(lambda: release_in_use(client) == 2)
            question = {"label": "Rennschuh", "language": "de"}
            assert client.post("/v1/schemes/shoes/validate", json=question).json()["verdict"] == "preferred"


def release_in_use(client: TestClient) -> int:
    answer = client.post("/v1/schemes/shoes/validate", json={"label": "Schuh", "language": "de"})
    return int(answer.json()["release"]["number"])


def test_a_file_that_is_cut_off_while_it_is_used_is_made_again(settings: Settings, tmp_path: Path) -> None:
    import_text(settings, SHOES.read_text(encoding="utf-8"))
    settings = Settings(**(settings.model_dump() | {"compiled_folder": tmp_path / "compiled", "poll_seconds": 600}))
    with TestClient(create_app(settings)) as client:
        before = client.post("/v1/schemes/shoes/validate", json={"label": "靴", "language": "ja"})
        (file,) = (tmp_path / "compiled").glob("*.taxr")
        whole = file.read_bytes()
        file.chmod(0o644)
        file.write_bytes(whole[:-8])
        app: Any = client.app
        app.state.taxonomy.served.refresh()  # what the next poll does
        assert file.read_bytes() == whole
        assert (
            client.post("/v1/schemes/shoes/validate", json={"label": "靴", "language": "ja"}).content == before.content
        )


def test_a_database_that_is_away_is_logged_once_and_so_is_its_return(settings: Settings, tmp_path: Path) -> None:
    if not settings.url.startswith("sqlite"):
        pytest.skip("tests/http/public/test_health.py stops a server")
    import_text(settings, SHOES.read_text(encoding="utf-8"))
    file = Path(settings.url.removeprefix("sqlite:///"))
    with capture_logs() as logs, TestClient(create_app(settings)):
        file.rename(tmp_path / "away.db")
        assert in_time(lambda: told(logs, "cannot look for new releases") > 0)
        time.sleep(0.3)
        (tmp_path / "away.db").rename(file)
        assert in_time(lambda: told(logs, "can look for new releases again") > 0)
    assert told(logs, "cannot look for new releases") == 1


def test_a_worker_that_starts_while_the_database_is_away_waits_for_it(settings: Settings, tmp_path: Path) -> None:
    if not settings.url.startswith("sqlite"):
        pytest.skip("it is the same with a server")
    import_text(settings, SHOES.read_text(encoding="utf-8"))
    file = Path(settings.url.removeprefix("sqlite:///"))
    file.rename(tmp_path / "away.db")
    with pytest.raises(DatabaseUnusable):
        create_app(settings)
    one_of_several = Settings(**(settings.model_dump() | {"workers_folder": tmp_path}))
    with ThreadPoolExecutor(1) as pool:
        starting = pool.submit(create_app, one_of_several)
        time.sleep(0.3)
        assert not starting.done()
        (tmp_path / "away.db").rename(file)
        with TestClient(starting.result(timeout=PATIENCE)) as client:
            assert release_in_use(client) == 1


def told(logs: Sequence[Mapping[str, object]], event: str) -> int:
    return sum(log["event"] == event for log in logs)


def test_pages_of_other_origins_may_call_only_where_the_settings_name_them(settings: Settings) -> None:
    import_text(settings, SHOES.read_text(encoding="utf-8"))
    tool, other = "https://labels.example.org", "https://example.com"
    named = Settings(**(settings.model_dump() | {"cors_origins": {tool}}))
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    path, question = "/v1/schemes/shoes/validate", {"label": "靴", "language": "ja"}
    with TestClient(create_app(named)) as client:
        allowed = client.options(path, headers={"Origin": tool, **asking})
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, tool)
        assert client.options(path, headers={"Origin": other, **asking}).status_code == 400
        answer = client.post(path, json=question, headers={"Origin": tool})
        assert (answer.json()["verdict"], answer.headers["access-control-allow-origin"]) == ("preferred", tool)
        refused = client.post(path, content=b" " * 17_000_000, headers={"Origin": tool})
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (413, tool)
    with TestClient(create_app(settings)) as client:
        assert "access-control-allow-origin" not in client.post(path, json=question, headers={"Origin": tool}).headers


class Rule(NamedTuple):
    """What a route asks of whoever calls it, None where it is open to all; a body that it takes.

    `somewhere` is a route that tells of all schemes in which one may do so.
    """

    action: Action | None
    json: object = None
    somewhere: bool = False

    def admits(self, grant: Grant, scheme: str | None) -> bool:
        return self.action is not None and grant.covers(self.action, scheme, None)


READ, VALIDATE, ADMINISTER = Rule(Action.READ), Rule(Action.VALIDATE, {"label": "shoe"}), Rule(Action.ADMINISTER)
WORK = Rule(Action.INSPECT)
SOMEWHERE = Rule(Action.ADMINISTER, somewhere=True)
RULES = {
    "GET /": Rule(None),
    "GET /docs": Rule(None),
    "GET /docs/oauth2-redirect": Rule(None),
    "GET /redoc": Rule(None),
    "GET /openapi.json": Rule(None),
    "GET /healthz": Rule(None),
    "GET /readyz": Rule(None),
    "GET /metrics": Rule(None),  # no actor's key opens it; tests/http/public/test_metrics.py says whom it is told
    "GET /v1/me": Rule(None),
    "GET /v1/schemes": Rule(Action.READ, somewhere=True),
    "GET /v1/schemes/{scheme}": READ,
    "GET /v1/schemes/{scheme}/releases": READ,
    "GET /v1/schemes/{scheme}/releases/{release}": READ,
    "GET /v1/schemes/{scheme}/diff": READ,
    "GET /v1/schemes/{scheme}/id-map": READ,
    "GET /v1/schemes/{scheme}/changelog": READ,
    "POST /v1/schemes/{scheme}/revalidate": Rule(Action.VALIDATE, {"items": [{"label": "shoe"}]}),
    "POST /admin/v1/schemes/{scheme}/releases": Rule(Action.PUBLISH),
    "GET /admin/v1/schemes/{scheme}/releases/{release}/settings": WORK,
    "GET /v1/schemes/{scheme}/export": READ,
    "GET /v1/schemes/{scheme}/concepts": READ,
    "GET /v1/schemes/{scheme}/top-concepts": READ,
    "GET /v1/schemes/{scheme}/tree": READ,
    "GET /v1/schemes/{scheme}/search": READ,
    "GET /v1/schemes/{scheme}/suggest": READ,
    "GET /v1/schemes/{scheme}/concepts/{concept}": READ,
    "GET /v1/schemes/{scheme}/concepts/{concept}/narrower": READ,
    "GET /v1/schemes/{scheme}/concepts/{concept}/ancestors": READ,
    "GET /v1/schemes/{scheme}/concepts/{concept}/boundary.svg": READ,
    "GET /v1/schemes/{scheme}/concepts/{concept}/boundary.html": READ,
    "GET /v1/concepts/{concept}/boundary.svg": Rule(Action.READ, somewhere=True),
    "POST /v1/schemes/{scheme}/validate": VALIDATE,
    "POST /v1/schemes/{scheme}/validate/batch": Rule(Action.VALIDATE, {"items": [{"label": "shoe"}]}),
    "POST /v1/schemes/{scheme}/validate/stream": VALIDATE,
    "POST /admin/v1/imports": ADMINISTER,
    "GET /admin/v1/schemes/{scheme}/draft": WORK,
    "GET /admin/v1/schemes/{scheme}/concepts/{concept}": WORK,
    "GET /admin/v1/schemes/{scheme}/collections/{concept}": WORK,
    "GET /admin/v1/schemes/{scheme}/audit": WORK,
    "GET /admin/v1/schemes/{scheme}/audit.ndjson": WORK,
    "GET /admin/v1/schemes/{scheme}/audit:verify": READ,
    "GET /admin/v1/schemes/{scheme}/concepts/{concept}/history": WORK,
    "GET /admin/v1/schemes/{scheme}/proposals": WORK,
    "POST /admin/v1/schemes/{scheme}/proposals": Rule(Action.PROPOSE, {"operations": []}),
    "GET /admin/v1/schemes/{scheme}/proposals/{number}": WORK,
    "PUT /admin/v1/schemes/{scheme}/proposals/{number}": Rule(Action.PROPOSE),
    "POST /admin/v1/schemes/{scheme}/proposals/{number}/remarks": Rule(Action.PROPOSE, {"text": "?"}),
    "POST /admin/v1/schemes/{scheme}/proposals/{number}/opinions": Rule(Action.APPROVE, {"verdict": "approve"}),
    "POST /admin/v1/schemes/{scheme}/proposals/{number}:withdraw": Rule(Action.PROPOSE),
    "POST /admin/v1/schemes/{scheme}/approvals": Rule(Action.APPROVE, {"labels": []}),
    "GET /admin/v1/schemes/{scheme}/work": WORK,
    "GET /admin/v1/schemes/{scheme}/translations": Rule(Action.PROPOSE),
    "POST /admin/v1/schemes/{scheme}/translations": Rule(Action.EDIT),
    "POST /admin/v1/schemes/{scheme}/change-sets": Rule(Action.EDIT),
    "POST /admin/v1/schemes/{scheme}/fixes": Rule(Action.EDIT),
    "POST /admin/v1/schemes/{scheme}/integrity": Rule(Action.EDIT),
    "POST /admin/v1/schemes/{scheme}/change-sets/{number}:undo": Rule(Action.EDIT),
    **{f"{route.method} /admin/v1/schemes/{{scheme}}{route.path}": Rule(Action.EDIT) for route in EDITING},
    "GET /admin/v1/schemes/{scheme}/integrity": WORK,
    "GET /admin/v1/actors": ADMINISTER,
    "POST /admin/v1/actors": Rule(Action.ADMINISTER, {"name": "Zoë"}),
    "GET /admin/v1/actors/{actor}": ADMINISTER,
    "PUT /admin/v1/actors/{actor}": Rule(Action.ADMINISTER, {"name": "Zoë"}),
    "DELETE /admin/v1/actors/{actor}": ADMINISTER,
    "POST /admin/v1/actors/{actor}/grants": Rule(Action.ADMINISTER, {"role": "reader"}),
    "DELETE /admin/v1/actors/{actor}/grants/{role}": ADMINISTER,
    "GET /admin/v1/audit": ADMINISTER,
    "GET /admin/v1/audit.ndjson": ADMINISTER,
    "GET /admin/v1/audit:verify": ADMINISTER,
    "GET /admin/v1/keys": ADMINISTER,
    "POST /admin/v1/keys": Rule(Action.ADMINISTER, {"actor": "nobody"}),
    "GET /admin/v1/keys/{key}": ADMINISTER,
    "DELETE /admin/v1/keys/{key}": ADMINISTER,
    "POST /admin/v1/schemes/{scheme}/findings:detect": Rule(Action.EDIT),
    "GET /admin/v1/schemes/{scheme}/findings": WORK,
    "GET /admin/v1/schemes/{scheme}/findings.{format}": WORK,
    "GET /admin/v1/schemes/{scheme}/findings/{fingerprint}": WORK,
    "POST /admin/v1/schemes/{scheme}/findings/{fingerprint}/decision": Rule(Action.EDIT, {"state": "open"}),
    "GET /admin/v1/schemes/{scheme}/jobs": WORK,
    "GET /admin/v1/schemes/{scheme}/jobs/{job}": WORK,
    "POST /admin/v1/schemes/{scheme}/jobs/{job}:cancel": Rule(Action.EDIT),
    "GET /v1/schemes/{scheme}/changes": READ,
    "GET /admin/v1/webhooks": SOMEWHERE,
    "POST /admin/v1/webhooks": Rule(Action.ADMINISTER, {"url": "https://example.org/", "kinds": ["release"]}),
    "GET /admin/v1/webhooks/{webhook}": SOMEWHERE,
    "DELETE /admin/v1/webhooks/{webhook}": SOMEWHERE,
    "POST /admin/v1/webhooks/{webhook}:take-over": SOMEWHERE,
    "GET /admin/v1/webhooks/{webhook}/deliveries": SOMEWHERE,
    "POST /admin/v1/webhooks/{webhook}/deliveries/{delivery}/retry": SOMEWHERE,
}
"""Every route with its rule: one that is added without a rule here fails the first test below."""
PLACES = {
    "{scheme}": "shoes",
    "{concept}": "shoe",
    "{role}": "reader",
    "{actor}": "nobody",
    "{key}": "none",
    "{number}": "1",
    "{release}": "1",
    "{delivery}": "1",
    "{webhook}": "none",
}
PLACES |= {"{fingerprint}": "none", "{job}": "none", "{format}": "csv"}


@pytest.fixture(scope="module")
def closed(lasting_database: NewDatabase, shoes_database: str) -> Iterator[TestClient]:
    """A service where anonymous reading is off."""
    settings = Settings(database_url=lasting_database("closed", like=shoes_database), anonymous_reading=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def tokens(closed: TestClient) -> dict[str, str]:
    """A key for every role, in the scheme the routes are asked about and in another one."""
    app: Any = closed.app
    made: dict[str, str] = {}
    with transaction(app.state.taxonomy.engine) as store:
        add_scheme(store, SchemeId("roads"), Iri("urn:roads"))
        for role in Role:
            for scheme in (None, "shoes", "roads"):
                grant = make_grant(role, scheme)
                entry = create_actor(store, OPERATOR, Person(f"{role} {scheme}"), [grant])
                made[str(grant)] = create_key(store, OPERATOR, entry.actor.id).token
    return made


def ask(client: TestClient, route: str, token: str | None = None) -> int:
    method, path = route.split()
    for place, value in PLACES.items():
        path = path.replace(place, value)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    query = {"q": "x"} if path.endswith(("search", "suggest")) else {"language": "de"}
    return client.request(method, path, params=query, headers=headers, json=RULES[route].json).status_code


def test_every_route_has_a_rule(closed: TestClient) -> None:
    app: Any = closed.app
    routes = {f"{method} {route.path}" for route in iter_routes(app.routes) for method in route.methods - {"HEAD"}}
    assert sorted(routes ^ RULES.keys()) == []


def iter_routes(routes: Iterable[Any]) -> Iterator[Any]:
    for route in routes:
        if hasattr(route, "original_router"):  # how FastAPI keeps a router that was included
            yield from iter_routes(route.original_router.routes)
        elif not isinstance(route, Mount):  # the scripts of the documentation
            yield route


@pytest.mark.parametrize("route", RULES)
def test_every_route_refuses_whom_it_must_and_nobody_else(
    closed: TestClient, tokens: dict[str, str], route: str
) -> None:
    rule = RULES[route]
    assert (ask(closed, route) == 401) is (rule.action is not None)
    assert ask(closed, route, "tsk_0123456789ab_" + "A" * 43) == 401 or rule.action is None
    for text, token in tokens.items():
        grant = parse_grant(text)
        scheme = "shoes" if "{scheme}" in route else None
        allowed = rule.action is None or (
            rule.action in grant.role.actions if rule.somewhere else rule.admits(grant, scheme)
        )
        status = ask(closed, route, token)
        assert status < 500
        assert (status == 403) is not allowed, (route, text, status)


def test_lists_hold_only_what_one_may_read(closed: TestClient, tokens: dict[str, str]) -> None:
    def listed(grant: str) -> list[str]:
        headers = {"Authorization": f"Bearer {tokens[grant]}"}
        return [scheme["id"] for scheme in closed.get("/v1/schemes", headers=headers).json()]

    assert listed("reader:*:*") == listed("reader:shoes:*") == ["shoes"]
    assert listed("reader:roads:*") == []


def test_last_use_of_a_key_is_kept_though_no_request_writes_it(closed: TestClient, tokens: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {tokens['admin:*:*']}"}
    own = closed.get("/v1/me", headers=headers).json()["key"]
    assert in_time(lambda: closed.get(f"/admin/v1/keys/{own}", headers=headers).json()["used"] is not None)


def test_a_token_of_the_issuer_opens_what_its_claims_grant(settings: Settings) -> None:
    import_text(settings, SHOES.read_text(encoding="utf-8"))
    with issuing() as issuer:
        named = {
            "oidc_issuer": issuer.url,
            "oidc_audience": AUDIENCE,
            "oidc_claim": "groups",
            "oidc_grants": {"terminology": "linguist:shoes:de"},
            "anonymous_reading": False,
        }
        with TestClient(create_app(Settings(**(settings.model_dump() | named)))) as client:
            headers = {"Authorization": f"Bearer {issuer.token(name='Jörg', groups=['terminology'])}"}
            me = client.get("/v1/me", headers=headers).json()
            assert (me["name"], me["key"]) == ("Jörg", None)
            assert me["grants"] == [{"role": "linguist", "scheme": "shoes", "languages": ["de"]}]
            assert client.get("/v1/schemes/shoes", headers=headers).status_code == 200
            assert client.get("/admin/v1/actors", headers=headers).status_code == 403
            for bad in (issuer.token(aud="another"), issuer.token(exp=1), "a.b.c", "x" * 30_000):
                refused = client.get("/v1/schemes/shoes", headers={"Authorization": f"Bearer {bad}"})
                assert refused.status_code == 401
            issuer.up = False
            assert client.get("/v1/schemes/shoes", headers=headers).status_code == 200


def test_an_issuer_that_is_down_is_told_as_such(settings: Settings) -> None:
    import_text(settings, SHOES.read_text(encoding="utf-8"))
    with issuing() as issuer:
        issuer.up = False
        named = {"oidc_issuer": issuer.url, "oidc_audience": AUDIENCE}
        with TestClient(create_app(Settings(**(settings.model_dump() | named)))) as client:
            headers = {"Authorization": f"Bearer {issuer.token()}"}
            answer = client.get("/v1/schemes/shoes", headers=headers)
            assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (503, "unreachable")
            assert client.get("/v1/schemes/shoes").status_code == 200
