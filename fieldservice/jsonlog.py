"""How a log line looks: a JSON object or plain words; no phone number, no key of a page in it."""

import json
import logging
import re
from datetime import UTC, datetime
from uuid import UUID

# As people and addresses write it: +12025550123, +1 (202) 555-0123, %2B12025550123.
NUMBER = re.compile(r"(?:\+|%2B)\d(?:[ ().-]{0,2}\d){6,14}", re.IGNORECASE)
# Who has the last part of these addresses has the page, the photo or the log-in.
KEY = re.compile(r"(/v/|/headshots/)[a-z2-7]{16}|(/in/)[A-Za-z0-9_-]{20,}")
# What every record has, and what formatting adds; all else came as `extra`.
OWN = vars(logging.makeLogRecord({})).keys() | {"message", "asctime", "taskName"}
# A request or a row in `extra` would bring along the words of a person.
PLAIN = (str, int, float, UUID)


def masked(words: str) -> str:
    """The same words without numbers and keys: a net below the rule that nobody logs one."""
    return KEY.sub(r"\1\2[key]", NUMBER.sub("[number]", words))


class LineFormatter(logging.Formatter):
    """Lines for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object on one line: time, level, logger, message, extras, and a traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        extras = {name: value for name, value in vars(record).items() if name not in OWN}
        line |= {name: value for name, value in extras.items() if isinstance(value, PLAIN)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return masked(json.dumps(line, default=str))
