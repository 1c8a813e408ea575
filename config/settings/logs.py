"""How every process logs: one JSON object a line, scrubbed.

It must not let a form's content, a query's parameters or a traceback's local values reach a log.
"""

from typing import Any

import structlog

from config import scrubbing

SAID_BESIDE = frozenset(
    {
        "problem", "still_works", "what_now", "search_id", "request_id", "notice_id", "export_id",
        "account_id", "status_code", "queue", "count", "place", "seconds", "outcome",
    }
)  # fmt: skip
"""What a log line may carry beside its event: codes, ids and advice. Django adds whole requests."""


def logging_configuration(level: str = "INFO") -> dict[str, Any]:
    """Return the configuration for logging.config.dictConfig, and set up structlog to match."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(allow=SAID_BESIDE),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        scrubbing.scrub,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": scrubbing.Formatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.db.backends": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "PIL": {"level": "WARNING"},
        },
    }
