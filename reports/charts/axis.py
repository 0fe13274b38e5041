"""The level scale along which most charts place their marks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A named place on an axis, such as ``Tick(3.0, "3 标准化")``."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high`; values outside are drawn at its ends."""

    low: float
    high: float
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """An axis laid between two x coordinates (points)."""

    axis: Axis
    left: float
    right: float

    def x(self, value: float) -> float:
        """Return the x coordinate of `value`, held inside the axis.

        >>> Span(Axis(1.0, 5.0), 100.0, 300.0).x(3.0), Span(Axis(1.0, 5.0), 100.0, 300.0).x(9.0)
        (200.0, 300.0)
        """
        held = min(max(value, self.axis.low), self.axis.high)
        return self.left + (held - self.axis.low) / (self.axis.high - self.axis.low) * (
            self.right - self.left
        )
