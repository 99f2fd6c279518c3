import json

import pytest
import structlog

from taxonomy_service.http.logs import configure_logs


def test_a_traceback_is_logged_as_json_without_the_values_of_variables(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.reset_defaults()
    configure_logs()
    secret = "tsk_do_not_tell"

    def fail(key: str) -> None:
        raise ValueError("no" + key[:0])

    try:
        fail(secret)
    except ValueError as error:
        structlog.get_logger().error("unexpected", exc_info=error)
    structlog.reset_defaults()
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "unexpected"
    assert "ValueError: no" in line
    assert secret not in line


def test_a_configuration_made_before_is_kept() -> None:
    structlog.configure(processors=[])
    configure_logs()
    assert structlog.get_config()["processors"] == []
    structlog.reset_defaults()
