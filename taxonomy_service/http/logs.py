"""Logs of the server: one JSON object a line on standard error, tracebacks without the values of variables."""

import logging
import sys

import structlog


def configure_logs(level: int = logging.INFO) -> None:
    """Send the logs of this program as JSON to standard error, unless they are configured already.

    Tracebacks come without the values of variables, among which are secrets.
    """
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
