import time

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn import Config

from taxonomy_service.cli.workers import Watch


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that is never asked."""


def test_a_worker_that_is_killed_while_it_is_asked_for_a_sign_is_replaced_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)  # those of the tests stay
    config = Config(f"{__name__}:_app", port=0, workers=1, timeout_worker_healthcheck=60, lifespan="off")
    watch = Watch(config, sockets=[])
    watch.init_processes()
    before = watch.processes[0]
    try:
        before.process.kill()  # it has not even begun to answer; to its parent it is alive until it is joined
        monkeypatch.setattr(before.process, "is_alive", lambda: True)
        began = time.monotonic()
        watch.keep_subprocess_alive()
        assert time.monotonic() - began < 30
        assert watch.processes[0] is not before
    finally:
        for process in watch.processes:
            process.kill()
            process.join()
