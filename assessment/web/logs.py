"""Tokens never reach the log, whatever server writes it.

``streamlit run`` writes no access log. Under plain uvicorn there is one: this filter takes the secret
part out of its paths. It survives uvicorn's own set-up, which clears handlers and not filters.
"""

import logging
import re
from typing import Final

_SECRET: Final = re.compile(r"(/(?:i|o|r|s|account/(?:welcome|reset|exchange))/)[^/?\s\"]+")
_LOGGERS: Final = ("uvicorn.access", "uvicorn.error")


def redact(text: str) -> str:
    """Replace the token of a personal link or ticket in `text`.

    >>> redact("GET /i/bE8-_x?lang=en HTTP/1.1"), redact("/answer")
    ('GET /i/[token]?lang=en HTTP/1.1', '/answer')
    """
    return _SECRET.sub(r"\1[token]", text)


class RedactTokens(logging.Filter):
    """Rewrites the arguments of a log record that hold a path; never drops a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact message and arguments."""
        record.msg = redact(record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(redact(a) if isinstance(a, str) else a for a in record.args)
        return True


def redact_access_logs() -> None:
    """Put the filter on the server's loggers, once."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(f, RedactTokens) for f in logger.filters):
            logger.addFilter(RedactTokens())
