"""Lines of equal height over a grid, closed at its border: marching squares."""

from typing import Final

Point = tuple[float, float]
Grid = tuple[tuple[float, ...], ...]

# Corners of a cell: 1 lower left, 2 lower right, 4 upper right, 8 upper left. Sides: 0 below, 1 right,
# 2 above, 3 left. Each crossing leads from one side to another with the high ground to its left.
CROSSINGS: Final[dict[int, tuple[tuple[int, int], ...]]] = {
    1: ((0, 3),),
    2: ((1, 0),),
    3: ((1, 3),),
    4: ((2, 1),),
    5: ((0, 3), (2, 1)),
    6: ((2, 0),),
    7: ((2, 3),),
    8: ((3, 2),),
    9: ((0, 2),),
    10: ((1, 0), (3, 2)),
    11: ((1, 2),),
    12: ((3, 1),),
    13: ((0, 1),),
    14: ((3, 0),),
}
Side = tuple[int, int, bool]
"""A side of the grid by its lower left corner: True runs across, False runs up."""


def contours(grid: Grid, level: float) -> tuple[tuple[Point, ...], ...]:
    """Trace where a surface passes `level`.

    Parameters
    ----------
    grid
        Heights, rows of equal length; (0, 0) is the first of the first row, x runs along a row. Outside the
        grid the ground is taken as lower than the level, so that every line is closed.
    level
        Height of the line.

    Returns
    -------
    tuple
        Closed lines as points in grid units, the last not repeated. Around high ground they run
        counter-clockwise (in x right, y up), around a hollow clockwise. Marching squares with linear
        interpolation; a saddle joins its low corners (Lorensen & Cline 1987, in the plane).

    Examples
    --------
    >>> contours(((0.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0)), 0.5)
    (((0.5, 1.0), (1.0, 0.5), (1.5, 1.0), (1.0, 1.5)),)
    """
    if not grid or not grid[0]:
        return ()
    low = min(level - 1.0, *(min(row) for row in grid))
    wide = len(grid[0]) + 2
    field = [[low] * wide, *([low, *row, low] for row in grid), [low] * wide]
    follows: dict[Side, Side] = {}
    for y in range(len(field) - 1):
        for x in range(wide - 1):
            corners = (field[y][x], field[y][x + 1], field[y + 1][x + 1], field[y + 1][x])
            case = sum(1 << n for n, height in enumerate(corners) if height > level)
            for start, end in CROSSINGS.get(case, ()):
                follows[_side(x, y, start)] = _side(x, y, end)
    return tuple(
        tuple(_crossing(field, side, level, (len(grid[0]), len(grid))) for side in loop)
        for loop in _loops(follows)
    )


def _side(x: int, y: int, number: int) -> Side:
    """Side `number` of the cell at (x, y)."""
    return ((x, y, True), (x + 1, y, False), (x, y + 1, True), (x, y, False))[number]


def _loops(follows: dict[Side, Side]) -> list[list[Side]]:
    """Chain the crossings into closed loops, in the order in which they were found."""
    left, loops = dict(follows), []
    while left:
        start = next(iter(left))
        loop, side = [start], left.pop(start)
        while side != start:
            loop.append(side)
            side = left.pop(side)
        loops.append(loop)
    return loops


def _crossing(field: list[list[float]], side: Side, level: float, size: tuple[int, int]) -> Point:
    """Where a side passes the level, in units of the unpadded grid and held inside it."""
    x, y, across = side
    here = field[y][x]
    there = field[y][x + 1] if across else field[y + 1][x]
    share = (level - here) / (there - here)
    point = (x - 1 + share, float(y - 1)) if across else (float(x - 1), y - 1 + share)
    return min(max(point[0], 0.0), size[0] - 1.0), min(max(point[1], 0.0), size[1] - 1.0)
