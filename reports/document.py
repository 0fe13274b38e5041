"""The report as plain data: what is said on which page. Drawing comes last and decides nothing."""

from dataclasses import dataclass
from typing import Literal

from assessment.domain.text import Locale
from reports.scene import Scene


@dataclass(frozen=True, slots=True)
class SoWhatPoint:
    """One numbered point of the column "这意味着什么"."""

    head: str
    body: str


@dataclass(frozen=True, slots=True)
class SoWhat:
    """The right-hand column: points, then what is asked and of which post."""

    points: tuple[SoWhatPoint, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: `share` of the table's width, alignment, header."""

    header: str
    share: float
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain strings; long tables flow to continuation pages with the header repeated."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    emphasis: tuple[int, ...] = ()
    """Row numbers drawn in bold on a tinted band."""
    dense: bool = False
    """Set small and close: to be looked up, not read."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Headed paragraphs."""

    blocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure: label, big value, small note below."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Key figures side by side."""

    tiles: tuple[Tile, ...]


Block = Scene | Table | Prose | Tiles


@dataclass(frozen=True, slots=True)
class Page:
    """One page with one message: `title` is a full sentence with its number."""

    id: str
    section: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    so_what: SoWhat | None
    source: str
    demo: bool = False
    kind: str = ""
    """Id of the kind of page that made it: one kind may make several pages, each with an id of its own."""


@dataclass(frozen=True, slots=True)
class Cover:
    """First page."""

    title: str
    subtitle: str
    merchant: str
    lines: tuple[tuple[str, str], ...]
    """Label and value, such as ("截止日期", "2026-09-30")."""
    notice: str
    demo_notice: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it was re-encoded when it was taken in: PNG without transparency, size in pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything a renderer needs. `as_of` (ISO date) dates the file; `running_head` tops pages.

    A document without a cover begins with its first page.
    """

    locale: Locale
    title: str
    as_of: str
    running_head: str
    cover: Cover | None
    pages: tuple[Page, ...]
    demo_mark: str = ""
    """Printed on every page when the data is synthetic: 演示数据 / Demo data."""
    accent: str = ""
    """Colour ``#RRGGBB`` of titles and cover, "" for the product's own."""
    logo: Logo | None = None
    """Printed on the cover and in the head of each page."""
    report_id: str = ""
    """Written into the file's own data, so that a file can be traced to the run it was made from."""
