"""Logs of the server: one JSON object a line on standard error, tracebacks without the values of variables."""

import logging
import sys
from contextvars import ContextVar

import structlog
from structlog.typing import EventDict, WrappedLogger

request_of_log: ContextVar[str] = ContextVar("request_of_log")
"""The id of the request that is being answered; each line that is logged meanwhile carries it."""


def configure_logs(level: int = logging.INFO) -> None:
    """Send the logs of this program as JSON to standard error, unless they are configured already.

    Tracebacks come without the values of variables, among which are secrets.
    """
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _add_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def _add_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    known = request_of_log.get(None)
    if known is not None:
        event.setdefault("request_id", known)
    return event
