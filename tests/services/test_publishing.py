import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event

from taxonomy_service.domain.access import OPERATOR, Actor, Grant, Role
from taxonomy_service.domain.audit import first_broken
from taxonomy_service.domain.errors import Conflict, Forbidden, Malformed, ReleaseBlocked, Stale
from taxonomy_service.domain.events import EventKind
from taxonomy_service.domain.release_gates import GateKind
from taxonomy_service.domain.schemes import SchemeId
from taxonomy_service.services.drafts import read_draft_about
from taxonomy_service.services.editing import edit, undo
from taxonomy_service.services.events import changes
from taxonomy_service.services.publishing import Publication, Publishing, publish
from taxonomy_service.services.releases import list_releases, load_release, release_text
from taxonomy_service.store.audit import read_entries, read_head
from taxonomy_service.store.draft import read_draft
from taxonomy_service.store.overrides import read_overrides
from taxonomy_service.store.schemes import find_scheme
from taxonomy_service.store.session import Store, open_engine, transaction
from tests.services.conftest import SHOES, Dump, Take
from tests.services.test_editing import add, change_set
from tests.services.test_freezing import hash_of

PUBLISHER = Actor("p1", "Pia", (Grant(Role.PUBLISHER, SchemeId("shoes")),))
SOUND = SHOES.replace("skos:related :sandal ;", "")
"""The shoes without the one error that they hold (SKOS S27)."""
Edited = Callable[..., None]


def settings(**given: Any) -> dict[str, Any]:
    return {"operation": "revise-settings", "settings": given}


@pytest.fixture
def edited(take: Take, engine: Engine) -> Edited:
    """The shoes, released once, and what changes their draft."""
    take(SOUND)

    def run(*operations: dict[str, Any]) -> None:
        with transaction(engine) as store:
            edit(store, OPERATOR, "shoes", change_set(*operations))

    return run


def _publish(engine: Engine, how: Publishing | None = None, actor: Actor = PUBLISHER) -> Publication:
    with transaction(engine) as store:
        return publish(store, actor, "shoes", how)


def test_a_draft_is_released_once_with_note_version_and_audit(edited: Edited, engine: Engine) -> None:
    edited(add("running-shoe", "zapatilla de correr", "es", "preferred"))
    done = _publish(engine, Publishing("2026-12", "español"))
    assert done.release is not None
    assert (done.release.number, done.release.version, done.release.note) == (2, "2026-12", "español")
    assert {kind.value: times for kind, times in done.difference.counts.items()} == {"label-added": 1}
    with transaction(engine) as store:
        stored = find_scheme(store, "shoes")
        assert load_release(store, "shoes", "2026-12").scheme == read_draft(store, stored.key)
        *_, entry = read_entries(store, stored.key)
        assert (entry.kind, entry.actor) == ("release", "p1")
        assert [own.data["release"] for own in changes(store, OPERATOR, "shoes")] == [1, 2]
    again = _publish(engine)
    assert (again.release, again.changed) == (None, False)


def test_what_is_unchanged_is_not_released_and_writes_nothing(edited: Edited, engine: Engine, dump: Dump) -> None:
    edited(add("sandal", "sandália", "pt"), {"operation": "remove-label", "concept": "sandal", "label": _name()})
    before = dump()
    assert not _publish(engine).changed
    assert dump() == before


def _name() -> dict[str, str]:
    return {"form": "sandália", "language": "pt", "kind": "alternative"}


def test_a_dry_run_tells_the_same_and_writes_nothing(edited: Edited, engine: Engine, dump: Dump) -> None:
    edited(add("sandal", "サンダル", "ja", "preferred"))
    before = dump()
    tried = _publish(engine, Publishing(dry_run=True))
    assert dump() == before
    assert (tried.release, tried.changed) == (None, True)
    done = _publish(engine)
    assert (done.difference, done.version, done.gate) == (tried.difference, tried.version, tried.gate)


