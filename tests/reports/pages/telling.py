"""Briefs with some results replaced, and the words of a page as one text."""

from dataclasses import replace

from assessment.domain.text import Locale
from reports.briefing import Briefing
from reports.document import Page, Table
from reports.phrases import phrases
from reports.scene import Label
from tests.reports.compose.situations import material


def brief(locale: Locale = "zh", name: str = "rich", **changes: object) -> Briefing:
    """Brief on one situation, some results replaced."""
    source = material(name, locale)
    return Briefing(replace(source, result=replace(source.result, **changes)), phrases(locale))  # type: ignore[arg-type]


def page(found: Page | None) -> Page:
    """Insist on a page."""
    assert found is not None
    return found


def spoken(found: Page) -> str:
    """Right-hand column as one text."""
    assert found.so_what is not None
    return "".join(p.head + p.body for p in found.so_what.points) + found.so_what.ask


def drawn(found: Page) -> str:
    """Words of the pictures as one text."""
    scenes = [b for b in found.blocks if hasattr(b, "primitives")]
    return " ".join(p.text for s in scenes for p in s.primitives if isinstance(p, Label))


def table(found: Page) -> Table:
    """First table of a page."""
    return next(b for b in found.blocks if isinstance(b, Table))
