"""Rectangles and transformations on a page, in points."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Area(NamedTuple):
    """An upright rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    @staticmethod
    def around(points: Iterable[tuple[float, float]]) -> "Area":
        """The smallest that holds the points."""
        xs, ys = zip(*points, strict=True)
        return Area(min(xs), min(ys), max(xs), max(ys))

    def meets(self, other: "Area") -> bool:
        """Whether they have more than an edge in common."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def holds(self, other: "Area") -> bool:
        """Whether the other lies within it."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and self.right >= other.right
            and self.top >= other.top
        )

    def common(self, other: "Area") -> "Area":
        """What both have in common; inside out if that is nothing."""
        return Area(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def grown(self, by: float) -> "Area":
        """With a margin around it."""
        return Area(self.left - by, self.bottom - by, self.right + by, self.top + by)


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """First the inner transformation, then the outer."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def placed(point: tuple[float, float], by: Matrix) -> tuple[float, float]:
    """Where a transformation puts a point."""
    x, y = point
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


def area_of(corners: Sequence[tuple[float, float]], by: Matrix) -> Area:
    """What the corners span once they are transformed."""
    return Area.around([placed(corner, by) for corner in corners])


def rectangle(left: float, bottom: float, right: float, top: float) -> list[tuple[float, float]]:
    """The corners of a rectangle, in their order."""
    return [(left, bottom), (right, bottom), (right, top), (left, top)]
