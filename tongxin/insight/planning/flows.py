"""Min-cost flow, where ortools is installed (the extra ``opt``). Never beside highspy in one process."""

import numpy as np

try:
    from ortools.graph.python import min_cost_flow
except ImportError:  # the extra is not installed; callers have a plain rule
    min_cost_flow = None

AVAILABLE = min_cost_flow is not None
HINT = "pip install 'tongxin[opt]'"


class Net:
    """A network of ``size`` nodes, built by arrays of arcs, solved once."""

    def __init__(self, size: int) -> None:
        self._solver = min_cost_flow.SimpleMinCostFlow()
        self._supply = np.zeros(size, dtype=np.int64)
        self._parts: list[tuple[np.ndarray, ...]] = []
        self._count = 0

    def supply(self, nodes: np.ndarray | int, amounts: np.ndarray | int) -> None:
        """What flows out of each node, or into it where negative."""
        self._supply[nodes] += amounts

    def arcs(
        self,
        tails: np.ndarray,
        heads: np.ndarray | int,
        capacities: np.ndarray | int,
        costs: np.ndarray | int,
    ) -> np.ndarray:
        """Add arcs, what is one number being the same for all; returns their positions in what ``solve``
        answers.
        """
        self._parts.append(np.broadcast_arrays(tails, heads, capacities, costs))
        self._count += len(tails)
        return np.arange(self._count - len(tails), self._count)

    def solve(self) -> np.ndarray:
        """The flow on every arc, of least cost. Raises RuntimeError when the supply can't flow."""
        columns = [np.concatenate(column).astype(np.int64) for column in zip(*self._parts, strict=True)]
        arcs = self._solver.add_arcs_with_capacity_and_unit_cost(*columns)
        self._solver.set_nodes_supplies(np.arange(len(self._supply)), self._supply)
        if self._solver.solve() != self._solver.OPTIMAL:
            raise RuntimeError("the network has no feasible flow")
        return self._solver.flows(arcs)
