"""A place's outline as a small picture: plain shapes, no map behind, no third party."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from tongxin.ground.territory.models import Place
from tongxin.ground.territory.outlines import shape_of

WIDTH = 480


@dataclass(frozen=True, slots=True)
class Drawing:
    """What an SVG needs: its size, the path of the place itself, and of the places below with their names."""

    width: int
    height: int
    own: str
    below: list[tuple[str, str]]


def draw(place: Place, below: list[Place]) -> Drawing | None:
    """The outline of ``place`` with those of ``below`` in it; None where there is nothing to draw."""
    outlined = [child for child in below if child.outline]
    shapes = [shape_of(each.outline) for each in ([place] if place.outline else []) + outlined]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    shrink = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * shrink, (north - south), 1e-9)

    def on_paper(degrees: np.ndarray) -> np.ndarray:
        across, up = (degrees[:, 0] - west) * shrink, north - degrees[:, 1]
        return np.column_stack([across, up]) * scale

    paths = [_path(shapely.transform(shape, on_paper)) for shape in shapes]
    own = paths.pop(0) if place.outline else ""
    size = np.ceil(on_paper(np.array([[east, south]])))[0].astype(int)
    return Drawing(int(size[0]), int(size[1]), own, list(zip(paths, [c.name for c in outlined], strict=True)))


def _path(shape: shapely.Geometry) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in [part.exterior, *part.interiors]]
    return " ".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z"
        for ring in rings
    )
