"""What is wrong with a file, as a list of facts; the rim of the house chooses the words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from assessment.domain.errors import FileRefused

MOST_PROBLEMS: Final = 200
VALUE_LENGTH: Final = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One fact about one place of a file.

    `row` is the number a spreadsheet shows (header = 1, blank lines count); `column` is the header as
    typed; `value` is escaped and cut; `code` names the sentence ``intake.problem.<code>`` and `fields`
    fill it. A place that does not apply is None.
    """

    file: str
    code: str
    fields: Mapping[str, str | int] = field(default_factory=dict)
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None


def shown(value: str) -> str:
    r"""Make a value safe to print: unprintable characters escaped, cut at 80 characters.

    >>> shown("a\tb\x00")
    'a\\tb\\x00'
    >>> len(shown("x" * 500))
    80
    """
    head = value[: VALUE_LENGTH + 1]
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in head)
    return safe if len(safe) <= VALUE_LENGTH else safe[: VALUE_LENGTH - 1] + "…"


class Problems:
    """Collect the problems of one file: the first 200, then only their number."""

    def __init__(self, file: str, sheet: str | None = None) -> None:
        self.file = shown(file)
        self.sheet = None if sheet is None else shown(sheet)
        self.listed: list[Problem] = []
        self.total = 0

    def add(
        self,
        code: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **fields: str | int,
    ) -> None:
        """Note one problem. Texts among `fields`, `column` and `value` are made safe to print."""
        self.total += 1
        if len(self.listed) >= MOST_PROBLEMS:
            return
        safe = {name: shown(v) if isinstance(v, str) else v for name, v in fields.items()}
        self.listed.append(
            Problem(
                file=self.file,
                code=code,
                fields=safe,
                sheet=self.sheet,
                row=row,
                column=None if column is None else shown(column),
                value=None if value is None else shown(value),
            )
        )

    def take(self, other: "Problems") -> None:
        """Add what was noted elsewhere, such as on another sheet of the same file."""
        self.total += other.total
        self.listed.extend(other.listed[: MOST_PROBLEMS - len(self.listed)])

    def refuse_if_any(self) -> None:
        """Raise FileRefused (fields: file, problems, total) when anything was noted."""
        if self.total:
            raise FileRefused(file=self.file, problems=tuple(self.listed), total=self.total)

    def refused(
        self,
        code: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **fields: str | int,
    ) -> FileRefused:
        """Return the refusal for a fault that makes reading on pointless."""
        self.add(code, row=row, column=column, value=value, **fields)
        return FileRefused(file=self.file, problems=tuple(self.listed), total=self.total)