def test_a_vanished_id_closes_the_gate_until_a_reason_overrides_it(edited: Edited, engine: Engine, dump: Dump) -> None:
    edited({"operation": "create", "id": "boot", "labels": [{"form": "boot", "language": "en"}], "broader": ["shoe"]})
    assert _publish(engine).release is not None
    with transaction(engine) as store:
        last = read_head(store, find_scheme(store, "shoes").key).number
    _undo(engine, last - 2)
    before = dump()
    with pytest.raises(ReleaseBlocked, match="boot is no longer there") as blocked:
        _publish(engine)
    assert blocked.value.data["counts"] == {"vanished-id": 1}
    assert dump() == before
    done = _publish(engine, Publishing(override=" never used "))
    assert done.release is not None
    with transaction(engine) as store:
        stored = find_scheme(store, "shoes")
        ((override,),) = read_overrides(store, stored).values()
        assert override == (GateKind.VANISHED_ID, 1, "never used", "p1")
        *_, entry = read_entries(store, stored.key)
        assert '"reason":"never used"' in entry.body


def test_an_error_closes_the_gate_as_far_as_the_settings_say(take: Take, engine: Engine) -> None:
    take(SHOES)
    with transaction(engine) as store:
        edit(store, OPERATOR, "shoes", change_set(add("sandal", "سندل", "ar")))
    with pytest.raises(ReleaseBlocked, match="S27"):
        _publish(engine)
    with transaction(engine) as store:
        edit(store, OPERATOR, "shoes", change_set(settings(gate={"integrity-error": "warning"})))
    done = _publish(engine)
    assert [(item.code, item.blocking) for item in done.gate] == [("S27", False)]
    assert done.release is not None


def _undo(engine: Engine, number: int) -> None:
    with transaction(engine) as store:
        undo(store, OPERATOR, "shoes", number)


def test_the_version_is_counted_and_never_that_of_another_release(edited: Edited, engine: Engine) -> None:
    edited(add("sandal", "sandały", "pl"))
    assert _publish(engine, Publishing(dry_run=True)).version == "2", "release 1 has the version that the scheme states"
    for taken in ("2026-11", "1", "17"):
        with pytest.raises(Conflict, match="another release"):
            _publish(engine, Publishing(taken))
    with pytest.raises(Malformed):
        _publish(engine, Publishing(" "))
    with pytest.raises(Malformed, match="note"):
        _publish(engine, Publishing(note="x" * 10_001))


def test_who_publishes_must_be_allowed_to_and_have_seen_the_draft(edited: Edited, engine: Engine) -> None:
    edited(add("sandal", "चप्पल", "hi"))
    with pytest.raises(Forbidden):
        _publish(engine, actor=Actor("l1", "Lin", (Grant(Role.LINGUIST, SchemeId("shoes")),)))
    with transaction(engine) as store:
        seen = read_draft_about(store, OPERATOR, "shoes").etag
    edited(add("sandal", "सैंडल", "hi"))
    with pytest.raises(Stale):
        _publish(engine, Publishing(seen=(seen,)))


def test_where_approval_is_asked_for_labels_wait_and_the_released_one_stays(edited: Edited, engine: Engine) -> None:
    former = {"form": "chaussure de course", "language": "fr", "kind": "preferred"}
    edited(
        settings(approval={"approved_only": ["fr"]}),
        {"operation": "revise-label", "concept": "running-shoe", "label": former, "form": "soulier de course"},
        add("running-shoe", "Joggingschuh", "de"),
    )
    done = _publish(engine)
    assert [(left.key.form, left.kept) for left in done.left_out] == [("soulier de course", "chaussure de course")]
    with transaction(engine) as store:
        released = load_release(store, "shoes").scheme.concepts
        forms = {label.form for concept in released.values() for label in concept.labels}
        assert {"chaussure de course", "Joggingschuh"} <= forms
        assert "soulier de course" not in forms
    assert not _publish(engine).changed, "the draft and the release differ in what waits only"


