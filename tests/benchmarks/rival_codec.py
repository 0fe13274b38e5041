"""Documents to and from plain JSON values, without loading anything that draws."""

from dataclasses import fields, is_dataclass
from typing import Any

from reports import document as documents
from reports import scene as scenes


def encoded(value: object) -> Any:
    """Write frozen values as JSON would hold them; ``@`` names the class."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
        return {"@": type(value).__name__, **named}
    if isinstance(value, tuple):
        return [encoded(part) for part in value]
    return value


def decoded(value: Any) -> Any:
    """Read what `encoded` wrote."""
    if isinstance(value, dict):
        maker = getattr(documents, value["@"], None) or getattr(scenes, value["@"])
        return maker(**{name: decoded(part) for name, part in value.items() if name != "@"})
    return tuple(decoded(part) for part in value) if isinstance(value, list) else value
