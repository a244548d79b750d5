"""From a point to the place it lies in: an index of outlines, kept in memory by each process."""

import threading
from collections.abc import Callable, Hashable, Iterable

import numpy as np
import shapely

from tongxin.ground.territory import outlines


class Layer:
    """The outlines of one level, in tree order."""

    def __init__(self, ids: list[int], shapes: list) -> None:
        self.ids = np.array(ids, dtype=np.int64)
        self.shapes = np.array(shapes, dtype=object)
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)

    def locate(self, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
        """For each point the id of the outline it lies in or on, 0 for none.

        Where outlines meet, the first in tree order has the point, whoever asks and however often.
        """
        points, shapes = self.tree.query(shapely.points(xs, ys))
        hits = shapely.intersects_xy(self.shapes[shapes], xs[points], ys[points])
        none = len(self.ids)
        first = np.full(len(xs), none, dtype=np.int64)
        np.minimum.at(first, points[hits], shapes[hits])
        return np.append(self.ids, 0)[first]


class Map:
    """The outlined places of one day, deepest level first."""

    def __init__(self, rows: Iterable[tuple[int, int, dict]]) -> None:
        """``rows``: (rank of the level, id of the place, outline), in tree order."""
        by_rank: dict[int, tuple[list[int], list]] = {}
        for rank, place_id, outline in rows:
            ids, shapes = by_rank.setdefault(rank, ([], []))
            ids.append(place_id)
            shapes.append(outlines.shape_of(outline))
        self.layers = [Layer(*by_rank[rank]) for rank in sorted(by_rank, reverse=True)]

    def locate(self, points: np.ndarray) -> np.ndarray:
        """Ids for N × 2 (latitude, longitude), 0 where no outline holds the point."""
        ys, xs = points[:, 0], points[:, 1]
        found = np.zeros(len(points), dtype=np.int64)
        open_ = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys))
        for layer in self.layers:
            found[open_] = layer.locate(xs[open_], ys[open_])
            open_ = open_[found[open_] == 0]
        return found


class Keeper:
    """Keeps the map last used in memory, one for the process, safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[Hashable, Map] | None = None

    def get(self, key: Hashable, read: Callable[[], Map]) -> Map:
        """The map of this key; ``read`` only when another one was kept."""
        kept = self._kept
        if kept is None or kept[0] != key:
            with self._lock:
                kept = self._kept
                if kept is None or kept[0] != key:
                    kept = self._kept = key, read()
        return kept[1]