def test_an_import_of_what_was_released_makes_no_release(edited: Edited, take: Take, engine: Engine) -> None:
    edited(add("sandal", "sandalia", "es"))
    (scheme,) = take(SOUND).schemes
    assert scheme.release is None
    assert [change.id for change in scheme.difference.changed] == ["sandal"]
    assert not _publish(engine).changed


class Killed:
    """Releases in processes that are killed: each edits, publishes, and says what is done on a pipe."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.edits: set[str] = set()
        self.releases = 1

    def run(self, form: str, *, at: int | None = None, after: float | None = None) -> int:
        """Run a process that dies at a step, or after seconds, and return how many steps it took, 0 where it died."""
        told, tell = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                os.write(tell, f"steps {_work(self.url, form, tell, at)}\n".encode())
            finally:
                os._exit(1)
        os.close(tell)
        if after is not None:
            time.sleep(after)
            os.kill(process, signal.SIGKILL)
        with os.fdopen(told) as pipe:
            lines = pipe.read().splitlines()
        os.waitpid(process, 0)
        self.edits |= {form} if "edited" in lines else set()
        self.releases += "released" in lines
        return next((int(line.split()[1]) for line in lines if line.startswith("steps")), 0)


def _work(url: str, form: str, tell: int, at: int | None) -> int:
    engine = open_engine(url)
    steps = count(1)

    def step(*_: object) -> None:
        if next(steps) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, name, step)
    with transaction(engine) as store:
        edit(store, OPERATOR, "shoes", change_set(add("sandal", form, "en")))
    os.write(tell, b"edited\n")
    step()
    _publish(engine)
    os.write(tell, b"released\n")
    step()
    return next(steps) - 1


@contextmanager
def _looking(url: str) -> Iterator[Store]:
    engine = open_engine(url)
    with transaction(engine, writing=False) as store:
        yield store
    engine.dispose()


def _assert_whole(killed: Killed, *, every: bool = False) -> None:
    """What was acknowledged is there, releases are whole, and the chain verifies."""
    with _looking(killed.url) as store:
        stored = find_scheme(store, "shoes")
        entries = list(read_entries(store, stored.key))
        assert first_broken(entries, read_head(store, stored.key)) is None
        draft = {label.form for concept in read_draft(store, stored.key).concepts.values() for label in concept.labels}
        assert killed.edits <= draft
        releases = list_releases(store, OPERATOR, "shoes")
        assert [entry.number for entry in releases] == [*range(stored.current, 0, -1)]
        assert stored.current >= killed.releases
        assert [entry.kind for entry in entries].count("release") == stored.current - 1
        told = [own for own in changes(store, OPERATOR, "shoes", limit=1000) if own.kind is EventKind.RELEASE]
        assert [own.data["content_hash"] for own in told] == [entry.content_hash for entry in reversed(releases)]
        for entry in releases if every else releases[:1]:
            assert hash_of(release_text(store, "shoes", str(entry.number))) == entry.content_hash
        killed.releases = stored.current  # committed, though nobody was told: it must stay from now on


def test_a_publish_killed_at_each_of_its_steps_leaves_all_or_nothing(take: Take, engine: Engine) -> None:
    take(SOUND)
    url = engine.url.render_as_string(hide_password=False)
    engine.dispose()
    killed = Killed(url)
    started = time.monotonic()
    steps = killed.run("first")
    lasts = time.monotonic() - started
    assert steps > 40
    assert (killed.edits, killed.releases) == ({"first"}, 2)
    chance = random.Random(4)
    runs = 100 if engine.dialect.name == "sqlite" else 12
    for place in range(runs):
        if place % 4 == 3:
            killed.run(f"form {place}", after=chance.uniform(0, lasts))
        else:
            assert killed.run(f"form {place}", at=1 + place * steps // runs) == 0, "it was killed"
        _assert_whole(killed)
    _assert_whole(killed, every=True)
    assert killed.run("last") > 0
    assert killed.releases == len(_numbers(url)), "it goes on as if nothing had been"


def _numbers(url: str) -> list[int]:
    with _looking(url) as store:
        return [entry.number for entry in list_releases(store, OPERATOR, "shoes")]
